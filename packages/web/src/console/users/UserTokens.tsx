import { useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { useMayInConsole } from '#web/console/console-access.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Badge, Card } from '#web/console/ui/Page.tsx'
import { Table } from '#web/console/ui/Table.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'

/** The access tokens that somebody's programs use. */
export function UserTokens({ userId }: { userId: string }) {
  const text = useConsoleText()
  const mayRevoke = useMayInConsole('revoke_user_access_token')
  const tokens = useQuery({
    queryKey: ['console', 'tokens', userId],
    queryFn: () => client.getUserAccessTokensForUser(userId, 0, 200),
    staleTime: 0,
  })
  const onDone = () => tokens.refetch()
  const revoked = useAction((id: string) => client.revokeUserAccessToken(id), { onDone })
  const switched = useAction(
    ({ id, isActive }: { id: string; isActive: boolean }) =>
      isActive ? client.disableUserAccessToken(id) : client.enableUserAccessToken(id),
    { onDone },
  )

  return (
    <Card title={text('users.tokens')} lead={text('users.tokens-lead')}>
      <Answer query={tokens} lines={2}>
        {(found) => (
          <Table
            label={text('users.tokens')}
            none={text('users.no-tokens')}
            rows={found}
            keyOf={(token) => token.id}
            columns={[
              { name: text('users.token'), show: (token) => token.description || token.id },
              {
                name: text('users.status'),
                show: ({ is_active }) => (
                  <Badge tone={is_active ? 'good' : 'plain'}>
                    {text(is_active ? 'users.token-on' : 'users.token-off')}
                  </Badge>
                ),
              },
              {
                name: '',
                show: ({ id, is_active }) =>
                  mayRevoke && (
                    <>
                      <Button
                        look="quiet"
                        disabled={switched.isBusy}
                        onClick={() => switched.run({ id, isActive: is_active })}
                      >
                        {text(is_active ? 'users.token-disable' : 'users.token-enable')}
                      </Button>
                      <Button
                        look="quiet"
                        disabled={revoked.isBusy}
                        onClick={() => revoked.run(id)}
                      >
                        {text('users.revoke')}
                      </Button>
                    </>
                  ),
              },
            ]}
          />
        )}
      </Answer>
      <ProblemLine>{revoked.problem || switched.problem}</ProblemLine>
    </Card>
  )
}
