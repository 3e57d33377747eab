import { type Channel, ChannelType, type NewChannel } from '@redoubt/wire/channels.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { SystemPosts } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { SchemesService } from '#domains/schemes/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { channelAccess } from './access.ts'
import { channelAdministration } from './administration.ts'
import { channelConversion } from './conversion.ts'
import { directChannels } from './direct-channels.ts'
import { channelDirectory } from './directory.ts'
import { channelCreated, channelDeleted, channelRestored } from './events.ts'
import { channelMemberRoles } from './member-roles.ts'
import { type Memberships, newChannelRow, toChannel } from './members.ts'
import { channelModeration } from './moderation.ts'
import { channelPatching } from './patching.ts'
import { channelPeople } from './people.ts'
import { channelReading } from './reading.ts'
import { requireValidChannel, townSquare } from './rules.ts'
import {
  type ChannelRow,
  countTeamChannels,
  findChannel,
  insertChannel,
  updateChannel,
} from './store.ts'

export type ChannelsService = ReturnType<typeof channelsService>
export type { DefaultChannels, Memberships } from './members.ts'
export type { ChannelRow } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  schemes: SchemesService
  users: Pick<UsersService, 'getRow' | 'see'>
  teams: TeamsService
  statuses: Pick<StatusesService, 'noteActivity'>
  memberships: Memberships
  systemPosts: SystemPosts
  countFiles: (channelId: string) => Promise<number>
  /** The names after a ~ in a text, which may be those of channels. */
  findNamedChannels: (text: string) => string[]
  /** Lets threads and sidebars follow a channel that is in another team now. */
  onMoved: (tx: Tx, channelId: string, teamId: string) => Promise<void>
  /** Ends what can't be without a live channel. */
  onArchived: (tx: Tx, channelId: string) => Promise<void>
  onRead: (tx: Tx, userId: string, channelIds: string[], isCollapsing: boolean) => Promise<void>
  onCleared: (tx: Tx, by: { userId: string; sessionId: string }, ids: string[]) => Promise<void>
  onLook: (userId: string, channelId: string) => void
}

/** Channels from their beginning to their end; the parts of their life are files of their own. */
export function channelsService(deps: Deps) {
  const { transact, clock, users, teams, memberships, systemPosts, onArchived } = deps
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
    const limit = deps.config.int('TeamSettings.MaxChannelsPerTeam')
    if ((await countTeamChannels(deps.db, input.team_id)) >= limit) {
      throw new AppError('api.channel.create_channel.max_channel_limit.app_error', 400, {
        params: { MaxChannelsPerTeam: limit },
      })
    }
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
      await onArchived(tx, channelId)
      tx.emit(channelDeleted(toChannel(row)))
    })
  }

  /** The channel, for whoever leads its team: also one that they can't read. */
  async function accessToRestore(actor: Actor, channelId: string): Promise<ChannelRow> {
    const channel = await channelAccesses.findCached(channelId)
    const isLed =
      channel?.team_id &&
      (deps.roles.grants(actor, 'sysconsole_write_user_management_channels') ||
        (await teams.may(actor, channel.team_id, 'manage_team')))
    if (isLed) return channel
    await accessToRead(actor, channelId)
    throw forbidden()
  }

  async function restore(actor: Actor, channelId: string): Promise<Channel> {
    const channel = await accessToRestore(actor, channelId)
    if (channel.delete_at === 0) {
      throw new AppError('api.channel.restore_channel.restored.app_error', 400)
    }
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
    return toChannel((await findChannel(deps.db, channelId)) ?? channel)
  }

  return {
    isMember,
    may,
    access,
    accessToRead,
    accessToReadContent: channelAccesses.accessToReadContent,
    accessToChange: channelAccesses.accessToChange,
    onChange,
    create,
    archive,
    restore,
    ...directory,
    ...directChannels(deps),
    ...channelPatching({ ...deps, access: channelAccesses, directory }),
    ...channelModeration({ ...deps, access: channelAccesses }),
    ...channelConversion({ ...deps, access: channelAccesses, directory }),
    ...channelAdministration({ ...deps, access: channelAccesses }),
    ...channelMemberRoles({ ...deps, access: channelAccesses }),
    ...channelPeople({ ...deps, access: channelAccesses }),
    ...channelReading({ ...deps, access: channelAccesses, directory }),
  }
}
