import type { UserProfile } from '@mattermost/types/users'
import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Badge, Card } from '#web/console/ui/Page.tsx'
import { Pager, Table } from '#web/console/ui/Table.tsx'
import { UserCell } from '#web/console/ui/UserCell.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { update } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { UserPicker } from '#web/users/UserPicker.tsx'

/** Somebody's place in a team or a channel. */
type Membership = { user_id: string; scheme_admin?: boolean; scheme_guest?: boolean }

/** What is done with the members of one team or channel. */
export type MemberCalls = {
  /** Tells the lists of different teams and channels apart. */
  key: string
  /** Whose members are offered first when somebody is added; empty for everybody. */
  teamId: string
  list: (page: number, perPage: number) => Promise<UserProfile[]>
  memberships: (userIds: string[]) => Promise<Membership[]>
  add: (userId: string) => Promise<unknown>
  remove: (userId: string) => Promise<unknown>
  setAdmin: (userId: string, isAdmin: boolean) => Promise<unknown>
}

type Row = { user: UserProfile; member: Membership | undefined }

const PER_PAGE = 50

/** Who belongs to a team or a channel, and as what. */
export function MembersCard({ calls, mayChange }: { calls: MemberCalls; mayChange: boolean }) {
  const text = useConsoleText()
  const [page, setPage] = useState(0)
  const [isAdding, setAdding] = useState(false)
  const rows = useQuery({
    queryKey: ['console', 'members', calls.key, page],
    queryFn: () => fetchRows(calls, page),
    placeholderData: (before) => before,
    staleTime: 0,
  })
  const onDone = () => rows.refetch()
  const removed = useAction(calls.remove, { onDone })
  const raised = useAction(
    ({ userId, isAdmin }: { userId: string; isAdmin: boolean }) => calls.setAdmin(userId, isAdmin),
    { onDone },
  )
  const added = useAction(calls.add, { onDone })
  const isBusy = removed.isBusy || raised.isBusy

  return (
    <Card
      title={text('members.title')}
      actions={
        mayChange && (
          <Button onClick={() => setAdding(true)}>
            <UserPlus size={16} aria-hidden />
            {text('members.add')}
          </Button>
        )
      }
    >
      <Answer query={rows}>
        {(found) => (
          <>
            <Table
              label={text('members.title')}
              none={text('members.none')}
              rows={found}
              keyOf={({ user }) => user.id}
              columns={[
                { name: text('users.name'), show: ({ user }) => <UserCell user={user} /> },
                {
                  name: text('members.role'),
                  show: ({ member }) => <Badge>{text(roleOf(member))}</Badge>,
                },
                {
                  name: '',
                  show: (row) =>
                    mayChange && (
                      <MemberButtons
                        row={row}
                        isBusy={isBusy}
                        onRaise={(isAdmin) => raised.run({ userId: row.user.id, isAdmin })}
                        onRemove={() => removed.run(row.user.id)}
                      />
                    ),
                },
              ]}
            />
            <Pager
              onPrevious={page > 0 ? () => setPage(page - 1) : undefined}
              onNext={found.length === PER_PAGE ? () => setPage(page + 1) : undefined}
            >
              {text('pager.page', { page: page + 1 })}
            </Pager>
          </>
        )}
      </Answer>
      <ProblemLine>{removed.problem || raised.problem || added.problem}</ProblemLine>
      {isAdding && (
        <Dialog title={text('members.add')} onClose={() => setAdding(false)}>
          <UserPicker
            teamId={calls.teamId}
            actionLabel={(name) => text('members.add-name', { name })}
            isHidden={(id) => rows.data?.some(({ user }) => user.id === id) ?? false}
            onPick={(id) => {
              added.run(id)
              setAdding(false)
            }}
          />
        </Dialog>
      )}
    </Card>
  )
}

type MemberButtonsProps = {
  row: Row
  isBusy: boolean
  onRaise: (isAdmin: boolean) => void
  onRemove: () => void
}

function MemberButtons({ row, isBusy, onRaise, onRemove }: MemberButtonsProps) {
  const text = useConsoleText()
  const name = row.user.username
  const isAdmin = row.member?.scheme_admin === true
  return (
    <>
      {!row.member?.scheme_guest && (
        <Button
          look="quiet"
          disabled={isBusy}
          aria-label={text(isAdmin ? 'members.lower-name' : 'members.raise-name', { name })}
          onClick={() => onRaise(!isAdmin)}
        >
          {text(isAdmin ? 'members.lower' : 'members.raise')}
        </Button>
      )}
      <Button
        look="quiet"
        disabled={isBusy}
        aria-label={text('members.remove-name', { name })}
        onClick={onRemove}
      >
        {text('members.remove')}
      </Button>
    </>
  )
}

function roleOf(member: Membership | undefined) {
  if (member?.scheme_admin) return 'members.admin'
  return member?.scheme_guest ? 'members.guest' : 'members.member'
}

async function fetchRows(calls: MemberCalls, page: number): Promise<Row[]> {
  const users = await calls.list(page, PER_PAGE)
  const ids = users.map((user) => user.id)
  const members = ids.length > 0 ? await calls.memberships(ids) : []
  update(withUsers, users)
  const membersById = new Map(members.map((member) => [member.user_id, member]))
  return users.map((user) => ({ user, member: membersById.get(user.id) }))
}
