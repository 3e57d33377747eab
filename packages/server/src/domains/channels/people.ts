import { type ChannelMember, ChannelType } from '@redoubt/wire/channels.ts'
import type { SystemPosts } from '#domains/posts/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import type { ChannelAccess } from './access.ts'
import { channelMemberUpdated } from './events.ts'
import {
  type ChannelMemberRow,
  findChannelMember,
  findChannelMembers,
  findChannelMembersByIds,
  findMemberIds,
  isAdmittedByGroups,
  updateChannelMember,
  updateGuest,
  updateMuted,
} from './member-store.ts'
import { type Memberships, toChannelMember } from './members.ts'
import { toNotifyProps, townSquare } from './rules.ts'
import type { ChannelRow } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  users: Pick<UsersService, 'getRow'>
  teams: TeamsService
  memberships: Memberships
  systemPosts: Pick<SystemPosts, 'rootIn'>
  access: ChannelAccess
}

/** Who adds, where to, and in which thread it is said. */
type Adding = {
  channel: ChannelRow
  adder: UserRow
  root: Awaited<ReturnType<SystemPosts['rootIn']>>
}

/** Who is in a channel, and how each of them is in it. */
export function channelPeople(deps: Deps) {
  const { db, transact, clock, users, teams, memberships, systemPosts } = deps
  const { isMember, accessToRead, accessToChange, requireOwn, roleNamesIn } = deps.access

  async function show(actor: Actor, row: ChannelMemberRow): Promise<ChannelMember> {
    return toChannelMember(row, actor.userId, await roleNamesIn(row.channel_id))
  }

  async function getMember(
    actor: Actor,
    channelId: string,
    idOrMe: string,
  ): Promise<ChannelMember> {
    await accessToRead(actor, channelId)
    const row = await findChannelMember(db, channelId, resolveMe(actor, idOrMe))
    if (!row) throw new AppError('app.channel.get_member.missing.app_error', 404)
    return show(actor, row)
  }

  async function listMembers(
    actor: Actor,
    channelId: string,
    page: Page,
  ): Promise<ChannelMember[]> {
    await accessToRead(actor, channelId)
    const rows = await findChannelMembers(db, channelId, page)
    return Promise.all(rows.map((row) => show(actor, row)))
  }

  async function listMembersByIds(
    actor: Actor,
    channelId: string,
    userIds: string[],
  ): Promise<ChannelMember[]> {
    if (userIds.length === 0) throw invalidBody('user_ids')
    await accessToRead(actor, channelId)
    const rows = await findChannelMembersByIds(db, channelId, userIds)
    return Promise.all(rows.map((row) => show(actor, row)))
  }

  /**
   * Joins a public channel oneself, or adds others; all of them must be in the team. It is said in
   * the thread of the root, where one is given.
   */
  async function addMembers(
    actor: Actor,
    channelId: string,
    userIds: string[],
    rootId = '',
  ): Promise<ChannelMember[]> {
    const isSelf = userIds.length === 1 && userIds[0] === actor.userId
    const channel = isSelf
      ? await accessToJoin(actor, channelId)
      : await accessToChange(actor, channelId, {
          open: 'manage_public_channel_members',
          closed: 'manage_private_channel_members',
        })
    if (!channel.team_id) throw new AppError('api.channel.add_user_to_channel.type.app_error', 400)
    const root = rootId ? await systemPosts.rootIn(db, channelId, rootId) : undefined
    if (rootId && !root) throw invalidBody('post_root_id')
    const adding = { channel, adder: await users.getRow(actor.userId), root }
    return listMembersByIds(actor, channelId, await addAll(adding, userIds))
  }

  /** Resolves to those who are in the channel now. Throws where that is nobody. */
  async function addAll(adding: Adding, userIds: string[]): Promise<string[]> {
    const added: string[] = []
    let refusal: AppError | undefined
    for (const userId of userIds) {
      try {
        await addMember(adding, userId)
        added.push(userId)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        refusal = error
      }
    }
    if (added.length === 0 && refusal) throw refusal
    return added
  }

  async function addMember({ channel, adder, root }: Adding, userId: string): Promise<void> {
    const user = userId === adder.id ? adder : await users.getRow(userId)
    if (!(await teams.isMember(userId, channel.team_id))) {
      throw new AppError('app.team.get_member.missing.app_error', 404)
    }
    if (user.delete_at > 0) throw new AppError('app.channel.add_member.deleted_user.app_error', 403)
    if (!user.is_bot && !(await isAdmittedByGroups(db, channel, userId))) {
      throw new AppError('api.channel.add_members.user_denied', 400)
    }
    await transact(async (tx) => {
      if (!(await memberships.add(tx, channel, user))) return
      if (user.id === adder.id) await memberships.postJoined(tx, channel, user, root)
      else await memberships.postAdded(tx, channel, { added: user, by: adder, root })
    })
  }

  async function accessToJoin(actor: Actor, channelId: string): Promise<ChannelRow> {
    const channel = await accessToRead(actor, channelId)
    if (await isMember(actor.userId, channelId)) return channel
    if (channel.type === ChannelType.Open) {
      await teams.access(actor, channel.team_id, 'join_public_channels')
      return channel
    }
    return deps.access.access(actor, channelId, 'manage_private_channel_members')
  }

  /** Leaves oneself, or removes somebody else; nobody but guests leaves the town square. */
  async function removeMember(actor: Actor, channelId: string, idOrMe: string): Promise<void> {
    const userId = resolveMe(actor, idOrMe)
    const channel = await accessToRead(actor, channelId)
    if (!channel.team_id) {
      throw new AppError('api.channel.remove_channel_member.type.app_error', 400)
    }
    if (userId !== actor.userId) {
      await accessToChange(actor, channelId, {
        open: 'manage_public_channel_members',
        closed: 'manage_private_channel_members',
      })
    }
    const user = await users.getRow(userId)
    if (channel.group_constrained && userId !== actor.userId && !user.is_bot) {
      throw new AppError('api.channel.remove_member.group_constrained.app_error', 400)
    }
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
      const names = await roleNamesIn(row.channel_id)
      tx.emit(channelMemberUpdated(toChannelMember(row, userId, names)))
    }
  }

  /** Makes an account a guest, or no guest, in all its channels; part of a larger change. */
  async function setGuest(tx: Tx, userId: string, isGuest: boolean): Promise<void> {
    for (const row of await updateGuest(tx, userId, { isGuest, now: clock() })) {
      const { channel_id } = row
      tx.changed({ kind: 'channel_member', channel_id, user_id: userId, isMember: true })
      const names = await roleNamesIn(channel_id)
      tx.emit(channelMemberUpdated(toChannelMember(row, userId, names)))
    }
  }

  async function saveMember(
    key: { channel_id: string; user_id: string },
    changes: Parameters<typeof updateChannelMember>[2],
  ): Promise<void> {
    await transact(async (tx) => {
      const row = await updateChannelMember(tx, key, { ...changes, last_update_at: clock() })
      if (!row) throw new AppError('app.channel.get_member.missing.app_error', 404)
      tx.changed({ kind: 'channel_member', ...key, isMember: true })
      const names = await roleNamesIn(row.channel_id)
      tx.emit(channelMemberUpdated(toChannelMember(row, row.user_id, names)))
    })
  }

  /** Ids of the people in a channel that the caller has been given. */
  function memberIds(channel: ChannelRow): Promise<string[]> {
    return findMemberIds(db, channel.id)
  }

  return {
    getMember,
    listMembers,
    listMembersByIds,
    addMembers,
    removeMember,
    updateNotifyProps,
    setMuted,
    setGuest,
    memberIds,
  }
}
