import type { Permission } from '@redoubt/wire/permissions.gen.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import type { StateChange } from '#platform/events/event.ts'
import { Lru } from '#platform/lru.ts'
import { findTeam, findTeamMember, type TeamRow } from './store.ts'
import { effectiveRoles } from './wire-forms.ts'

export type TeamAccess = ReturnType<typeof teamAccess>

type Deps = { db: Db; roles: RolesService }

/** A member's roles, or that there is no membership. */
type Standing = { roles: readonly string[] } | 'none'

const cachedTeams = 2_000
const cachedStandings = 20_000

/** Who may do what in a team: the only way to come by one on somebody's behalf. */
export function teamAccess({ db, roles }: Deps) {
  const teamsById = new Lru<TeamRow>(cachedTeams)
  const standings = new Lru<Standing>(cachedStandings)

  function findCached(id: string): Promise<TeamRow | undefined> {
    return teamsById.fetch(id, () => findTeam(db, id))
  }

  function standingOf(userId: string, teamId: string): Promise<Standing> {
    return standings.fetch(`${userId}:${teamId}`, async (): Promise<Standing> => {
      const row = userId ? await findTeamMember(db, teamId, userId) : undefined
      return row && row.delete_at === 0 ? { roles: effectiveRoles(row) } : 'none'
    })
  }

  /** Whether the actor is a member. */
  async function isMember(userId: string, teamId: string): Promise<boolean> {
    return (await standingOf(userId, teamId)) !== 'none'
  }

  /** Whether the actor has the permission in the team: by the team's roles, then the system's. */
  async function may(actor: Actor, teamId: string, permission: Permission): Promise<boolean> {
    const standing = await standingOf(actor.userId, teamId)
    if (standing !== 'none' && roles.anyGrants(standing.roles, permission)) return true
    return roles.grants(actor, permission)
  }

  /**
   * The team, if the actor has the permission in it. Throws 403 where the actor may know of the
   * team, 404 where it doesn't exist or might as well not.
   */
  async function access(actor: Actor, teamId: string, permission: Permission): Promise<TeamRow> {
    const team = await findCached(teamId)
    if (team && (await may(actor, teamId, permission))) return team
    if (team && (await isMember(actor.userId, teamId))) throw forbidden()
    throw new AppError('app.team.get.find.app_error', 404)
  }

  /** The team, if the actor may know of it: members, and everybody where it is listed. */
  async function accessToView(actor: Actor, teamId: string): Promise<TeamRow> {
    const team = await findCached(teamId)
    if (!team || !(await isListed(actor, team)))
      throw new AppError('app.team.get.find.app_error', 404)
    return team
  }

  async function isListed(actor: Actor, team: TeamRow): Promise<boolean> {
    const isOpen = team.allow_open_invite && roles.grants(actor, 'list_public_teams')
    return isOpen || may(actor, team.id, 'view_team')
  }

  function onChange(change: StateChange): void {
    if (change.kind === 'team') teamsById.delete(change.team_id)
    if (change.kind === 'team_member') standings.delete(`${change.user_id}:${change.team_id}`)
  }

  return { findCached, isMember, may, access, accessToView, isListed, onChange }
}
