import {
  type Channel,
  type ChannelBanner,
  type ChannelPatch,
  ChannelType,
} from '@redoubt/wire/channels.ts'
import { withoutInvisible } from '@redoubt/wire/invisible.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { SystemPosts } from '#domains/posts/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact } from '#platform/db/database.ts'
import type { ChannelAccess } from './access.ts'
import type { ChannelDirectory } from './directory.ts'
import { channelConverted, channelUpdated } from './events.ts'
import { toChannel } from './members.ts'
import { requireValidBanner, requireValidChannel, townSquare } from './rules.ts'
import { type ChannelRow, updateChannel } from './store.ts'

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  users: Pick<UsersService, 'getRow'>
  systemPosts: SystemPosts
  access: ChannelAccess
  directory: Pick<ChannelDirectory, 'get'>
}

/** Changing what a channel is called, says of itself and is. */
export function channelPatching(deps: Deps) {
  const { transact, clock, config, users, systemPosts } = deps
  const { isMember, access, accessToRead, accessToChange } = deps.access
  const { get } = deps.directory

  /** Changes the given fields; each of the visible ones is said in the channel. */
  async function patch(actor: Actor, channelId: string, wanted: ChannelPatch): Promise<Channel> {
    if (Object.keys(wanted).length === 0) {
      throw new AppError('api.channel.patch_update_channel.no_changes.app_error', 400)
    }
    const before = await accessToPatch(actor, channelId, wanted)
    if (before.delete_at > 0)
      throw new AppError('api.channel.update_channel.deleted.app_error', 400)
    const input = withoutKept(before, wanted)
    requireValidChannel(input)
    if (before.name === townSquare && input.name !== undefined && input.name !== before.name) {
      throw new AppError('api.channel.update_channel.tried.app_error', 400, {
        params: { Channel: townSquare },
      })
    }
    const editor = await users.getRow(actor.userId)
    const changes = toChanges(before, input)
    await transact(async (tx) => {
      const row = await updateChannel(tx, channelId, { ...changes, update_at: clock() })
      if (!row) throw new AppError('app.channel.get.existing.app_error', 404)
      tx.changed({ kind: 'channel', channel_id: channelId })
      tx.emit(channelUpdated(toChannel(row)))
      await systemPosts.writeChannelChanges(tx, { before, after: row, editor })
    })
    return get(actor, channelId)
  }

  /** The channel, if the actor may change all of what is to be changed. */
  async function accessToPatch(
    actor: Actor,
    channelId: string,
    { banner_info, autotranslation, ...input }: ChannelPatch,
  ): Promise<ChannelRow> {
    const channel = await accessToRead(actor, channelId)
    const isOpen = channel.type === ChannelType.Open
    if (autotranslation != null) await requireTranslatable(actor, channel)
    if (banner_info) {
      if (!channel.team_id) {
        throw new AppError('api.channel.update_channel.banner_info.channel_type.not_allowed', 400)
      }
      await access(
        actor,
        channelId,
        isOpen ? 'manage_public_channel_banner' : 'manage_private_channel_banner',
      )
    }
    const isOnlyThese = Object.keys(input).length === 0 && (banner_info || autotranslation != null)
    return isOnlyThese ? channel : accessToProperties(actor, channel, input)
  }

  /** In direct and group channels members may change the header, and nothing else. */
  async function accessToProperties(
    actor: Actor,
    channel: ChannelRow,
    input: ChannelPatch,
  ): Promise<ChannelRow> {
    if (!channel.team_id) {
      if (!(await isMember(actor.userId, channel.id))) {
        throw new AppError('api.channel.patch_update_channel.forbidden.app_error', 403)
      }
      if (Object.keys(withoutKept(channel, input)).every((key) => key === 'header')) return channel
      throw new AppError(
        'api.channel.patch_update_channel.update_direct_or_group_messages_not_allowed.app_error',
        400,
      )
    }
    return accessToChange(actor, channel.id, {
      open: 'manage_public_channel_properties',
      closed: 'manage_private_channel_properties',
    })
  }

  async function requireTranslatable(actor: Actor, channel: ChannelRow): Promise<void> {
    if (!config.bool('AutoTranslationSettings.Enable')) {
      throw new AppError('api.channel.patch_update_channel.feature_not_available.app_error', 403)
    }
    if (channel.team_id) {
      await accessToChange(actor, channel.id, {
        open: 'manage_public_channel_auto_translation',
        closed: 'manage_private_channel_auto_translation',
      })
      return
    }
    const isRestricted = config.bool('AutoTranslationSettings.RestrictDMAndGM')
    if (isRestricted || !(await isMember(actor.userId, channel.id))) {
      throw new AppError(
        'api.channel.patch_update_channel.auto_translation_restricted.app_error',
        403,
      )
    }
  }

  /** Makes a public channel private or the other way round. */
  async function updatePrivacy(actor: Actor, channelId: string, privacy: string): Promise<Channel> {
    if (privacy !== ChannelType.Open && privacy !== ChannelType.Private)
      throw invalidBody('privacy')
    const before = await accessToChange(actor, channelId, {
      open: 'convert_public_channel_to_private',
      closed: 'convert_private_channel_to_public',
    })
    if (!before.team_id) throw invalidBody('channel_id')
    if (before.name === townSquare && privacy === ChannelType.Private) {
      throw new AppError('api.channel.update_channel_privacy.default_channel_error', 400)
    }
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

  return { patch, updatePrivacy }
}

/** What of a patch isn't as it is already: clients send whole channels. */
function withoutKept(channel: ChannelRow, patch: ChannelPatch): ChannelPatch {
  const now = new Map<string, unknown>(Object.entries(channel))
  return Object.fromEntries(
    Object.entries(patch).filter(([name, value]) => now.get(name) !== value),
  )
}

/** The columns that a patch sets; a banner is merged into the one that is there. */
function toChanges(before: ChannelRow, input: ChannelPatch): Partial<ChannelRow> {
  const changes: Partial<ChannelRow> = {}
  for (const name of [
    'display_name',
    'name',
    'header',
    'purpose',
    'default_category_name',
  ] as const) {
    if (input[name] !== undefined) changes[name] = input[name]
  }
  if (changes.display_name) changes.display_name = withoutInvisible(changes.display_name)
  if (input.group_constrained !== undefined) changes.group_constrained = input.group_constrained
  if (input.autotranslation != null) changes.autotranslation = input.autotranslation
  if (input.banner_info) changes.banner_info = mergeBanner(before.banner_info, input.banner_info)
  return changes
}

function mergeBanner(before: ChannelBanner, patch: ChannelBanner): ChannelBanner {
  const { enabled, text, background_color } = { ...before, ...patch }
  const banner = {
    ...(enabled !== undefined && { enabled }),
    ...(text !== undefined && { text }),
    ...(background_color !== undefined && { background_color }),
  }
  requireValidBanner(banner)
  return banner
}
