import type { Team, TeamsWithCount } from '@mattermost/types/teams'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { ListPage, type ListQuery } from '#web/console/ui/ListPage.tsx'
import { Badge } from '#web/console/ui/Page.tsx'
import { Link } from '#web/router/router.tsx'

type Kind = 'active' | 'open' | 'invited'

/** Every team of the workspace, archived ones too. */
export function TeamsPage() {
  const text = useConsoleText()
  return (
    <ListPage
      of="teams"
      kindLabel={text('teams.kind')}
      kinds={[
        { value: 'active', label: text('users.active') },
        { value: 'open', label: text('teams.open') },
        { value: 'invited', label: text('teams.invited') },
      ]}
      find={findTeams}
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

/** What a search answers with depends on whether it is paged; the client's types say less. */
async function findTeams({ term, kind, ...page }: ListQuery<Kind>) {
  const found = asAnswered(await client.searchTeams(term, { ...optionsOf(kind), ...page }))
  return Array.isArray(found)
    ? { rows: found, total: found.length }
    : { rows: found.teams, total: found.total_count }
}

function asAnswered(found: Team[] | TeamsWithCount): Team[] | TeamsWithCount {
  return found
}

function optionsOf(kind: Kind | 'all') {
  if (kind === 'active') return {}
  if (kind === 'all') return { include_deleted: true }
  return { include_deleted: true, allow_open_invite: kind === 'open' }
}
