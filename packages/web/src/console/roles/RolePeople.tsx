import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { useMayInConsole } from '#web/console/console-access.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Card } from '#web/console/ui/Page.tsx'
import { Table } from '#web/console/ui/Table.tsx'
import { UserCell } from '#web/console/ui/UserCell.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { fetchUserPage } from '#web/console/users/find-users.ts'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { UserPicker } from '#web/users/UserPicker.tsx'
import { useMyId } from '#web/users/use-user.ts'

/** Who has a role of the system. */
export function RolePeople({ roleName }: { roleName: string }) {
  const text = useConsoleText()
  const myId = useMyId()
  const [isAdding, setAdding] = useState(false)
  const mayGive = useMayInConsole('manage_roles')
  const people = useQuery({
    queryKey: ['console', 'role-people', roleName],
    queryFn: async () => {
      const filter = { term: '', role: roleName, team: '', status: 'all', mfa: 'all' } as const
      return (await fetchUserPage(filter, undefined)).users
    },
    staleTime: 0,
  })
  const changed = useAction(
    ({ id, isGiven }: { id: string; isGiven: boolean }) => setRole(id, roleName, isGiven),
    { onDone: () => people.refetch() },
  )

  return (
    <Card
      title={text('roles.people')}
      actions={
        mayGive && (
          <Button onClick={() => setAdding(true)}>
            <UserPlus size={16} aria-hidden />
            {text('roles.give')}
          </Button>
        )
      }
    >
      <Answer query={people} lines={2}>
        {(rows) => (
          <Table
            label={text('roles.people')}
            none={text('roles.nobody')}
            rows={rows}
            keyOf={(user) => user.id}
            columns={[
              { name: text('users.name'), show: (user) => <UserCell user={user} /> },
              {
                name: '',
                show: (user) =>
                  mayGive &&
                  user.id !== myId && (
                    <Button
                      look="quiet"
                      disabled={changed.isBusy}
                      aria-label={text('roles.take-from', { name: user.username })}
                      onClick={() => changed.run({ id: user.id, isGiven: false })}
                    >
                      {text('roles.take')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Answer>
      <ProblemLine>{changed.problem}</ProblemLine>
      {isAdding && (
        <Dialog title={text('roles.give')} onClose={() => setAdding(false)}>
          <UserPicker
            teamId=""
            actionLabel={(name) => text('roles.give-to', { name })}
            isHidden={(id) => people.data?.some((user) => user.id === id) ?? false}
            onPick={(id) => {
              changed.run({ id, isGiven: true })
              setAdding(false)
            }}
          />
        </Dialog>
      )}
    </Card>
  )
}

async function setRole(userId: string, roleName: string, isGiven: boolean): Promise<void> {
  const { roles } = await client.getUser(userId)
  const others = roles.split(' ').filter((name) => name !== '' && name !== roleName)
  await client.updateUserRoles(userId, [...others, ...(isGiven ? [roleName] : [])].join(' '))
}
