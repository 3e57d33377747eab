import {
  type Channel,
  type ChannelMember,
  type ChannelPatch,
  type ChannelStats,
  ChannelType,
  type ChannelUnread,
  type ChannelView,
  type ChannelViewed,
  type NewChannel,
} from '@redoubt/wire/channels.ts'
import type { Permission } from '@redoubt/wire/permissions.gen.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { SystemPosts } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, forbidden, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { StateChange } from '#platform/events/event.ts'
import type { Page } from '#platform/http/paging.ts'
import { Lru } from '#platform/lru.ts'
import {
  channelConverted,
  channelCreated,
  channelDeleted,
  channelMemberUpdated,
  channelRestored,
  channelsViewed,
  channelUpdated,
  directAdded,
  groupAdded,
} from './events.ts'
import {
  effectiveRoles,
  type Memberships,
  newChannelRow,
  toChannel,
  toChannelMember,
} from './members.ts'
import {
  otherInDirectName,
  requireValidChannel,
  toDirectName,
  toGroupName,
  toNotifyProps,
  townSquare,
} from './rules.ts'
import {
  type ChannelMemberRow,
  type ChannelRow,
  countChannel,
  countMembersByChannel,
  findChannel,
  findChannelByName,
  findChannelMember,
  findChannelMembers,
  findChannelMembersByIds,
  findChannels,
  findChannelsByIds,
  findChannelsByUser,
  findMemberIds,
  findMembershipsByUser,
  insertChannel,
  insertChannelOnce,
  markViewed,
  updateChannel,
  updateChannelMember,
  updateMuted,
} from './store.ts'

export type ChannelsService = ReturnType<typeof channelsService>
export type { DefaultChannels } from './members.ts'
export type { ChannelRow } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'getRow'>
  teams: TeamsService
  statuses: Pick<StatusesService, 'noteActivity'>
  memberships: Memberships
  systemPosts: SystemPosts
  /** How many files the posts of a channel hold. */
  countFiles: (channelId: string) => Promise<number>
  /** Lets threads follow; `isCollapsing` where the client shows replies apart from the channel. */
  onRead: (tx: Tx, userId: string, channelIds: string[], isCollapsing: boolean) => Promise<void>
}

/** A member's effective roles, or that there is no membership. */
type Standing = { roles: readonly string[] } | 'none'

/** How a channel is read: its content by members and, where it is public, by the team. */
type Need = Permission

const cachedChannels = 10_000
const cachedStandings = 100_000
const streamPageRows = 500

