import type { Team, TeamsWithCount } from '@mattermost/types/teams'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Filters, SearchField } from '#web/console/ui/Controls.tsx'
import { Badge, Card, Page } from '#web/console/ui/Page.tsx'
import { Pager, Table } from '#web/console/ui/Table.tsx'
import { Link } from '#web/router/router.tsx'

const PER_PAGE = 50

/** Every team of the workspace. */
export function TeamsPage() {
  const text = useConsoleText()
  const [term, setTerm] = useState('')
  const [page, setPage] = useState(0)
  const settled = useDeferredValue(term.trim())
  const teams = useQuery({
    queryKey: ['console', 'teams', settled, page],
    queryFn: () => fetchTeams(settled, page),
    placeholderData: (before) => before,
    staleTime: 0,
  })
  return (
    <Page title={text('page.teams')} lead={text('lead.teams')}>
      <Card>
        <Filters>
          <SearchField
            label={text('teams.search')}
            value={term}
            onChange={(value) => {
              setTerm(value)
              setPage(0)
            }}
          />
        </Filters>
        <Answer query={teams}>
          {({ teams: found, total_count }) => (
            <>
              <TeamTable teams={found} />
              <Pager
                onPrevious={page > 0 ? () => setPage(page - 1) : undefined}
                onNext={(page + 1) * PER_PAGE < total_count ? () => setPage(page + 1) : undefined}
              >
                {text('pager.of', {
                  from: Math.min(total_count, page * PER_PAGE + 1),
                  to: page * PER_PAGE + found.length,
                  total: total_count,
                })}
              </Pager>
            </>
          )}
        </Answer>
      </Card>
    </Page>
  )
}

function TeamTable({ teams }: { teams: readonly Team[] }) {
  const text = useConsoleText()
  return (
    <Table
      label={text('page.teams')}
      none={text('teams.none')}
      rows={teams}
      keyOf={(team) => team.id}
      columns={[
        {
          name: text('teams.name'),
          show: (team) => (
            <Link to={{ page: 'console', path: `user_management/teams/${team.id}` }}>
              {team.display_name}
            </Link>
          ),
        },
        { name: text('teams.address'), show: (team) => <code>/{team.name}</code>, isMinor: true },
        {
          name: text('teams.entry'),
          show: (team) => text(team.allow_open_invite ? 'teams.open' : 'teams.invited'),
          isMinor: true,
        },
        {
          name: text('users.status'),
          show: (team) =>
            team.delete_at > 0 ? (
              <Badge tone="warn">{text('archived')}</Badge>
            ) : (
              <Badge tone="good">{text('users.active')}</Badge>
            ),
        },
      ]}
    />
  )
}

async function fetchTeams(term: string, page: number): Promise<TeamsWithCount> {
  // What a search answers with depends on whether it is paged; the client's types say less.
  const found: Team[] | TeamsWithCount =
    term === ''
      ? await client.getTeams(page, PER_PAGE, true)
      : await client.searchTeams(term, { page, per_page: PER_PAGE })
  return Array.isArray(found) ? { teams: found, total_count: found.length } : found
}
