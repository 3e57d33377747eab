import type { TeamMember, TeamStats } from '@redoubt/wire/teams.ts'
import type { DefaultChannels } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { isOfDomains } from '#platform/email-domains.ts'
import type { Page } from '#platform/http/paging.ts'
import type { TeamAccess } from './access.ts'
import { addedToTeam, leftTeam, leftTeamSelf, teamMemberUpdated } from './events.ts'
import {
  countTeamMembers,
  findTeamByInviteId,
  findTeamMember,
  findTeamMembers,
  findTeamMembersByIds,
  type TeamMemberRow,
  type TeamRow,
  updateGuest,
  updateTeamMember,
  upsertTeamMember,
} from './store.ts'
import { toTeamMember } from './wire-forms.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'getRow' | 'visibleAmong' | 'horizonOf'>
  defaultChannels: DefaultChannels
  access: TeamAccess
}

/** Somebody who is to become a member, with or without an account yet. */
type Newcomer = Pick<UserRow, 'id' | 'email' | 'roles' | 'is_bot'>

function isGuest(user: Pick<UserRow, 'roles'>): boolean {
  return user.roles.split(' ').includes('system_guest')
}

/** Where the domains stand that may make such an account. */
function sectionOf(user: Pick<UserRow, 'roles'>): 'GuestAccountsSettings' | 'TeamSettings' {
  return isGuest(user) ? 'GuestAccountsSettings' : 'TeamSettings'
}