export function channelsService(deps: Deps) {
  const { db, transact, clock, config, roles, users, teams, statuses } = deps
  const { memberships, systemPosts, countFiles, onRead } = deps
  const channelsById = new Lru<ChannelRow>(cachedChannels)
  const standings = new Lru<Standing>(cachedStandings)

  /** From the cache: everything but counters and times of posts is current. */
  function findCached(id: string): Promise<ChannelRow | undefined> {
    return channelsById.fetch(id, () => findChannel(db, id))
  }

  function standingOf(userId: string, channelId: string): Promise<Standing> {
    return standings.fetch(`${userId}:${channelId}`, async (): Promise<Standing> => {
      const row = userId ? await findChannelMember(db, channelId, userId) : undefined
      return row ? { roles: effectiveRoles(row) } : 'none'
    })
  }

  async function isMember(userId: string, channelId: string): Promise<boolean> {
    return (await standingOf(userId, channelId)) !== 'none'
  }

  /** By the channel's roles, then those of its team, then the system's. */
  async function may(actor: Actor, channel: ChannelRow, need: Need): Promise<boolean> {
    const standing = await standingOf(actor.userId, channel.id)
    if (standing !== 'none' && roles.anyGrants(standing.roles, need)) return true
    if (roles.grants(actor, 'manage_system')) return true
    return channel.team_id ? teams.may(actor, channel.team_id, need) : roles.grants(actor, need)
  }

  /** Whether the actor may read: members, and for public channels whoever may in the team. */
  async function mayRead(actor: Actor, channel: ChannelRow): Promise<boolean> {
    if (await may(actor, channel, 'read_channel')) return true
    return (
      channel.type === ChannelType.Open &&
      (await teams.may(actor, channel.team_id, 'read_public_channel'))
    )
  }

  /**
   * The channel, if the actor has the permission in it. Throws 403 where the actor may read it, 404
   * where it doesn't exist or might as well not.
   */
  async function access(actor: Actor, channelId: string, need: Need): Promise<ChannelRow> {
    const channel = await findCached(channelId)
    if (channel && (await may(actor, channel, need))) return channel
    if (channel && (await mayRead(actor, channel))) throw forbidden()
    throw new AppError('app.channel.get.existing.app_error', 404)
  }

  /** The channel, if the actor may read it. */
  async function accessToRead(actor: Actor, channelId: string): Promise<ChannelRow> {
    const channel = await findCached(channelId)
    if (channel && (await mayRead(actor, channel))) return channel
    throw new AppError('app.channel.get.existing.app_error', 404)
  }

  /** The channel, if the actor may change it: which permission that takes depends on its kind. */
  async function accessToChange(
    actor: Actor,
    channelId: string,
    needs: { open: Permission; closed: Permission },
  ): Promise<ChannelRow> {
    const channel = await accessToRead(actor, channelId)
    return access(actor, channelId, channel.type === ChannelType.Open ? needs.open : needs.closed)
  }

  /** Makes a public or private channel; its maker administers it. */
  async function create(actor: Actor, input: NewChannel): Promise<Channel> {
    const isOpen = input.type === ChannelType.Open
    await teams.access(
      actor,
      input.team_id,
      isOpen ? 'create_public_channel' : 'create_private_channel',
    )
    requireValidChannel(input)
    const creator = await users.getRow(actor.userId)
    const row = newChannelRow({
      ...input,
      teamId: input.team_id,
      now: clock(),
      creatorId: actor.userId,
    })
    await transact(async (tx) => {
      await insertChannel(tx, row)
      await memberships.add(tx, row, creator, { isAdmin: true })
      await memberships.postJoined(tx, row, creator)
      tx.emit(channelCreated({ channel: toChannel(row), userId: actor.userId }))
    })
    return get(actor, row.id)
  }

  /** The direct channel of the actor, or with the permission of others; made at its first use. */
  async function direct(actor: Actor, userIds: string[]): Promise<Channel> {
    roles.require(actor, 'create_direct_channel')
    const [one = '', other = one] = userIds
    const isOwn = one === actor.userId || other === actor.userId
    if (!isOwn) roles.require(actor, 'manage_system')
    const people = await Promise.all([...new Set([one, other])].map((id) => users.getRow(id)))
    if (config.string('TeamSettings.RestrictDirectMessage') === 'team') {
      await requireCommonTeam(actor, one, other)
    }
    const row = newChannelRow({
      teamId: '',
      type: ChannelType.Direct,
      name: toDirectName(one, other),
      display_name: '',
      now: clock(),
      creatorId: actor.userId,
    })
    const channel = await createOnce(row, people, (created) => [
      directAdded({
        channel: created,
        creatorId: actor.userId,
        teammateId: otherInDirectName(row.name, actor.userId),
      }),
    ])
    return channel
  }

  async function requireCommonTeam(actor: Actor, one: string, other: string): Promise<void> {
    const [mine, theirs] = await Promise.all([
      teams.listMembershipsOfUser({ ...actor, isLocal: true }, one),
      teams.listMembershipsOfUser({ ...actor, isLocal: true }, other),
    ])
    const live = new Set(mine.filter((row) => row.delete_at === 0).map((row) => row.team_id))
    if (theirs.some((row) => row.delete_at === 0 && live.has(row.team_id))) return
    throw new AppError('app.channel.create_direct_channel.team_restricted_error', 403)
  }

  /** The group channel of three to eight people, the actor among them. */
  async function group(actor: Actor, userIds: string[]): Promise<Channel> {
    roles.require(actor, 'create_group_channel')
    const ids = [...new Set([...userIds, actor.userId])]
    if (ids.length < 3 || ids.length > 8) {
      throw new AppError('api.channel.create_group.bad_size.app_error', 400)
    }
    const people = await Promise.all(ids.map((id) => users.getRow(id)))
    const names = people.map((user) => user.username).sort()
    const row = newChannelRow({
      teamId: '',
      type: ChannelType.Group,
      name: toGroupName(ids),
      display_name: names.join(', ').slice(0, 64),
      now: clock(),
      creatorId: actor.userId,
    })
    return createOnce(row, people, (created) =>
      ids.map((userId) => groupAdded({ channel: created, userId, userIds: ids })),
    )
  }

  async function createOnce(
    row: ChannelRow,
    people: UserRow[],
    events: (created: Channel) => ReturnType<typeof directAdded>[],
  ): Promise<Channel> {
    await transact(async (tx) => {
      if (!(await insertChannelOnce(tx, row))) return
      for (const user of people) await memberships.add(tx, row, user)
      for (const event of events(toChannel(row))) tx.emit(event)
    })
    const channel = await findChannelByName(db, '', row.name)
    if (!channel) throw new AppError('app.channel.get.existing.app_error', 404)
    return toChannel(channel)
  }

  /** With current counters. */
  async function get(actor: Actor, channelId: string): Promise<Channel> {
    await accessToRead(actor, channelId)
    const row = await findChannel(db, channelId)
    if (!row) throw new AppError('app.channel.get.existing.app_error', 404)
    return toChannel(row)
  }

  /** Throws 404 for a name that isn't there and for a channel that the actor may not read. */
  async function getByName(
    actor: Actor,
    teamId: string,
    name: string,
    includeDeleted: boolean,
  ): Promise<Channel> {
    const isTeamless = name.includes('__') || /^[a-f0-9]{40}$/.test(name)
    const row =
      (await findChannelByName(db, teamId, name)) ??
      (isTeamless ? await findChannelByName(db, '', name) : undefined)
    const isThere = row && (includeDeleted || row.delete_at === 0)
    if (!isThere || !(await mayRead(actor, row))) {
      throw new AppError('app.channel.get_by_name.missing.app_error', 404)
    }
    return toChannel(row)
  }

  async function getByTeamName(
    actor: Actor,
    names: { team: string; channel: string },
    includeDeleted: boolean,
  ): Promise<Channel> {
    const team = await teams.getByName(actor, names.team)
    return getByName(actor, team.id, names.channel, includeDeleted)
  }

  async function listOfUser(
    actor: Actor,
    idOrMe: string,
    filter: { teamId?: string; includeDeleted: boolean; deletedSince: number },
  ): Promise<Channel[]> {
    const userId = requireOwn(actor, idOrMe)
    if (filter.teamId) await teams.access(actor, filter.teamId, 'view_team')
    return (await findChannelsByUser(db, userId, filter)).map(toChannel)
  }

  async function listMembershipsOfUser(
    actor: Actor,
    idOrMe: string,
    teamId: string,
  ): Promise<ChannelMember[]> {
    const userId = requireOwn(actor, idOrMe)
    await teams.access(actor, teamId, 'view_team')
    const rows = await findMembershipsByUser(db, userId, { teamId })
    return rows.map((row) => toChannelMember(row, actor.userId))
  }

  /** All memberships of the user, in pieces: there may be tens of thousands. */
  async function* streamMemberships(actor: Actor, idOrMe: string) {
    const userId = requireOwn(actor, idOrMe)
    for (let after = ''; ; ) {
      const rows = await findMembershipsByUser(db, userId, { after, limit: streamPageRows })
      yield rows.map((row) => ({
        ...toChannelMember(row, actor.userId),
        team_display_name: row.team_display_name,
        team_name: row.team_name,
        team_update_at: row.team_update_at,
      }))
      const last = rows.at(-1)
      if (!last || rows.length < streamPageRows) return
      after = last.channel_id
    }
  }

  function requireOwn(actor: Actor, idOrMe: string): string {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    return userId
  }

  /** Public channels of a team that can be joined. */
  async function listPublic(actor: Actor, teamId: string, page: Page): Promise<Channel[]> {
    await teams.access(actor, teamId, 'list_team_channels')
    return (await findChannels(db, { teamId }, page)).map(toChannel)
  }

  async function listPublicByIds(actor: Actor, teamId: string, ids: string[]): Promise<Channel[]> {
    if (ids.length === 0) throw invalidBody('channel_ids')
    await teams.access(actor, teamId, 'view_team')
    return (await findChannelsByIds(db, teamId, ids)).map(toChannel)
  }

  async function listPrivate(actor: Actor, teamId: string, page: Page): Promise<Channel[]> {
    await teams.access(actor, teamId, 'view_team')
    roles.require(actor, 'manage_system')
    return (await findChannels(db, { teamId, types: ['P'] }, page)).map(toChannel)
  }

  /** Archived channels: public ones, and private ones that the actor was in. */
  async function listDeleted(actor: Actor, teamId: string, page: Page): Promise<Channel[]> {
    await teams.access(actor, teamId, 'list_team_channels')
    const filter = { teamId, isDeleted: true, memberId: actor.userId }
    return (await findChannels(db, filter, page)).map(toChannel)
  }

  /** Channels whose name, display name or purpose holds the term: public ones and one's own. */
  async function search(
    actor: Actor,
    teamId: string,
    term: string,
    limit: number,
  ): Promise<Channel[]> {
    await teams.access(actor, teamId, 'list_team_channels')
    const filter = { teamId, term: term.trim(), memberId: actor.userId }
    return (await findChannels(db, filter, { limit, offset: 0 })).map(toChannel)
  }

  /** Changes the given fields; each of the visible ones is said in the channel. */
  async function patch(actor: Actor, channelId: string, input: ChannelPatch): Promise<Channel> {
    const before = await accessToPatch(actor, channelId, input)
    if (before.delete_at > 0)
      throw new AppError('api.channel.update_channel.deleted.app_error', 400)
    requireValidChannel(input)
    if (before.name === townSquare && input.name !== undefined && input.name !== before.name) {
      throw new AppError('api.channel.update_channel.tried.app_error', 400, {
        params: { Channel: townSquare },
      })
    }
    const editor = await users.getRow(actor.userId)
    const changes: Partial<ChannelRow> = {}
    for (const name of ['display_name', 'name', 'header', 'purpose'] as const) {
      if (input[name] !== undefined) changes[name] = input[name]
    }
    await transact(async (tx) => {
      const row = await updateChannel(tx, channelId, { ...changes, update_at: clock() })
      if (!row) throw new AppError('app.channel.get.existing.app_error', 404)
      tx.changed({ kind: 'channel', channel_id: channelId })
      tx.emit(channelUpdated(toChannel(row)))
      await systemPosts.writeChannelChanges(tx, { before, after: row, editor })
    })
    return get(actor, channelId)
  }

  /** In direct and group channels members may change the header, and nothing else. */
  async function accessToPatch(
    actor: Actor,
    channelId: string,
    input: ChannelPatch,
  ): Promise<ChannelRow> {
    const channel = await accessToRead(actor, channelId)
    if (!channel.team_id) {
      const isHeaderOnly = Object.keys(input).every((key) => key === 'header')
      if (isHeaderOnly && (await isMember(actor.userId, channelId))) return channel
      throw new AppError('api.channel.patch_update_channel.forbidden.app_error', 403)
    }
    return accessToChange(actor, channelId, {
      open: 'manage_public_channel_properties',
      closed: 'manage_private_channel_properties',
    })
  }

  /** Makes a public channel private or the other way round. */
  async function updatePrivacy(actor: Actor, channelId: string, privacy: string): Promise<Channel> {
    if (privacy !== ChannelType.Open && privacy !== ChannelType.Private)
      throw invalidBody('privacy')
    const before = await accessToChange(actor, channelId, {
      open: 'convert_public_channel_to_private',
      closed: 'convert_private_channel_to_public',
    })
    if (!before.team_id || before.name === townSquare) throw invalidBody('channel_id')
    const editor = await users.getRow(actor.userId)
    await transact(async (tx) => {
      const row = await updateChannel(tx, channelId, { type: privacy, update_at: clock() })
      if (!row) throw new AppError('app.channel.get.existing.app_error', 404)
      tx.changed({ kind: 'channel', channel_id: channelId })
      await systemPosts.write(tx, row, editor, {
        type: 'system_change_chan_privacy',
        message: `This channel is ${privacy === 'O' ? 'public' : 'private'} now.`,
        props: { username: editor.username },
      })
      tx.emit(channelConverted(toChannel(row)))
      tx.emit(channelUpdated(toChannel(row)))
    })
    return get(actor, channelId)
  }

  /** Archives a channel: it can be read, and nobody writes in it any more. */
  async function archive(actor: Actor, channelId: string): Promise<void> {
    const channel = await accessToRead(actor, channelId)
    if (!channel.team_id) throw new AppError('api.channel.delete_channel.type.invalid', 400)
    await accessToChange(actor, channelId, {
      open: 'delete_public_channel',
      closed: 'delete_private_channel',
    })
    if (channel.name === townSquare) {
      throw new AppError('api.channel.delete_channel.cannot.app_error', 400, {
        params: { Channel: townSquare },
      })
    }
    if (channel.delete_at > 0)
      throw new AppError('api.channel.delete_channel.deleted.app_error', 400)
    const editor = await users.getRow(actor.userId)
    await transact(async (tx) => {
      await systemPosts.write(tx, channel, editor, {
        type: 'system_channel_deleted',
        message: `${editor.username} archived the channel.`,
        props: { username: editor.username },
      })
      const now = clock()
      const row = await updateChannel(tx, channelId, { delete_at: now, update_at: now })
      if (!row) throw new AppError('app.channel.get.existing.app_error', 404)
      tx.changed({ kind: 'channel', channel_id: channelId })
      tx.emit(channelDeleted(toChannel(row)))
    })
  }

  async function restore(actor: Actor, channelId: string): Promise<Channel> {
    const channel = await accessToRead(actor, channelId)
    await teams.access(actor, channel.team_id, 'manage_team')
    const editor = await users.getRow(actor.userId)
    await transact(async (tx) => {
      const row = await updateChannel(tx, channelId, { delete_at: 0, update_at: clock() })
      if (!row) throw new AppError('app.channel.get.existing.app_error', 404)
      tx.changed({ kind: 'channel', channel_id: channelId })
      await systemPosts.write(tx, row, editor, {
        type: 'system_channel_restored',
        message: `${editor.username} restored the channel.`,
        props: { username: editor.username },
      })
      tx.emit(channelRestored(toChannel(row)))
    })
    return get(actor, channelId)
  }

  async function getMember(
    actor: Actor,
    channelId: string,
    idOrMe: string,
  ): Promise<ChannelMember> {
    await accessToRead(actor, channelId)
    const row = await findChannelMember(db, channelId, resolveMe(actor, idOrMe))
    if (!row) throw new AppError('app.channel.get_member.missing.app_error', 404)
    return toChannelMember(row, actor.userId)
  }

  async function listMembers(
    actor: Actor,
    channelId: string,
    page: Page,
  ): Promise<ChannelMember[]> {
    await accessToRead(actor, channelId)
    const rows = await findChannelMembers(db, channelId, page)
    return rows.map((row) => toChannelMember(row, actor.userId))
  }

  async function listMembersByIds(
    actor: Actor,
    channelId: string,
    userIds: string[],
  ): Promise<ChannelMember[]> {
    if (userIds.length === 0) throw invalidBody('user_ids')
    await accessToRead(actor, channelId)
    const rows = await findChannelMembersByIds(db, channelId, userIds)
    return rows.map((row) => toChannelMember(row, actor.userId))
  }

  /** Joins a public channel oneself, or adds others; all of them must be in the team. */
  async function addMembers(
    actor: Actor,
    channelId: string,
    userIds: string[],
  ): Promise<ChannelMember[]> {
    const isSelf = userIds.length === 1 && userIds[0] === actor.userId
    const channel = isSelf
      ? await accessToJoin(actor, channelId)
      : await accessToChange(actor, channelId, {
          open: 'manage_public_channel_members',
          closed: 'manage_private_channel_members',
        })
    if (!channel.team_id) throw new AppError('api.channel.add_user_to_channel.type.app_error', 400)
    if (channel.delete_at > 0) throw new AppError('api.channel.add_members.user_denied', 400)
    const adder = await users.getRow(actor.userId)
    for (const userId of userIds) await addMember(channel, userId, adder)
    return listMembersByIds(actor, channelId, userIds)
  }

  async function addMember(channel: ChannelRow, userId: string, adder: UserRow): Promise<void> {
    const user = userId === adder.id ? adder : await users.getRow(userId)
    if (!(await teams.isMember(userId, channel.team_id))) {
      throw new AppError('app.team.get_member.missing.app_error', 404)
    }
    await transact(async (tx) => {
      if (!(await memberships.add(tx, channel, user))) return
      if (user.id === adder.id) await memberships.postJoined(tx, channel, user)
      else await memberships.postAdded(tx, channel, user, adder)
    })
  }

  async function accessToJoin(actor: Actor, channelId: string): Promise<ChannelRow> {
    const channel = await accessToRead(actor, channelId)
    if (await isMember(actor.userId, channelId)) return channel
    if (channel.type === ChannelType.Open) {
      await teams.access(actor, channel.team_id, 'join_public_channels')
      return channel
    }
    return access(actor, channelId, 'manage_private_channel_members')
  }

  /** Leaves oneself, or removes somebody else; nobody but guests leaves the town square. */
  async function removeMember(actor: Actor, channelId: string, idOrMe: string): Promise<void> {
    const userId = resolveMe(actor, idOrMe)
    const channel = await accessToRead(actor, channelId)
    if (!channel.team_id) {
      throw new AppError('api.channel.remove_user_from_channel.app_error', 400)
    }
    if (userId !== actor.userId) {
      await accessToChange(actor, channelId, {
        open: 'manage_public_channel_members',
        closed: 'manage_private_channel_members',
      })
    }
    const user = await users.getRow(userId)
    const isGuest = user.roles.split(' ').includes('system_guest')
    if (channel.name === townSquare && !isGuest) {
      throw new AppError('api.channel.remove.default.app_error', 400, {
        params: { Channel: townSquare },
      })
    }
    const remover = await users.getRow(actor.userId)
    const wasMember = await transact((tx) => memberships.remove(tx, channel, user, remover))
    if (!wasMember) throw new AppError('app.channel.get_member.missing.app_error', 404)
  }

  /** Merges into how a member is told of the channel; one's own, or others' with a permission. */
  async function updateNotifyProps(
    actor: Actor,
    channelId: string,
    idOrMe: string,
    input: Record<string, string>,
  ): Promise<void> {
    const userId = requireOwn(actor, idOrMe)
    const props = toNotifyProps(input)
    if (!props) throw invalidBody('notify_props')
    await saveMember({ channel_id: channelId, user_id: userId }, { notify_props: props })
  }

  /** Mutes or unmutes channels that the caller has been given; part of another change. */
  async function setMuted(
    tx: Tx,
    userId: string,
    channelIds: string[],
    isMuted: boolean,
  ): Promise<void> {
    for (const row of await updateMuted(tx, userId, channelIds, { isMuted, now: clock() })) {
      tx.emit(channelMemberUpdated(toChannelMember(row, userId)))
    }
  }

  async function updateSchemeRoles(
    actor: Actor,
    channelId: string,
    userId: string,
    flags: { scheme_admin: boolean; scheme_user: boolean; scheme_guest?: boolean },
  ): Promise<void> {
    await access(actor, channelId, 'manage_channel_roles')
    await saveMember(
      { channel_id: channelId, user_id: userId },
      {
        scheme_admin: flags.scheme_admin,
        scheme_user: flags.scheme_user,
        scheme_guest: flags.scheme_guest ?? false,
      },
    )
  }

  async function saveMember(
    key: { channel_id: string; user_id: string },
    changes: Parameters<typeof updateChannelMember>[2],
  ): Promise<void> {
    await transact(async (tx) => {
      const row = await updateChannelMember(tx, key, { ...changes, last_update_at: clock() })
      if (!row) throw new AppError('app.channel.get_member.missing.app_error', 404)
      tx.changed({ kind: 'channel_member', ...key, isMember: true })
      tx.emit(channelMemberUpdated(toChannelMember(row, row.user_id)))
    })
  }

  async function stats(
    actor: Actor,
    channelId: string,
    countsFiles: boolean,
  ): Promise<ChannelStats> {
    await accessToRead(actor, channelId)
    const counts = await countChannel(db, channelId)
    return {
      channel_id: channelId,
      member_count: counts.members ?? 0,
      guest_count: counts.guests ?? 0,
      pinnedpost_count: counts.pinned ?? 0,
      files_count: countsFiles ? await countFiles(channelId) : -1,
    }
  }

  /** Member counts of the channels that the actor may read. */
  async function memberCounts(actor: Actor, channelIds: string[]): Promise<Record<string, number>> {
    const readable: string[] = []
    for (const id of channelIds) {
      const channel = await findCached(id)
      if (channel && (await mayRead(actor, channel))) readable.push(id)
    }
    if (readable.length === 0) return {}
    const rows = await countMembersByChannel(db, readable)
    return Object.fromEntries(rows.map((row) => [row.channel_id, row.count]))
  }

  /** What the user hasn't read yet; 404 where the user isn't a member. */
  async function unread(actor: Actor, idOrMe: string, channelId: string): Promise<ChannelUnread> {
    const userId = requireOwn(actor, idOrMe)
    const channel = await get(actor, channelId)
    const row = await findChannelMember(db, channelId, userId)
    if (!row) throw new AppError('app.channel.get_member.missing.app_error', 404)
    return toUnread(channel, row)
  }

  /** Looks at a channel, or with '' at none: what it holds has been read. */
  async function view(actor: Actor, idOrMe: string, input: ChannelView): Promise<ChannelViewed> {
    const ids = [input.channel_id, input.prev_channel_id].filter(
      (id) => id !== undefined && id !== '',
    )
    const isCollapsing = input.collapsed_threads_supported ?? false
    const viewed = await markRead(actor, idOrMe, ids as string[], isCollapsing)
    if (input.channel_id) statuses.noteActivity(resolveMe(actor, idOrMe))
    return viewed
  }

  async function markRead(
    actor: Actor,
    idOrMe: string,
    ids: string[],
    isCollapsing = true,
  ): Promise<ChannelViewed> {
    const userId = requireOwn(actor, idOrMe)
    const rows = await transact(async (tx) => {
      const viewed = await markViewed(tx, userId, ids)
      const times = Object.fromEntries(
        viewed.filter((row) => row.wasUnread).map((row) => [row.channel_id, row.viewed_at]),
      )
      const isTold = config.bool('ServiceSettings.EnableChannelViewedMessages')
      if (isTold && Object.keys(times).length > 0) tx.emit(channelsViewed({ userId, times }))
      await onRead(tx, userId, ids, isCollapsing)
      return viewed
    })
    return {
      status: 'OK',
      last_viewed_at_times: Object.fromEntries(rows.map((row) => [row.channel_id, row.viewed_at])),
    }
  }

  /** Ids of the people in a channel that the caller has been given. */
  function memberIds(channel: ChannelRow): Promise<string[]> {
    return findMemberIds(db, channel.id)
  }

  function onChange(change: StateChange): void {
    if (change.kind === 'channel') channelsById.delete(change.channel_id)
    if (change.kind === 'channel_member') {
      standings.delete(`${change.user_id}:${change.channel_id}`)
    }
  }

  return {
    isMember,
    may,
    access,
    accessToRead,
    create,
    direct,
    group,
    get,
    getByName,
    getByTeamName,
    listOfUser,
    listMembershipsOfUser,
    streamMemberships,
    listPublic,
    listPublicByIds,
    listPrivate,
    listDeleted,
    search,
    patch,
    updatePrivacy,
    archive,
    restore,
    getMember,
    listMembers,
    listMembersByIds,
    addMembers,
    removeMember,
    updateNotifyProps,
    setMuted,
    updateSchemeRoles,
    stats,
    memberCounts,
    unread,
    view,
    markRead,
    memberIds,
    onChange,
  }
}

function toUnread(channel: Channel, member: ChannelMemberRow): ChannelUnread {
  const isMuted = member.notify_props.mark_unread === 'mention'
  const left = (total: number, seen: number) => (isMuted ? 0 : Math.max(0, total - seen))
  return {
    team_id: channel.team_id,
    user_id: member.user_id,
    channel_id: channel.id,
    msg_count: left(channel.total_msg_count, member.msg_count),
    msg_count_root: left(channel.total_msg_count_root, member.msg_count_root),
    mention_count: member.mention_count,
    mention_count_root: member.mention_count_root,
    urgent_mention_count: member.urgent_mention_count,
    notify_props: {},
  }
}
