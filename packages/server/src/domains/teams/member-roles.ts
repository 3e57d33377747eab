import type { TeamMember } from '@redoubt/wire/teams.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, errorMessage } from '#platform/app-error.ts'
import type { Transact } from '#platform/db/database.ts'
import type { TeamAccess } from './access.ts'
import { teamMemberUpdated } from './events.ts'
import { lockTeamMember, type TeamMemberRow, updateTeamMember } from './store.ts'
import { toTeamMember } from './wire-forms.ts'

type Deps = {
  transact: Transact
  roles: RolesService
  access: TeamAccess
  join: (actor: Actor, teamId: string, userId: string) => Promise<TeamMember>
}

type SchemeRoles = { scheme_admin: boolean; scheme_user: boolean; scheme_guest?: boolean }

/** What became of one person of a batch. */
type Addition = { user_id: string; member: TeamMember | null; error: Refusal | null }
type Refusal = { id: string; message: string; detailed_error: string; status_code: number }

/** Many new members at once, and what members are allowed by their roles. */
export function teamMemberRoles({ transact, roles, access, join }: Deps) {
  /** Adds people one after the other; the first who can't be added ends it with that refusal. */
  async function addMembers(
    actor: Actor,
    teamId: string,
    userIds: string[],
  ): Promise<TeamMember[]> {
    await access.access(actor, teamId, 'add_user_to_team')
    const members: TeamMember[] = []
    for (const userId of userIds) members.push(await join(actor, teamId, userId))
    return members
  }

  /** Adds whom it can, and says of each what became of it. */
  async function addMembersGracefully(
    actor: Actor,
    teamId: string,
    userIds: string[],
  ): Promise<Addition[]> {
    await access.access(actor, teamId, 'add_user_to_team')
    const additions: Addition[] = []
    for (const user_id of userIds) {
      try {
        additions.push({ user_id, member: await join(actor, teamId, user_id), error: null })
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        additions.push({ user_id, member: null, error: toRefusal(error) })
      }
    }
    return additions
  }

  /**
   * Sets the flags that give a member the scheme's roles. Who is a guest follows from the account
   * alone: throws 400 for anything else.
   */
  async function updateSchemeRoles(
    actor: Actor,
    teamId: string,
    idOrMe: string,
    flags: SchemeRoles,
  ): Promise<void> {
    await access.access(actor, teamId, 'manage_team_roles')
    await change(teamId, resolveMe(actor, idOrMe), (before) => {
      const asksGuest = flags.scheme_guest ?? before.scheme_guest
      if (asksGuest && flags.scheme_user) {
        throw new AppError('api.team.update_team_member_roles.guest_and_user.app_error', 400)
      }
      if (before.scheme_guest && !(asksGuest && !flags.scheme_admin)) {
        throw new AppError('api.team.update_team_member_roles.guest.app_error', 400)
      }
      if (!before.scheme_guest && asksGuest) {
        throw new AppError('api.team.update_team_member_roles.user_and_guest.app_error', 400)
      }
      return { scheme_admin: flags.scheme_admin, scheme_user: flags.scheme_user }
    })
  }

  /** Sets a member's roles by their names. */
  async function updateRoles(
    actor: Actor,
    teamId: string,
    idOrMe: string,
    text: string,
  ): Promise<void> {
    await access.access(actor, teamId, 'manage_team_roles')
    const flags = roles.parseMemberRoles(text, await access.roleNamesIn(teamId))
    if (!flags)
      throw new AppError('api.channel.update_team_member_roles.scheme_role.app_error', 400)
    await change(teamId, resolveMe(actor, idOrMe), (before) => {
      if (before.scheme_guest !== flags.scheme_guest) {
        throw new AppError(
          'api.channel.update_team_member_roles.changing_guest_role.app_error',
          400,
        )
      }
      if (flags.scheme_guest && (flags.scheme_user || flags.scheme_admin)) {
        throw new AppError('api.team.update_team_member_roles.guest.app_error', 400)
      }
      if (!flags.scheme_guest && !flags.scheme_user) {
        throw new AppError('api.team.update_team_member_roles.unset_user_scheme.app_error', 400)
      }
      return flags
    })
  }

  async function change(
    teamId: string,
    userId: string,
    toChanges: (before: TeamMemberRow) => Partial<TeamMemberRow>,
  ): Promise<void> {
    const key = { team_id: teamId, user_id: userId }
    await transact(async (tx) => {
      const before = await lockTeamMember(tx, key)
      const row = before && (await updateTeamMember(tx, key, toChanges(before)))
      if (!row) throw new AppError('app.team.get_member.missing.app_error', 404)
      tx.changed({ kind: 'team_member', ...key, isMember: true })
      tx.emit(teamMemberUpdated(toTeamMember(row, await access.roleNamesIn(teamId))))
    })
  }

  return { addMembers, addMembersGracefully, updateSchemeRoles, updateRoles }
}

function toRefusal(error: AppError): Refusal {
  const message = errorMessage(error.id, error.params)
  return { id: error.id, message, detailed_error: '', status_code: error.status }
}