/** Who is in a team: coming, being invited, leaving, and how each of them is in it. */
export function teamPeople(deps: Deps) {
  const { db, transact, clock, config, roles, users, defaultChannels } = deps
  const { findCached, isMember, access, roleNamesIn } = deps.access

  /** Adds a member with all that goes with it; nothing happens to one who is there already. */
  async function addMember(
    tx: Tx,
    team: TeamRow,
    user: UserRow,
    options: { isAdmin?: boolean; addedBy?: UserRow } = {},
  ): Promise<void> {
    const isNew = await upsertTeamMember(tx, {
      team_id: team.id,
      user_id: user.id,
      roles: '',
      scheme_guest: isGuest(user),
      scheme_user: !isGuest(user),
      scheme_admin: options.isAdmin ?? false,
      create_at: clock(),
    })
    if (!isNew) return
    tx.changed({ kind: 'team_member', team_id: team.id, user_id: user.id, isMember: true })
    tx.emit(addedToTeam({ team_id: team.id, user_id: user.id }))
    if (!isGuest(user))
      await defaultChannels.join(tx, { teamId: team.id, user, addedBy: options.addedBy })
  }

  /** Joins an open team oneself, or adds somebody else. Throws 403 without the permission. */
  async function join(actor: Actor, teamId: string, userId: string): Promise<TeamMember> {
    const isSelf = userId === actor.userId
    const team = isSelf
      ? await accessToJoin(actor, teamId)
      : await access(actor, teamId, 'add_user_to_team')
    const user = await users.getRow(userId)
    if (!isSelf && isGuest(user)) await access(actor, teamId, 'invite_guest')
    const addedBy = isSelf ? undefined : await users.getRow(actor.userId).catch(() => undefined)
    await requireRoom(team, user)
    await transact((tx) => addMember(tx, team, user, addedBy ? { addedBy } : {}))
    return getMember(actor, teamId, userId)
  }

  async function accessToJoin(actor: Actor, teamId: string): Promise<TeamRow> {
    const team = await findCached(teamId)
    if (team && (await isMember(actor.userId, teamId))) return team
    const permission = team?.allow_open_invite ? 'join_public_teams' : 'join_private_teams'
    const mayJoin = team?.delete_at === 0 && roles.grants(actor, permission)
    if (!team || !mayJoin) throw new AppError('app.team.get.find.app_error', 404)
    return team
  }

  /** Throws 400 where the team is full, or doesn't take people of the user's domain. */
  async function requireRoom(team: TeamRow, user: Newcomer): Promise<void> {
    const limit = config.int('TeamSettings.MaxUsersPerTeam')
    const { active } = await countTeamMembers(db, team.id)
    if (active >= limit && !(await isMember(user.id, team.id))) {
      throw new AppError('api.team.join_user_to_team.max_accounts.app_error', 400, {
        params: { MaxUsers: limit },
      })
    }
    const isAdmitted =
      isOfDomains(user.email, team.allowed_domains) &&
      isOfDomains(user.email, config.string(`${sectionOf(user)}.RestrictCreationToDomains`))
    if (!isAdmitted && !user.is_bot) {
      throw new AppError('api.team.join_user_to_team.allowed_domains.app_error', 400)
    }
  }

  /** Joins by the secret of an invitation link. Throws 404 where it isn't valid. */
  async function joinByInviteId(actor: Actor, inviteId: string): Promise<TeamMember> {
    const team = await getByInviteId(inviteId)
    const user = await users.getRow(actor.userId)
    if (isGuest(user)) {
      throw new AppError('api.team.add_user_to_team_from_invite.guest.app_error', 403)
    }
    await requireRoom(team, user)
    await transact((tx) => addMember(tx, team, user))
    return getMember(actor, team.id, user.id)
  }

  /** The team of an invitation link. Throws 404 where it isn't valid. */
  async function getByInviteId(inviteId: string): Promise<TeamRow> {
    const team = await findTeamByInviteId(db, inviteId)
    if (!team) throw new AppError('app.team.get_by_invite_id.finding.app_error', 404)
    return team
  }

  /** What somebody who holds the link may know before joining. */
  async function inviteInfo(inviteId: string) {
    const { id, name, display_name, description, type } = await getByInviteId(inviteId)
    if (type !== 'O') throw new AppError('api.team.get_invite_info.not_open_team', 403)
    return { id, name, display_name, description }
  }

  /** Leaves oneself, or removes somebody else: the team and all its channels. */
  async function leave(actor: Actor, teamId: string, idOrMe: string): Promise<void> {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) await access(actor, teamId, 'remove_user_from_team')
    const member = await getMember(actor, teamId, userId)
    const user = await users.getRow(userId)
    const team = await findCached(teamId)
    if (team?.group_constrained && userId !== actor.userId && !user.is_bot) {
      throw new AppError('api.team.remove_member.group_constrained.app_error', 400)
    }
    await transact(async (tx) => {
      await defaultChannels.leaveAll(tx, teamId, user, { isOwnAct: userId === actor.userId })
      await updateTeamMember(tx, member, {
        delete_at: clock(),
        roles: '',
        scheme_admin: false,
        scheme_user: false,
      })
      // The one who left hears of it only while still addressed: the event goes to the user.
      tx.changed({ kind: 'team_member', team_id: teamId, user_id: userId, isMember: false })
      tx.emit(leftTeam({ team_id: teamId, user_id: userId }))
      tx.emit(leftTeamSelf({ team_id: teamId, user_id: userId }))
    })
  }

  /** Throws 404 where the user isn't a member. */
  async function getMember(actor: Actor, teamId: string, idOrMe: string): Promise<TeamMember> {
    await access(actor, teamId, 'view_team')
    const [userId] = await users.visibleAmong(actor, [resolveMe(actor, idOrMe)])
    const row = userId === undefined ? undefined : await findTeamMember(db, teamId, userId)
    if (!row || row.delete_at > 0) throw new AppError('app.team.get_member.missing.app_error', 404)
    return toTeamMember(row, await roleNamesIn(teamId))
  }

  async function showAll(teamId: string, rows: TeamMemberRow[]): Promise<TeamMember[]> {
    const names = await roleNamesIn(teamId)
    return rows.map((row) => toTeamMember(row, names))
  }

  async function listMembers(
    actor: Actor,
    teamId: string,
    page: Page,
    filter: { byName: boolean; onlyActive: boolean },
  ): Promise<TeamMember[]> {
    await access(actor, teamId, 'view_team')
    return showVisible(actor, teamId, await findTeamMembers(db, teamId, page, filter))
  }

  async function listMembersByIds(
    actor: Actor,
    teamId: string,
    userIds: string[],
  ): Promise<TeamMember[]> {
    if (userIds.length === 0) throw invalidBody('user_ids')
    await access(actor, teamId, 'view_team')
    return showVisible(actor, teamId, await findTeamMembersByIds(db, teamId, userIds))
  }

  /** Guests get only the members whom they share a channel with. */
  async function showVisible(
    actor: Actor,
    teamId: string,
    rows: TeamMemberRow[],
  ): Promise<TeamMember[]> {
    const ids = rows.map((row) => row.user_id)
    const visible = new Set(await users.visibleAmong(actor, ids))
    return showAll(
      teamId,
      rows.filter((row) => visible.has(row.user_id)),
    )
  }

  /** Makes an account a guest, or no guest, in all its teams, which it resolves to. */
  async function setGuest(tx: Tx, userId: string, isGuest: boolean): Promise<string[]> {
    const rows = await updateGuest(tx, userId, isGuest)
    for (const row of rows) {
      const { team_id } = row
      tx.changed({ kind: 'team_member', team_id, user_id: userId, isMember: true })
      tx.emit(teamMemberUpdated(toTeamMember(row, await roleNamesIn(team_id))))
    }
    return rows.map((row) => row.team_id)
  }

  async function stats(actor: Actor, teamId: string): Promise<TeamStats> {
    await access(actor, teamId, 'view_team')
    const horizon = await users.horizonOf(actor)
    const { total, active } = await countTeamMembers(db, teamId, horizon?.userId)
    return { team_id: teamId, total_member_count: total, active_member_count: active }
  }

  return {
    addMember,
    requireRoom,
    join,
    joinByInviteId,
    getByInviteId,
    inviteInfo,
    leave,
    getMember,
    listMembers,
    listMembersByIds,
    setGuest,
    stats,
  }
}
