import type { Permission } from '@redoubt/wire/permissions.gen.ts'
import type { MemberFlags, RoleNames } from '@redoubt/wire/roles.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import type { StateChange } from '#platform/events/event.ts'
import { Lru } from '#platform/lru.ts'
import { findTeam, findTeamMember, findTeamsByUser, type TeamRow } from './store.ts'

export type TeamAccess = ReturnType<typeof teamAccess>

type Deps = { db: Db; roles: RolesService }

/** What gives a member their roles, or that there is no membership. */
type Standing = MemberFlags | 'none'

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
      return row?.delete_at === 0 ? row : 'none'
    })
  }

  /** The scheme that the team uses instead of the built-in roles. */
  async function schemeIdOf(teamId: string): Promise<string | null> {
    return (await findCached(teamId))?.scheme_id ?? null
  }

  /** What the roles of the team's members are called. */
  async function roleNamesIn(teamId: string): Promise<RoleNames> {
    return roles.teamRoleNames(await schemeIdOf(teamId))
  }

  /** Whether the actor is a member. */
  async function isMember(userId: string, teamId: string): Promise<boolean> {
    return (await standingOf(userId, teamId)) !== 'none'
  }

  /** Whether the actor has the permission in the team: by the team's roles, then the system's. */
  async function may(actor: Actor, teamId: string, permission: Permission): Promise<boolean> {
    const standing = await standingOf(actor.userId, teamId)
    if (standing === 'none') return roles.grants(actor, permission)
    const schemeId = await schemeIdOf(teamId)
    return roles.grantsInTeam(standing, schemeId, permission) || roles.grants(actor, permission)
  }

  /** The actor's teams in which the team's own roles give it the permission. */
  async function idsWith(actor: Actor, permission: Permission): Promise<string[]> {
    const teams = await findTeamsByUser(db, actor.userId)
    const answers = await Promise.all(teams.map((team) => may(actor, team.id, permission)))
    return teams.filter((_team, index) => answers[index]).map((team) => team.id)
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
    if (change.kind === 'everything') {
      teamsById.clear()
      standings.clear()
    }
    if (change.kind === 'team') teamsById.delete(change.team_id)
    if (change.kind === 'team_member') standings.delete(`${change.user_id}:${change.team_id}`)
  }

  return {
    findCached,
    idsWith,
    schemeIdOf,
    roleNamesIn,
    isMember,
    may,
    access,
    accessToView,
    isListed,
    onChange,
  }
}
