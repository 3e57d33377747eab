import type { Permission } from '@redoubt/wire/permissions.gen.ts'
import type {
  NewTeam,
  Team,
  TeamMember,
  TeamPatch,
  TeamStats,
  TeamUnread,
} from '@redoubt/wire/teams.ts'
import type { DefaultChannels } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, forbidden, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { isOfDomains } from '#platform/email-domains.ts'
import type { StateChange } from '#platform/events/event.ts'
import type { Page } from '#platform/http/paging.ts'
import { newId, newToken } from '#platform/ids.ts'
import { Lru } from '#platform/lru.ts'
import {
  addedToTeam,
  leftTeam,
  leftTeamSelf,
  teamDeleted,
  teamMemberUpdated,
  teamRestored,
  teamUpdated,
} from './events.ts'
import { requireValidTeam } from './rules.ts'
import {
  countTeamMembers,
  findTeam,
  findTeamByInviteId,
  findTeamByName,
  findTeamMember,
  findTeamMembers,
  findTeamMembersByIds,
  findTeamMembersByUser,
  findTeams,
  findTeamsByUser,
  findTeamUnreads,
  insertTeam,
  type TeamMemberRow,
  type TeamRow,
  updateTeam,
  updateTeamMember,
  upsertTeamMember,
} from './store.ts'

export type TeamsService = ReturnType<typeof teamsService>

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'getRow'>
  defaultChannels: DefaultChannels
  unreadThreads: (userId: string) => Promise<ReadonlyMap<string, UnreadThreads>>
}

/** What a user hasn't read in the threads of a team. */
type UnreadThreads = { unread_threads: number; unread_mentions: number }

/** A member's roles, or that there is no membership. */
type Standing = { roles: readonly string[] } | 'none'

const cachedTeams = 2_000
const cachedStandings = 20_000

