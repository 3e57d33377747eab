import type { Team, TeamMembership } from '@mattermost/types/teams'
import { useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Badge, Card } from '#web/console/ui/Page.tsx'
import { Table } from '#web/console/ui/Table.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { Link } from '#web/router/router.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'

type TeamRow = { team: Team; member: TeamMembership | undefined }

/** The teams that somebody is in, and as what. */
export function UserTeams({ userId, mayChange }: { userId: string; mayChange: boolean }) {
  const text = useConsoleText()
  const teams = useQuery({
    queryKey: ['console', 'teams-of', userId],
    queryFn: () => fetchRows(userId),
    staleTime: 0,
  })
  const onDone = () => teams.refetch()
  const removed = useAction((id: string) => client.removeFromTeam(id, userId), { onDone })
  const raised = useAction(
    ({ id, isAdmin }: { id: string; isAdmin: boolean }) =>
      client.updateTeamMemberSchemeRoles(id, userId, true, isAdmin),
    { onDone },
  )

  return (
    <Card title={text('users.teams')}>
      <Answer query={teams} lines={2}>
        {(rows) => (
          <Table
            label={text('users.teams')}
            none={text('users.no-teams')}
            rows={rows}
            keyOf={({ team }) => team.id}
            columns={[
              {
                name: text('teams.name'),
                show: ({ team }) => (
                  <Link to={{ page: 'console', path: `user_management/teams/${team.id}` }}>
                    {team.display_name}
                  </Link>
                ),
              },
              {
                name: text('members.role'),
                show: ({ member }) => <Badge>{text(roleOf(member))}</Badge>,
              },
              {
                name: '',
                show: ({ team, member }) =>
                  mayChange && (
                    <>
                      {!member?.scheme_guest && (
                        <Button
                          look="quiet"
                          disabled={raised.isBusy}
                          onClick={() =>
                            raised.run({ id: team.id, isAdmin: !member?.scheme_admin })
                          }
                        >
                          {text(member?.scheme_admin ? 'members.lower' : 'members.raise')}
                        </Button>
                      )}
                      <Button
                        look="quiet"
                        disabled={removed.isBusy}
                        onClick={() => removed.run(team.id)}
                      >
                        {text('members.remove')}
                      </Button>
                    </>
                  ),
              },
            ]}
          />
        )}
      </Answer>
      <ProblemLine>{removed.problem || raised.problem}</ProblemLine>
    </Card>
  )
}

function roleOf(member: TeamMembership | undefined) {
  if (member?.scheme_admin) return 'members.admin'
  return member?.scheme_guest ? 'members.guest' : 'members.member'
}

async function fetchRows(userId: string): Promise<TeamRow[]> {
  const [teams, members] = await Promise.all([
    client.getTeamsForUser(userId),
    client.getTeamMembersForUser(userId),
  ])
  return teams.map((team) => ({
    team,
    member: members.find((one) => one.team_id === team.id && one.delete_at === 0),
  }))
}
