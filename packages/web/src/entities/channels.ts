import type { ChannelMembership, ServerChannel } from '@mattermost/types/channels'
import { type CountedChannel, refetched } from './counted.ts'
import { type Entities, mapWith, mapWithout } from './entities.ts'

/**
 * Counters and description age apart: the counters belong to `last_post_at`, everything else to
 * `update_at`. An answer that was under way while frames arrived may be older in one and newer in
 * the other.
 */
function newerChannel(stored: CountedChannel | undefined, incoming: ServerChannel): CountedChannel {
  if (!stored) return incoming
  const described = incoming.update_at >= stored.update_at ? incoming : stored
  const isRecounted = incoming.last_post_at >= stored.last_post_at
  const counted = isRecounted ? incoming : stored
  return {
    ...described,
    last_post_at: counted.last_post_at,
    last_root_post_at: counted.last_root_post_at,
    total_msg_count: counted.total_msg_count,
    total_msg_count_root: counted.total_msg_count_root,
    counted: isRecounted ? refetched(stored, incoming) : stored.counted,
  }
}

export function withChannels(now: Entities, added: readonly ServerChannel[]): Entities {
  const channels = new Map(now.channels)
  for (const channel of added) {
    channels.set(channel.id, newerChannel(channels.get(channel.id), channel))
  }
  return { ...now, channels }
}

/**
 * Adds own memberships. They come in turn with the frames, so the last is the latest. Of a channel
 * that was not joined before nothing was heard: its timeline starts anew, and answers that are on
 * their way count as asked for in an older epoch.
 */
export function withMembers(now: Entities, added: readonly ChannelMembership[]): Entities {
  const joined = added.filter((member) => !now.members.has(member.channel_id))
  const members = new Map(now.members)
  for (const member of added) members.set(member.channel_id, member)
  if (joined.length === 0) return { ...now, members }

  const timelines = new Map(now.timelines)
  for (const member of joined) timelines.delete(member.channel_id)
  const connection = { ...now.connection, epoch: now.connection.epoch + 1 }
  return { ...now, members, timelines, connection }
}

/** Takes the complete lists of own channels and memberships: what they don't name is left. */
export function withMyChannels(
  now: Entities,
  channels: readonly ServerChannel[],
  members: readonly ChannelMembership[],
): Entities {
  const others = [...now.channels].filter(([id]) => !now.members.has(id))
  const mine = new Map(channels.map((channel) => [channel.id, channel]))
  const kept = [...now.members].filter(([id]) => mine.has(id))
  return withMembers(
    { ...now, channels: new Map([...others, ...mine]), members: new Map(kept) },
    members.filter((member) => mine.has(member.channel_id)),
  )
}

/** Forgets the own membership; of a channel that others can't look into, the channel too. */
export function withoutMember(now: Entities, channelId: string): Entities {
  const isOpen = now.channels.get(channelId)?.type === 'O'
  return {
    ...now,
    channels: isOpen ? now.channels : mapWithout(now.channels, channelId),
    members: mapWithout(now.members, channelId),
  }
}

export function withChannelArchived(now: Entities, channelId: string, at: number): Entities {
  const channel = now.channels.get(channelId)
  if (!channel || channel.update_at > at) return now
  const archived = { ...channel, delete_at: at, update_at: at }
  return { ...now, channels: mapWith(now.channels, channelId, archived) }
}
