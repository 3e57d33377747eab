import type { Team, TeamMember } from '@redoubt/wire/teams.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import type { TeamAccess } from './access.ts'
import {
  findTeamByName,
  findTeamMembersByUser,
  findTeams,
  findTeamsByUser,
  type TeamRow,
  type TeamSearch,
} from './store.ts'
import { toTeamMember } from './wire-forms.ts'

type Deps = {
  db: Db
  roles: RolesService
  access: Pick<TeamAccess, 'isMember'>
  showAll: (actor: Actor, rows: TeamRow[]) => Promise<Team[]>
}

/** Finding teams: those that are listed, and those of a user. */
export function teamListing({ db, roles, access, showAll }: Deps) {
  /** The teams that are listed to the actor; archived ones to those who administer teams. */
  async function list(
    actor: Actor,
    wanted: { includeDeleted: boolean },
    page: Page,
  ): Promise<{ teams: Team[]; total_count: number }> {
    const open = roles.grants(actor, 'list_public_teams')
    const closed = roles.grants(actor, 'list_private_teams')
    if (!open && !closed) {
      throw new AppError('api.team.get_all_teams.insufficient_permissions', 403)
    }
    const includeDeleted = wanted.includeDeleted && mayListArchived(actor)
    const found = await findTeams(db, { open, closed, includeDeleted }, page)
    return { teams: await showAll(actor, found.teams), total_count: found.total }
  }

  /** Teams that are listed, and the actor's own one of exactly this name. */
  async function search(
    actor: Actor,
    wanted: TeamSearch,
    page: Page,
  ): Promise<{ teams: Team[]; total_count: number }> {
    const named = await findTeamByName(db, wanted.term.trim().toLowerCase())
    const found = await findTeams(
      db,
      {
        open: roles.grants(actor, 'list_public_teams'),
        closed: roles.grants(actor, 'list_private_teams'),
        alsoId: named && (await access.isMember(actor.userId, named.id)) ? named.id : '',
        ...wanted,
        includeDeleted: wanted.includeDeleted && mayListArchived(actor),
      },
      page,
    )
    return { teams: await showAll(actor, found.teams), total_count: found.total }
  }

  function mayListArchived(actor: Actor): boolean {
    return roles.grants(actor, 'sysconsole_read_user_management_teams')
  }

  async function listOfUser(actor: Actor, idOrMe: string): Promise<Team[]> {
    return showAll(actor, await findTeamsByUser(db, requireOwn(actor, idOrMe)))
  }

  async function listMembershipsOfUser(actor: Actor, idOrMe: string): Promise<TeamMember[]> {
    const userId = resolveMe(actor, idOrMe)
    const isAllowed = userId === actor.userId || roles.grants(actor, 'read_other_users_teams')
    if (!isAllowed) roles.require(actor, 'edit_other_users')
    const rows = await findTeamMembersByUser(db, userId)
    return rows.map((row) => toTeamMember(row, roles.teamRoleNames(row.scheme_id)))
  }

  function requireOwn(actor: Actor, idOrMe: string): string {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) roles.require(actor, 'sysconsole_read_user_management_users')
    return userId
  }

  return { list, search, listOfUser, listMembershipsOfUser }
}