export function teamsService(deps: Deps) {
  const { db, transact, clock, config, roles, users, defaultChannels, unreadThreads } = deps
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

  async function show(actor: Actor, row: TeamRow): Promise<Team> {
    const seesEmail = await may(actor, row.id, 'manage_team')
    const seesInvite = await may(actor, row.id, 'invite_user')
    return toTeam(row, { seesEmail, seesInvite })
  }

  function showAll(actor: Actor, rows: TeamRow[]): Promise<Team[]> {
    return Promise.all(rows.map((row) => show(actor, row)))
  }

  /** Makes a team with its default channels; its maker is its administrator. */
  async function create(actor: Actor, input: NewTeam): Promise<Team> {
    if (!roles.grants(actor, 'create_team')) {
      throw new AppError('api.team.is_team_creation_allowed.disabled.app_error', 403)
    }
    requireValidTeam(input)
    const creator = await users.getRow(actor.userId)
    const row = toNewRow(input, creator)
    await transact(async (tx) => {
      await insertTeam(tx, row)
      await defaultChannels.create(tx, row.id)
      await addMember(tx, row, creator, { isAdmin: true })
    })
    return show(actor, row)
  }

  function toNewRow(input: NewTeam, creator: UserRow): TeamRow {
    const now = clock()
    return {
      id: newId(now),
      create_at: now,
      update_at: now,
      delete_at: 0,
      display_name: input.display_name,
      name: input.name,
      description: input.description ?? '',
      email: creator.email,
      type: input.type ?? 'O',
      company_name: input.company_name ?? '',
      allowed_domains: input.allowed_domains ?? '',
      invite_id: newToken(),
      allow_open_invite: input.allow_open_invite ?? false,
      last_team_icon_update: 0,
      scheme_id: null,
      group_constrained: null,
    }
  }

  /** Adds a member with all that goes with it; nothing happens to one who is there already. */
  async function addMember(
    tx: Tx,
    team: TeamRow,
    user: UserRow,
    options: { isAdmin?: boolean; addedBy?: UserRow } = {},
  ): Promise<void> {
    const isGuest = user.roles.split(' ').includes('system_guest')
    const isNew = await upsertTeamMember(tx, {
      team_id: team.id,
      user_id: user.id,
      roles: '',
      scheme_guest: isGuest,
      scheme_user: !isGuest,
      scheme_admin: options.isAdmin ?? false,
      create_at: clock(),
    })
    if (!isNew) return
    tx.changed({ kind: 'team_member', team_id: team.id, user_id: user.id, isMember: true })
    tx.emit(addedToTeam({ team_id: team.id, user_id: user.id }))
    if (!isGuest)
      await defaultChannels.join(tx, { teamId: team.id, user, addedBy: options.addedBy })
  }

  /** Joins an open team oneself, or adds somebody else. Throws 403 without the permission. */
  async function join(actor: Actor, teamId: string, userId: string): Promise<TeamMember> {
    const isSelf = userId === actor.userId
    const team = isSelf
      ? await accessToJoin(actor, teamId)
      : await access(actor, teamId, 'add_user_to_team')
    const user = await users.getRow(userId)
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

  async function requireRoom(team: TeamRow, user: UserRow): Promise<void> {
    const limit = config.int('TeamSettings.MaxUsersPerTeam')
    const { active } = await countTeamMembers(db, team.id)
    if (active >= limit && !(await isMember(user.id, team.id))) {
      throw new AppError('api.team.join_user_to_team.max_accounts.app_error', 400, {
        params: { MaxUsers: limit },
      })
    }
    const isAdmitted =
      isOfDomains(user.email, team.allowed_domains) &&
      isOfDomains(user.email, config.string('TeamSettings.RestrictCreationToDomains'))
    if (!isAdmitted && !user.is_bot) {
      throw new AppError('api.team.join_user_to_team.allowed_domains.app_error', 400)
    }
  }

  /** Joins by the secret of an invitation link. Throws 404 where it isn't valid. */
  async function joinByInviteId(actor: Actor, inviteId: string): Promise<TeamMember> {
    const team = await getByInviteId(inviteId)
    const user = await users.getRow(actor.userId)
    if (user.roles.split(' ').includes('system_guest')) {
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
    const { id, name, display_name, description } = await getByInviteId(inviteId)
    return { id, name, display_name, description }
  }

  /** Leaves oneself, or removes somebody else: the team and all its channels. */
  async function leave(actor: Actor, teamId: string, idOrMe: string): Promise<void> {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) await access(actor, teamId, 'remove_user_from_team')
    const member = await getMember(actor, teamId, userId)
    const user = await users.getRow(userId)
    await transact(async (tx) => {
      await defaultChannels.leaveAll(tx, teamId, user)
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

  async function get(actor: Actor, teamId: string): Promise<Team> {
    return show(actor, await accessToView(actor, teamId))
  }

  /** Throws 404 for a name that isn't taken and for a team that the actor may not know of. */
  async function getByName(actor: Actor, name: string): Promise<Team> {
    const row = await findTeamByName(db, name.toLowerCase())
    if (!row || !(await isListed(actor, row))) {
      throw new AppError('app.team.get_by_name.missing.app_error', 404)
    }
    return show(actor, row)
  }

  /** Whether a name is taken by a team that the actor may know of. */
  async function existsByName(actor: Actor, name: string): Promise<boolean> {
    const row = await findTeamByName(db, name.toLowerCase())
    return row !== undefined && (await isListed(actor, row))
  }

  async function list(actor: Actor, page: Page): Promise<{ teams: Team[]; total_count: number }> {
    const open = roles.grants(actor, 'list_public_teams')
    const closed = roles.grants(actor, 'list_private_teams')
    if (!open && !closed) return { teams: [], total_count: 0 }
    const found = await findTeams(db, { open, closed }, page)
    return { teams: await showAll(actor, found.teams), total_count: found.total }
  }

  async function search(
    actor: Actor,
    term: string,
    page: Page,
  ): Promise<{ teams: Team[]; total_count: number }> {
    const open = roles.grants(actor, 'list_public_teams')
    const closed = roles.grants(actor, 'list_private_teams')
    if (!open && !closed) return { teams: [], total_count: 0 }
    const found = await findTeams(db, { open, closed, term }, page)
    return { teams: await showAll(actor, found.teams), total_count: found.total }
  }

  async function listOfUser(actor: Actor, idOrMe: string): Promise<Team[]> {
    return showAll(actor, await findTeamsByUser(db, requireOwn(actor, idOrMe)))
  }

  async function listMembershipsOfUser(actor: Actor, idOrMe: string): Promise<TeamMember[]> {
    const rows = await findTeamMembersByUser(db, requireOwn(actor, idOrMe))
    return rows.map(toTeamMember)
  }

  function requireOwn(actor: Actor, idOrMe: string): string {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) roles.require(actor, 'sysconsole_read_user_management_users')
    return userId
  }

  /** Changes the given fields. */
  async function patch(actor: Actor, teamId: string, input: TeamPatch): Promise<Team> {
    await access(actor, teamId, 'manage_team')
    requireValidTeam(input)
    const names = [
      'display_name',
      'description',
      'company_name',
      'allowed_domains',
      'allow_open_invite',
      'group_constrained',
    ] as const
    const changes: Partial<TeamRow> = {}
    for (const name of names) {
      if (input[name] !== undefined) Object.assign(changes, { [name]: input[name] })
    }
    return save(actor, teamId, changes)
  }

  /** Opens the team to everybody who may join open teams, or closes it. */
  async function updatePrivacy(actor: Actor, teamId: string, privacy: string): Promise<Team> {
    await access(actor, teamId, 'manage_team')
    if (privacy !== 'O' && privacy !== 'I') throw invalidBody('privacy')
    return save(actor, teamId, { type: privacy, allow_open_invite: privacy === 'O' })
  }

  /** Makes links that were given out worthless. */
  async function regenerateInviteId(actor: Actor, teamId: string): Promise<Team> {
    await access(actor, teamId, 'manage_team')
    return save(actor, teamId, { invite_id: newToken() })
  }

  /** Notes when the team's picture was set; 0 for none. */
  async function setIconTime(actor: Actor, teamId: string, time: number): Promise<void> {
    await access(actor, teamId, 'manage_team')
    await save(actor, teamId, { last_team_icon_update: time })
  }

  async function save(actor: Actor, teamId: string, changes: Partial<TeamRow>): Promise<Team> {
    const row = await transact(async (tx) => {
      const updated = await mustUpdate(tx, teamId, changes)
      tx.emit(teamUpdated(toTeam(updated, { seesEmail: false, seesInvite: false })))
      return updated
    })
    return show(actor, row)
  }

  async function mustUpdate(tx: Tx, teamId: string, changes: Partial<TeamRow>): Promise<TeamRow> {
    const row = await updateTeam(tx, teamId, { ...changes, update_at: clock() })
    if (!row) throw new AppError('app.team.get.find.app_error', 404)
    tx.changed({ kind: 'team', team_id: teamId })
    return row
  }

  /** Archives the team; nothing is lost. */
  async function archive(actor: Actor, teamId: string): Promise<void> {
    await access(actor, teamId, 'manage_team')
    await transact(async (tx) => {
      const row = await mustUpdate(tx, teamId, { delete_at: clock() })
      tx.emit(teamDeleted(toTeam(row, { seesEmail: false, seesInvite: false })))
    })
  }

  async function restore(actor: Actor, teamId: string): Promise<Team> {
    await access(actor, teamId, 'manage_team')
    const row = await transact(async (tx) => {
      const updated = await mustUpdate(tx, teamId, { delete_at: 0 })
      tx.emit(teamRestored(toTeam(updated, { seesEmail: false, seesInvite: false })))
      return updated
    })
    return show(actor, row)
  }

  /** Throws 404 where the user isn't a member. */
  async function getMember(actor: Actor, teamId: string, idOrMe: string): Promise<TeamMember> {
    await access(actor, teamId, 'view_team')
    const row = await findTeamMember(db, teamId, resolveMe(actor, idOrMe))
    if (!row || row.delete_at > 0) throw new AppError('app.team.get_member.missing.app_error', 404)
    return toTeamMember(row)
  }

  async function listMembers(actor: Actor, teamId: string, page: Page): Promise<TeamMember[]> {
    await access(actor, teamId, 'view_team')
    return (await findTeamMembers(db, teamId, page)).map(toTeamMember)
  }

  async function listMembersByIds(
    actor: Actor,
    teamId: string,
    userIds: string[],
  ): Promise<TeamMember[]> {
    if (userIds.length === 0) throw invalidBody('user_ids')
    await access(actor, teamId, 'view_team')
    return (await findTeamMembersByIds(db, teamId, userIds)).map(toTeamMember)
  }

  /** Sets the flags that give a member the scheme's roles. */
  async function updateSchemeRoles(
    actor: Actor,
    teamId: string,
    userId: string,
    flags: { scheme_admin: boolean; scheme_user: boolean; scheme_guest?: boolean },
  ): Promise<void> {
    await access(actor, teamId, 'manage_team_roles')
    await transact(async (tx) => {
      const row = await updateTeamMember(
        tx,
        { team_id: teamId, user_id: userId },
        {
          scheme_admin: flags.scheme_admin,
          scheme_user: flags.scheme_user,
          scheme_guest: flags.scheme_guest ?? false,
        },
      )
      if (!row) throw new AppError('app.team.get_member.missing.app_error', 404)
      tx.changed({ kind: 'team_member', team_id: teamId, user_id: userId, isMember: true })
      tx.emit(teamMemberUpdated(toTeamMember(row)))
    })
  }

  async function stats(actor: Actor, teamId: string): Promise<TeamStats> {
    await access(actor, teamId, 'view_team')
    const { total, active } = await countTeamMembers(db, teamId)
    return { team_id: teamId, total_member_count: total, active_member_count: active }
  }

  /** Unread numbers of each team of the user; direct and group channels are in none. */
  async function unreads(
    actor: Actor,
    idOrMe: string,
    options: { withThreads: boolean },
  ): Promise<TeamUnread[]> {
    const userId = requireOwn(actor, idOrMe)
    const [rows, threads] = await Promise.all([
      findTeamUnreads(db, userId),
      options.withThreads ? unreadThreads(userId) : undefined,
    ])
    return rows.map((row) => ({
      ...row,
      thread_count: threads?.get(row.team_id)?.unread_threads ?? 0,
      thread_mention_count: threads?.get(row.team_id)?.unread_mentions ?? 0,
      thread_urgent_mention_count: 0,
    }))
  }

  function onChange(change: StateChange): void {
    if (change.kind === 'team') teamsById.delete(change.team_id)
    if (change.kind === 'team_member') standings.delete(`${change.user_id}:${change.team_id}`)
  }

  return {
    isMember,
    may,
    access,
    accessToView,
    create,
    join,
    joinByInviteId,
    getByInviteId,
    inviteInfo,
    leave,
    get,
    getByName,
    existsByName,
    list,
    search,
    listOfUser,
    listMembershipsOfUser,
    patch,
    updatePrivacy,
    regenerateInviteId,
    setIconTime,
    archive,
    restore,
    getMember,
    listMembers,
    listMembersByIds,
    updateSchemeRoles,
    stats,
    unreads,
    onChange,
  }
}

function effectiveRoles(row: TeamMemberRow): string[] {
  return [
    ...row.roles.split(' ').filter(Boolean),
    ...(row.scheme_guest ? ['team_guest'] : []),
    ...(row.scheme_user ? ['team_user'] : []),
    ...(row.scheme_admin ? ['team_admin'] : []),
  ]
}

function toTeamMember(row: TeamMemberRow): TeamMember {
  return {
    team_id: row.team_id,
    user_id: row.user_id,
    roles: effectiveRoles(row).join(' '),
    delete_at: row.delete_at,
    scheme_guest: row.scheme_guest,
    scheme_user: row.scheme_user,
    scheme_admin: row.scheme_admin,
    explicit_roles: row.roles,
  }
}

function toTeam(row: TeamRow, sees: { seesEmail: boolean; seesInvite: boolean }): Team {
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
