import {
  type Channel,
  type ChannelPatch,
  ChannelType,
  type NewChannel,
} from '@redoubt/wire/channels.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { SystemPosts } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { channelAccess } from './access.ts'
import { directChannels } from './direct-channels.ts'
import { channelDirectory } from './directory.ts'
import {
  channelConverted,
  channelCreated,
  channelDeleted,
  channelRestored,
  channelUpdated,
} from './events.ts'
import { type Memberships, newChannelRow, toChannel } from './members.ts'
import { channelPeople } from './people.ts'
import { channelReading } from './reading.ts'
import { requireValidChannel, townSquare } from './rules.ts'
import { type ChannelRow, insertChannel, updateChannel } from './store.ts'

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
  countFiles: (channelId: string) => Promise<number>
  onRead: (tx: Tx, userId: string, channelIds: string[], isCollapsing: boolean) => Promise<void>
}

/** Channels from their beginning to their end; the parts of their life are files of their own. */
export function channelsService(deps: Deps) {
  const { transact, clock, users, teams, memberships, systemPosts } = deps
  const channelAccesses = channelAccess(deps)
  const { isMember, may, access, accessToRead, accessToChange, onChange } = channelAccesses
  const directory = channelDirectory({ ...deps, access: channelAccesses })
  const { get } = directory

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

  return {
    isMember,
    may,
    access,
    accessToRead,
    onChange,
    create,
    patch,
    updatePrivacy,
    archive,
    restore,
    ...directory,
    ...directChannels(deps),
    ...channelPeople({ ...deps, access: channelAccesses }),
    ...channelReading({ ...deps, access: channelAccesses, directory }),
  }
}
