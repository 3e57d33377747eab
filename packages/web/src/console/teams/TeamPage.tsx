import type { Team } from '@mattermost/types/teams'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client } from '#web/api/client.ts'
import { useMayInConsole } from '#web/console/console-access.ts'
import { type MemberCalls, MembersCard } from '#web/console/members/MembersCard.tsx'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { ArchiveButton } from '#web/console/ui/ArchiveButton.tsx'
import { BackLink } from '#web/console/ui/BackLink.tsx'
import { Badge, Card, Fact, Facts, Page } from '#web/console/ui/Page.tsx'
import { TeamForm } from './TeamForm.tsx'
import { TeamScheme } from './TeamScheme.tsx'

/** A team: what it is called, who comes in, and who is in it. */
export function TeamPage({ id }: { id: string }) {
  const queries = useQueryClient()
  const key = ['console', 'team', id]
  const team = useQuery({ queryKey: key, queryFn: () => client.getTeam(id), staleTime: 0 })
  return (
    <Answer query={team}>
      {(found) => (
        <TeamDetails team={found} onChanged={() => queries.invalidateQueries({ queryKey: key })} />
      )}
    </Answer>
  )
}

function TeamDetails({ team, onChanged }: { team: Team; onChanged: () => unknown }) {
  const text = useConsoleText()
  const mayChange = useMayInConsole('sysconsole_write_user_management_teams', 'manage_team')
  const stats = useQuery({
    queryKey: ['console', 'team-stats', team.id],
    queryFn: () => client.getTeamStats(team.id),
    staleTime: 0,
  })
  const calls = useMemo(() => teamCalls(team.id), [team.id])
  const isArchived = team.delete_at > 0
  return (
    <Page
      title={team.display_name}
      lead={team.description}
      actions={<BackLink path="user_management/teams">{text('teams.all')}</BackLink>}
    >
      <Card
        actions={
          mayChange && (
            <ArchiveButton
              name={team.display_name}
              isArchived={isArchived}
              archive={() => client.deleteTeam(team.id)}
              restore={() => client.unarchiveTeam(team.id)}
              onChanged={onChanged}
            />
          )
        }
      >
        <Facts>
          <Fact name={text('users.status')}>
            {isArchived ? (
              <Badge tone="warn">{text('archived')}</Badge>
            ) : (
              <Badge tone="good">{text('users.active')}</Badge>
            )}
          </Fact>
          <Fact name={text('teams.address')}>
            <code>/{team.name}</code>
          </Fact>
          <Fact name={text('teams.members')}>{stats.data?.total_member_count ?? '…'}</Fact>
          <Fact name={text('teams.active-members')}>{stats.data?.active_member_count ?? '…'}</Fact>
        </Facts>
      </Card>
      {mayChange && !isArchived && <TeamForm team={team} onChanged={onChanged} />}
      {mayChange && !isArchived && <TeamScheme team={team} onChanged={onChanged} />}
      {!isArchived && <MembersCard calls={calls} mayChange={mayChange} />}
    </Page>
  )
}

function teamCalls(id: string): MemberCalls {
  return {
    key: id,
    teamId: '',
    list: (page, perPage) => client.getProfilesInTeam(id, page, perPage),
    memberships: (userIds) => client.getTeamMembersByIds(id, userIds),
    add: (userId) => client.addToTeam(id, userId),
    remove: (userId) => client.removeFromTeam(id, userId),
    setAdmin: (userId, isAdmin) => client.updateTeamMemberSchemeRoles(id, userId, true, isAdmin),
  }
}
