import type { ChannelMembership, ServerChannel } from '@mattermost/types/channels'
import type { Post } from '@mattermost/types/posts'
import { isCollapsed } from './collapsing.ts'
import { holds, wasTold, withTime } from './counted.ts'
import { type Entities, mapWith } from './entities.ts'

/** Comings and goings are no messages: they don't count (spec 11.2). */
const UNCOUNTED: ReadonlySet<string> = new Set([
  'system_join_leave',
  'system_add_remove',
  'system_join_channel',
  'system_leave_channel',
  'system_join_team',
  'system_leave_team',
  'system_add_to_channel',
  'system_remove_from_channel',
  'system_add_to_team',
  'system_remove_from_team',
])

/** Whether a post counts as a message. */
export function isCounted(post: Post): boolean {
  return !UNCOUNTED.has(post.type)
}

export type Unread = { messages: number; mentions: number }

/** What unread numbers are made of. */
type Counted = Pick<Entities, 'members' | 'channels' | 'config' | 'preferences'>

/**
 * What the own membership has not seen of a channel. A muted channel has no unread messages, but
 * it has mentions. Where threads are collapsed, replies don't count.
 */
export function unreadOf(now: Counted, channelId: string): Unread {
  const channel = now.channels.get(channelId)
  const member = now.members.get(channelId)
  if (!channel || !member || channel.delete_at > 0) return { messages: 0, mentions: 0 }
  const unread = isCollapsed(now)
    ? {
        messages: channel.total_msg_count_root - member.msg_count_root,
        mentions: member.mention_count_root,
      }
    : { messages: channel.total_msg_count - member.msg_count, mentions: member.mention_count }
  const isMuted = member.notify_props?.mark_unread === 'mention'
  return { ...unread, messages: isMuted ? 0 : Math.max(0, unread.messages) }
}

/** The sum over the channels of one team; with the empty id, over direct and group messages. */
export function unreadOfTeam(now: Counted, teamId: string): Unread {
  const sum = { messages: 0, mentions: 0 }
  for (const channelId of now.members.keys()) {
    if (now.channels.get(channelId)?.team_id !== teamId) continue
    const unread = unreadOf(now, channelId)
    sum.messages += unread.messages
    sum.mentions += unread.mentions
  }
  return sum
}

/** Counts a new post once, however often it is told: in the channel and for the own membership. */
export function withPostCounted(now: Entities, post: Post, mentionsMe: boolean): Entities {
  const channel = now.channels.get(post.channel_id)
  if (channel && wasTold(channel, post.create_at)) return now
  const counted = withChannelCounted(now, post)
  const member = now.members.get(post.channel_id)
  if (!member) return counted
  // A fetched membership can be ahead of the frames: it has seen what they are about to tell.
  if (post.create_at <= member.last_viewed_at) {
    return counted === now ? now : withSeen(counted, post.channel_id, member.last_viewed_at)
  }
  // Both writing and being mentioned stamp a fetched membership: what is not later is in it.
  if (post.create_at <= member.last_update_at) return counted
  if (isOwnWriting(now, post)) return withSeen(counted, post.channel_id, post.create_at)
  return mentionsMe ? withMention(counted, post) : counted
}

/**
 * What a bot or a hook writes in one's name does not mark the channel as seen, and neither does a
 * reply to a thread that is shown apart.
 */
function isOwnWriting(now: Entities, post: Post): boolean {
  if (post.root_id !== '' && isCollapsed(now)) return false
  return post.user_id === now.myId && !post.props?.from_webhook && !post.props?.from_bot
}

function withChannelCounted(now: Entities, post: Post): Entities {
  const channel = now.channels.get(post.channel_id)
  if (!channel || holds(channel, post.create_at)) return now
  const one = isCounted(post) ? 1 : 0
  const isRoot = post.root_id === ''
  return {
    ...now,
    channels: mapWith(now.channels, channel.id, {
      ...channel,
      last_post_at: Math.max(channel.last_post_at, post.create_at),
      last_root_post_at: Math.max(channel.last_root_post_at, isRoot ? post.create_at : 0),
      total_msg_count: channel.total_msg_count + one,
      total_msg_count_root: channel.total_msg_count_root + (isRoot ? one : 0),
      counted: withTime(channel, post.create_at),
    }),
  }
}

function withMention(now: Entities, post: Post): Entities {
  const member = now.members.get(post.channel_id)
  if (!member) return now
  return {
    ...now,
    members: mapWith(now.members, post.channel_id, {
      ...member,
      mention_count: member.mention_count + 1,
      mention_count_root: member.mention_count_root + (post.root_id === '' ? 1 : 0),
    }),
  }
}

/** Marks a channel as seen up to a time. What was posted later stays unread. */
function withViewed(now: Entities, channelId: string, viewedAt: number): Entities {
  const member = now.members.get(channelId)
  return member && viewedAt > member.last_viewed_at ? withSeen(now, channelId, viewedAt) : now
}

function withSeen(now: Entities, channelId: string, viewedAt: number): Entities {
  const channel = now.channels.get(channelId)
  const member = now.members.get(channelId)
  if (!channel || !member) return now
  const later = countLater(now, channel, viewedAt)
  return {
    ...now,
    members: mapWith(now.members, channelId, {
      ...member,
      msg_count: Math.max(member.msg_count, channel.total_msg_count - later.all),
      msg_count_root: Math.max(member.msg_count_root, channel.total_msg_count_root - later.roots),
      ...(later.all === 0 && { mention_count: 0, mention_count_root: 0, urgent_mention_count: 0 }),
      last_viewed_at: viewedAt,
      last_update_at: Math.max(member.last_update_at, viewedAt),
    }),
  }
}

/** Takes the times of a `multiple_channels_viewed`. */
export function withChannelsViewed(now: Entities, times: Record<string, number>): Entities {
  return Object.entries(times).reduce((next, [id, at]) => withViewed(next, id, at), now)
}

/** How many of the posts that the channel's total holds were made after a time. */
function countLater(now: Entities, channel: ServerChannel, time: number) {
  const later = { all: 0, roots: 0 }
  for (const id of now.timelines.get(channel.id)?.known.toReversed() ?? []) {
    const post = now.posts.get(id)
    if (!post || post.create_at <= time) break
    if (post.create_at > channel.last_post_at || !isCounted(post)) continue
    later.all += 1
    if (post.root_id === '') later.roots += 1
  }
  return later
}

type UnreadAt = Pick<
  ChannelMembership,
  | 'msg_count'
  | 'msg_count_root'
  | 'mention_count'
  | 'mention_count_root'
  | 'urgent_mention_count'
  | 'last_viewed_at'
>

/** Takes the absolute numbers of a `post_unread`. */
export function withMarkedUnread(now: Entities, channelId: string, at: UnreadAt): Entities {
  const member = now.members.get(channelId)
  if (!member) return now
  return {
    ...now,
    members: mapWith(now.members, channelId, {
      ...member,
      msg_count: at.msg_count,
      msg_count_root: at.msg_count_root,
      mention_count: at.mention_count,
      mention_count_root: at.mention_count_root,
      urgent_mention_count: at.urgent_mention_count,
      last_viewed_at: at.last_viewed_at,
      // Whatever a later frame tells is not in these numbers, even if it was in a fetched row.
      last_update_at: at.last_viewed_at,
    }),
  }
}
