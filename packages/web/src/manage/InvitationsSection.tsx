import { useMutation } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { useEntities } from '#web/entities/store.ts'
import { selectMay } from '#web/teams/my-teams.ts'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { InviteForm } from './InviteForm.tsx'
import { Actions, Done, PageHead, Part } from './parts.tsx'
import { useManageText } from './texts/manage-text.tsx'

/** Ways to ask others in, and the way to take that back. */
export function InvitationsSection() {
  const text = useManageText()
  const mayWithdraw = useEntities(selectMay('invalidate_email_invite'))
  const withdraw = useMutation({ mutationFn: () => client.invalidateAllEmailInvites() })
  return (
    <>
      <PageHead title={text('manage.invitations')} lead={text('invite.lead')} />
      <InviteForm />
      {mayWithdraw && (
        <Part title={text('invite.pending')} lead={text('invite.pending-lead')}>
          <ProblemLine>
            {withdraw.isError ? reasonOf(withdraw.error) || text('problem.unreachable') : ''}
          </ProblemLine>
          <Actions>
            <Button isBusy={withdraw.isPending} onClick={() => withdraw.mutate()}>
              {text('invite.withdraw')}
            </Button>
            {withdraw.isSuccess && <Done>{text('invite.withdrawn')}</Done>}
          </Actions>
        </Part>
      )}
    </>
  )
}
