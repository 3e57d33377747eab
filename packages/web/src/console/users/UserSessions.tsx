import { useQuery } from '@tanstack/react-query'
import { useIntl } from 'react-intl'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Card } from '#web/console/ui/Page.tsx'
import { Table } from '#web/console/ui/Table.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'

/** Where somebody is logged in, and how to end that. */
export function UserSessions({ userId }: { userId: string }) {
  const text = useConsoleText()
  const intl = useIntl()
  const sessions = useQuery({
    queryKey: ['console', 'sessions', userId],
    queryFn: () => client.getSessions(userId),
    staleTime: 0,
  })
  const onDone = () => sessions.refetch()
  const revoked = useAction((id: string) => client.revokeSession(userId, id), { onDone })
  const all = useAction(() => client.revokeAllSessionsForUser(userId), { onDone })
  const when = (time: number) => intl.formatDate(time, { dateStyle: 'medium', timeStyle: 'short' })

  return (
    <Card
      title={text('users.sessions')}
      lead={text('users.sessions-lead')}
      actions={
        <Button
          disabled={(sessions.data?.length ?? 0) === 0}
          isBusy={all.isBusy}
          onClick={() => all.run()}
        >
          {text('users.revoke-all')}
        </Button>
      }
    >
      <Answer query={sessions} lines={2}>
        {(found) => (
          <Table
            label={text('users.sessions')}
            none={text('users.no-sessions')}
            rows={found}
            keyOf={(session) => session.id}
            columns={[
              {
                name: text('users.device'),
                show: ({ props }) =>
                  [props?.browser, props?.os, props?.platform].filter(Boolean).join(' · ') ||
                  text('users.unknown-device'),
              },
              {
                name: text('users.last-activity'),
                show: (session) => when(session.last_activity_at),
                isMinor: true,
              },
              {
                name: text('users.expires'),
                show: ({ expires_at }) => (expires_at > 0 ? when(expires_at) : text('never')),
                isMinor: true,
              },
              {
                name: '',
                show: (session) => (
                  <Button
                    look="quiet"
                    disabled={revoked.isBusy}
                    onClick={() => revoked.run(session.id)}
                  >
                    {text('users.revoke')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Answer>
      <ProblemLine>{revoked.problem || all.problem}</ProblemLine>
    </Card>
  )
}
