import { useMutation, useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Link, navigate } from '#web/router/router.tsx'
import { AuthFrame } from '#web/session/AuthFrame.tsx'
import { useSession } from '#web/session/session.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'

/** Where an invitation link leads somebody who is logged in. */
export function InvitePage({ inviteId }: { inviteId: string }) {
  const text = useText()
  const { realtime } = useSession()
  const invite = useQuery({
    queryKey: ['invite', inviteId],
    queryFn: () => client.getTeamInviteInfo(inviteId),
    retry: false,
  })
  const join = useMutation({
    mutationFn: () => client.addToTeamFromInvite('', inviteId),
    onSuccess: async () => {
      await realtime.refreshTeams()
      navigate({ page: 'team', team: invite.data?.name ?? '' })
    },
  })

  return (
    <AuthFrame
      title={text('teams.invite-title', { team: invite.data?.display_name ?? '…' })}
      {...(invite.data?.description && { lead: invite.data.description })}
      footer={<Link to={{ page: 'selectTeam' }}>{text('teams.to-select')}</Link>}
    >
      {invite.isPending && <Skeleton lines={1} />}
      <ProblemLine>
        {invite.isError
          ? text('signup.bad-invite')
          : join.isError
            ? reasonOf(join.error) || text('problem.unreachable')
            : ''}
      </ProblemLine>
      {invite.data && (
        <Button look="primary" isBusy={join.isPending} onClick={() => join.mutate()}>
          {text('teams.join-name', { team: invite.data.display_name })}
        </Button>
      )}
    </AuthFrame>
  )
}
