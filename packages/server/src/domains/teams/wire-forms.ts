import { effectiveRoles, type RoleNames } from '@redoubt/wire/roles.ts'
import type { Team, TeamMember } from '@redoubt/wire/teams.ts'
import type { TeamMemberRow, TeamRow } from './store.ts'

/** The wire's form of a membership; `names` are those of the team's roles. */
export function toTeamMember(row: TeamMemberRow, names: RoleNames): TeamMember {
  return {
    team_id: row.team_id,
    user_id: row.user_id,
    roles: effectiveRoles(row, names).join(' '),
    delete_at: row.delete_at,
    scheme_guest: row.scheme_guest,
    scheme_user: row.scheme_user,
    scheme_admin: row.scheme_admin,
    explicit_roles: row.roles,
  }
}

/** The wire's form of a team, without what the viewer may not know. */
export function toTeam(row: TeamRow, sees: { seesEmail: boolean; seesInvite: boolean }): Team {
  const { last_team_icon_update: icon, ...rest } = row
  return {
    ...rest,
    type: row.type === 'I' ? 'I' : 'O',
    email: sees.seesEmail ? row.email : '',
    invite_id: sees.seesInvite ? row.invite_id : '',
    policy_id: null,
    cloud_limits_archived: false,
    ...(icon > 0 && { last_team_icon_update: icon }),
  }
}
