import type { UserReport } from '@mattermost/types/reports'
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useIntl } from 'react-intl'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer, Outcome } from '#web/console/ui/Answer.tsx'
import { Filters, LabelledSelect, SearchField } from '#web/console/ui/Controls.tsx'
import { Badge, Card, Page } from '#web/console/ui/Page.tsx'
import { Pager, Table } from '#web/console/ui/Table.tsx'
import { UserCell } from '#web/console/ui/UserCell.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { useMyTeams } from '#web/teams/my-teams.ts'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import {
  fetchUserPage,
  PER_PAGE,
  toReportFilter,
  type UserCursor,
  type UserFilter,
} from './find-users.ts'
import { grantableRoles, titleOfRole } from './roles.ts'

const everybody: UserFilter = { term: '', role: '', team: '', status: 'all', mfa: 'all' }

/** Everybody with an account, found by name and by what they are. */
export function UsersPage() {
  const text = useConsoleText()
  const [filter, setFilter] = useState(everybody)
  const [cursors, setCursors] = useState<readonly UserCursor[]>([undefined])
  const settled = useDeferredValue(filter)
  const from = cursors.at(-1)
  const page = useQuery({
    queryKey: ['console', 'users', settled, from],
    queryFn: () => fetchUserPage(settled, from),
    placeholderData: (before) => before,
    staleTime: 0,
  })
  const count = useQuery({
    queryKey: ['console', 'users', 'count', settled],
    queryFn: () => client.getUserCountForReporting(toReportFilter(settled)),
    staleTime: 0,
  })
  const exported = useAction(() => client.startUsersBatchExport(toReportFilter(filter)), {
    done: text('users.export-started'),
  })

  function choose(change: Partial<UserFilter>) {
    setFilter({ ...filter, ...change })
    setCursors([undefined])
  }

  return (
    <Page
      title={text('page.users')}
      lead={text('lead.users')}
      actions={
        <Button isBusy={exported.isBusy} onClick={() => exported.run()}>
          <Download size={16} aria-hidden />
          {text('users.export')}
        </Button>
      }
    >
      <Outcome>{exported.outcome}</Outcome>
      <ProblemLine>{exported.problem}</ProblemLine>
      <Card>
        <UserFilters filter={filter} onChoose={choose} />
        <Answer query={page}>
          {({ users, next }) => (
            <>
              <UserTable users={users} />
              <Pager
                onPrevious={cursors.length > 1 ? () => setCursors(cursors.slice(0, -1)) : undefined}
                onNext={next && (() => setCursors([...cursors, next]))}
              >
                {filter.mfa === 'all' && count.data !== undefined
                  ? text('pager.of', {
                      from: Math.min(count.data, (cursors.length - 1) * PER_PAGE + 1),
                      to: (cursors.length - 1) * PER_PAGE + users.length,
                      total: count.data,
                    })
                  : ''}
              </Pager>
            </>
          )}
        </Answer>
      </Card>
    </Page>
  )
}

type UserFiltersProps = { filter: UserFilter; onChoose: (change: Partial<UserFilter>) => void }

function UserFilters({ filter, onChoose }: UserFiltersProps) {
  const text = useConsoleText()
  const teams = useMyTeams()
  const roles = ['system_user', 'system_guest', ...grantableRoles].map((value) => {
    const title = titleOfRole(value)
    return { value, label: title ? text(title) : value }
  })
  return (
    <Filters>
      <SearchField
        label={text('users.search')}
        value={filter.term}
        onChange={(term) => onChoose({ term })}
      />
      <LabelledSelect
        label={text('users.role')}
        value={filter.role}
        options={[{ value: '', label: text('any') }, ...roles]}
        onChange={(role) => onChoose({ role })}
      />
      <LabelledSelect
        label={text('users.status')}
        value={filter.status}
        options={[
          { value: 'all', label: text('any') },
          { value: 'active', label: text('users.active') },
          { value: 'inactive', label: text('users.inactive') },
        ]}
        onChange={(status) => onChoose({ status: status as UserFilter['status'] })}
      />
      <LabelledSelect
        label={text('users.team')}
        value={filter.team}
        options={[
          { value: '', label: text('any') },
          { value: 'none', label: text('users.no-team') },
          ...teams.map((team) => ({ value: team.id, label: team.display_name })),
        ]}
        onChange={(team) => onChoose({ team })}
      />
      <LabelledSelect
        label={text('users.mfa')}
        value={filter.mfa}
        options={[
          { value: 'all', label: text('any') },
          { value: 'on', label: text('users.mfa-on') },
          { value: 'off', label: text('users.mfa-off') },
        ]}
        onChange={(mfa) => onChoose({ mfa: mfa as UserFilter['mfa'] })}
      />
    </Filters>
  )
}

function UserTable({ users }: { users: readonly UserReport[] }) {
  const text = useConsoleText()
  const intl = useIntl()
  const day = (time: number | undefined) =>
    time ? intl.formatDate(time, { dateStyle: 'medium' }) : ''
  return (
    <Table
      label={text('page.users')}
      none={text('users.none')}
      rows={users}
      keyOf={(user) => user.id}
      columns={[
        { name: text('users.name'), show: (user) => <UserCell user={user} /> },
        { name: text('users.email'), show: (user) => user.email, isMinor: true },
        { name: text('users.roles'), show: (user) => <RoleBadges roles={user.roles} /> },
        {
          name: text('users.status'),
          show: (user) =>
            user.delete_at > 0 ? (
              <Badge tone="bad">{text('users.inactive')}</Badge>
            ) : (
              <Badge tone="good">{text('users.active')}</Badge>
            ),
        },
        {
          name: text('users.last-seen'),
          show: (user) => day(user.last_status_at ?? user.last_login),
          isMinor: true,
        },
      ]}
    />
  )
}

/** What somebody is in the system, apart from being a member. */
function RoleBadges({ roles }: { roles: string }) {
  const text = useConsoleText()
  const names = roles.split(' ').filter((name) => name !== '' && name !== 'system_user')
  const shown = names.length > 0 ? names : ['system_user']
  return shown.map((name) => {
    const title = titleOfRole(name)
    return <Badge key={name}>{title ? text(title) : name}</Badge>
  })
}
