import { useMutation, useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Link, navigate } from '#web/router/router.tsx'
import { AuthFrame } from '#web/session/AuthFrame.tsx'
import { readInvitation } from '#web/session/invitation.ts'
import { useSession } from '#web/session/session.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'

type InvitePageProps = {
  inviteId: string
  token?: string | undefined
  facts?: string | undefined
}

/** Where an invitation, by link or by mail, leads somebody who is logged in. */
export function InvitePage({ inviteId, token = '', facts = '' }: InvitePageProps) {
  const text = useText()
  const { realtime } = useSession()
  const invite = useQuery({
    queryKey: ['invite', inviteId],
    queryFn: () => client.getTeamInviteInfo(inviteId),
    enabled: token === '',
    retry: false,
  })
  const team = token === '' ? invite.data : readInvitation(facts)
  const join = useMutation({
    mutationFn: () => client.addToTeamFromInvite(token, inviteId),
    onSuccess: async () => {
      await realtime.refreshTeams()
      navigate(team?.name ? { page: 'team', team: team.name } : { page: 'home' })
    },
  })

  return (
    <AuthFrame
      title={text('teams.invite-title', { team: team?.display_name || '…' })}
      {...(invite.data?.description && { lead: invite.data.description })}
      footer={<Link to={{ page: 'selectTeam' }}>{text('teams.to-select')}</Link>}
    >
      {token === '' && invite.isPending && <Skeleton lines={1} />}
      <ProblemLine>
        {invite.isError
          ? text('signup.bad-invite')
          : join.isError
            ? reasonOf(join.error) || text('problem.unreachable')
            : ''}
      </ProblemLine>
      {team && (
        <Button look="primary" isBusy={join.isPending} onClick={() => join.mutate()}>
          {text('teams.join-name', { team: team.display_name })}
        </Button>
      )}
    </AuthFrame>
  )
}
