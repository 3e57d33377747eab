import { ChannelType } from '@redoubt/wire/channels.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Db } from '#platform/db/database.ts'
import { findMentionedNames } from './rules.ts'
import { findMembersByUsernames, findMembersForChannelMention } from './store.ts'

export type PostMentions = ReturnType<typeof postMentions>

/** Whom a message names, and what that does. */
export type Mentions = {
  /** Everybody who is mentioned, in whatever way. */
  ids: string[]
  /** Of those, the people whom the text names one by one. */
  namedIds: string[]
  /** Whether the text names anybody or anything at all. */
  isNaming: boolean
  /** Whether it names the whole channel without the permission to. */
  isWideDenied: boolean
}

type Deps = {
  db: Db
  config: ConfigService
  channels: Pick<ChannelsService, 'may' | 'memberIds'>
  /** The members of a channel whom groups of these names hold. */
  findMentionedByGroups: (db: Db, channelId: string, names: string[]) => Promise<string[]>
}

const wideNames = ['all', 'channel', 'here']

/** Finds whom posts mention. */
export function postMentions({ db, config, channels, findMentionedByGroups }: Deps) {
  /** Everybody else in direct and group channels, else who is named. Never the author. */
  async function find(actor: Actor, channel: ChannelRow, message: string): Promise<Mentions> {
    const names = findMentionedNames(message)
    const isWide = wideNames.some((name) => names.has(name))
    const isWideDenied = isWide && !(await channels.may(actor, channel, 'use_channel_mentions'))
    const named = names.size > 0 ? await findMembersByUsernames(db, channel.id, [...names]) : []
    const namedIds = named.filter((id) => id !== actor.userId)
    const found = { namedIds, isNaming: names.size > 0, isWideDenied }
    const isDirect = channel.type === ChannelType.Direct || channel.type === ChannelType.Group
    const others = isDirect
      ? await channels.memberIds(channel)
      : await findByChannelMention(channel, isWideDenied ? new Set() : names)
    const ids = new Set([...namedIds, ...others, ...(await findByGroups(actor, channel, names))])
    ids.delete(actor.userId)
    return { ...found, ids: [...ids] }
  }

  async function findByGroups(
    actor: Actor,
    channel: ChannelRow,
    names: ReadonlySet<string>,
  ): Promise<string[]> {
    if (names.size === 0 || !(await channels.may(actor, channel, 'use_group_mentions'))) return []
    return findMentionedByGroups(db, channel.id, [...names])
  }

  async function findByChannelMention(
    channel: ChannelRow,
    names: ReadonlySet<string>,
  ): Promise<string[]> {
    if (!names.has('all') && !names.has('channel')) return []
    const limit = config.int('TeamSettings.MaxNotificationsPerChannel')
    const members = await findMembersForChannelMention(db, channel.id, limit + 1)
    return members.length <= limit ? members : []
  }

  return { find }
}
