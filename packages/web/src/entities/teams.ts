import type { Team, TeamMembership } from '@mattermost/types/teams'
import { type Entities, mapWith, mapWithout } from './entities.ts'

/** Frames come without `invite_id` and `email`, which only some may see: what was known stays. */
function newerTeam(stored: Team | undefined, incoming: Team): Team {
  if (!stored) return incoming
  if (incoming.update_at < stored.update_at) return stored
  return {
    ...incoming,
    invite_id: incoming.invite_id || stored.invite_id,
    email: incoming.email || stored.email,
  }
}

export function withTeams(now: Entities, added: readonly Team[]): Entities {
  const teams = new Map(now.teams)
  for (const team of added) teams.set(team.id, newerTeam(teams.get(team.id), team))
  return { ...now, teams }
}

export function withTeamMember(now: Entities, member: TeamMembership): Entities {
  return { ...now, teamMembers: mapWith(now.teamMembers, member.team_id, member) }
}

/** Takes the complete list of own memberships, in which left teams have `delete_at` set. */
export function withMyTeams(
  now: Entities,
  teams: readonly Team[],
  members: readonly TeamMembership[],
): Entities {
  const mine = members.filter((member) => member.delete_at === 0)
  return {
    ...withTeams(now, teams),
    teamMembers: new Map(mine.map((member) => [member.team_id, member])),
  }
}

/** Forgets the membership of a team, and with it those of the team's channels. */
export function withoutTeam(now: Entities, teamId: string): Entities {
  const members = [...now.members].filter(
    ([channelId]) => now.channels.get(channelId)?.team_id !== teamId,
  )
  return {
    ...now,
    teamMembers: mapWithout(now.teamMembers, teamId),
    members: new Map(members),
  }
}
