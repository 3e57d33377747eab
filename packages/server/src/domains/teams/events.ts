import type { Team } from '@redoubt/wire/teams.ts'
import { defineEvent } from '#platform/events/event.ts'

type Membership = { team_id: string; user_id: string }

/** Everybody in the team hears of it, hence without what only some may know. */
function publicJson(team: Team): string {
  return JSON.stringify({ ...team, email: '', invite_id: '' })
}

export const teamUpdated = defineEvent<Team>('update_team', {
  audience: (team) => ({ team_id: team.id }),
  data: (team) => ({ team: publicJson(team) }),
})

export const teamDeleted = defineEvent<Team>('delete_team', {
  audience: (team) => ({ team_id: team.id }),
  data: (team) => ({ team: publicJson(team) }),
})

export const teamRestored = defineEvent<Team>('restore_team', {
  audience: (team) => ({ team_id: team.id }),
  data: (team) => ({ team: publicJson(team) }),
})

/** The roles of the members are others now; what they grant has to be asked for. */
export const teamSchemeUpdated = defineEvent<Team>('update_team_scheme', {
  audience: (team) => ({ team_id: team.id }),
  data: (team) => ({ team: publicJson(team) }),
})

export const addedToTeam = defineEvent<Membership>('added_to_team', {
  audience: ({ user_id }) => ({ user_id }),
  data: ({ team_id, user_id }) => ({ team_id, user_id }),
})

/** The team's copy. */
export const leftTeam = defineEvent<Membership>('leave_team', {
  audience: ({ team_id, user_id }) => ({ team_id, omit_users: [user_id] }),
  data: ({ team_id, user_id }) => ({ team_id, user_id }),
})

/** The copy of the one who left. */
export const leftTeamSelf = defineEvent<Membership>('leave_team', {
  audience: ({ user_id }) => ({ user_id }),
  data: ({ team_id, user_id }) => ({ team_id, user_id }),
})

export const teamMemberUpdated = defineEvent<Membership>('memberrole_updated', {
  audience: ({ user_id }) => ({ user_id }),
  data: (member) => ({ member: JSON.stringify(member) }),
})
