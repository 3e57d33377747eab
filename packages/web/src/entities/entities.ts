import type { ChannelBookmark } from '@mattermost/types/channel_bookmarks'
import type { ChannelMembership } from '@mattermost/types/channels'
import type { ClientConfig } from '@mattermost/types/config'
import type { Draft } from '@mattermost/types/drafts'
import type { CustomEmoji } from '@mattermost/types/emojis'
import type { OpenDialogRequest } from '@mattermost/types/integrations'
import type { Post, PostPriorityMetadata } from '@mattermost/types/posts'
import type { Role } from '@mattermost/types/roles'
import type { ScheduledPost } from '@mattermost/types/schedule_post'
import type { Team, TeamMembership } from '@mattermost/types/teams'
import type { UserProfile } from '@mattermost/types/users'
import type { SidebarCategory } from './categories.ts'
import type { CountedChannel } from './counted.ts'

/** A file that goes with a message on its way. */
export type PendingFile = {
  /** Its id in the browser's database. */
  id: string
  name: string
  size: number
  /** The server's id of it; empty until it is uploaded. */
  fileId: string
}

/** What a message asks of its readers. */
export type Wishes = {
  priority?: PostPriorityMetadata
  /** Each reader sees it once, for a while. */
  isBurning?: boolean
}

/** A message on its way to the server. Its id is the `pending_post_id` of the post it becomes. */
export type PendingPost = {
  id: string
  channelId: string
  /** The root of the thread that it answers to; empty outside of threads. */
  rootId: string
  message: string
  files: readonly PendingFile[]
  wishes?: Wishes
  createAt: number
  state: 'waiting' | 'sending' | 'failed'
  /** What the server said, when it refused. */
  reason: string
}

/**
 * What is known of the posts of a channel. The window is the span, by `create_at` and with both
 * ends included, of which nothing is missing; it is what a reader may scroll through.
 */
export type Timeline = {
  /** Ids of all posts known and not deleted, oldest first, inside the window or not. */
  known: readonly string[]
  from: number
  to: number
  /** Changes after this time may have been missed while the socket was down; 0: none. */
  missedSince: number
}

/** How the session's own user stands to a thread. */
export type Thread = {
  /** Empty until it was told. */
  channelId: string
  isFollowing: boolean
  unreadReplies: number
  unreadMentions: number
}

type Connection = {
  state: 'connecting' | 'online' | 'offline'
  /** Grows with each break, resync and join: an answer asked for in an older epoch is not live. */
  epoch: number
}

/** Everything the client knows of the server's objects. Only reducers make a new one. */
export type Entities = {
  config: Partial<ClientConfig>
  /** Own user id; empty before the session is loaded. */
  myId: string
  users: ReadonlyMap<string, UserProfile>
  roles: ReadonlyMap<string, Role>
  teams: ReadonlyMap<string, Team>
  /** Own memberships by team id. */
  teamMembers: ReadonlyMap<string, TeamMembership>
  channels: ReadonlyMap<string, CountedChannel>
  /** Own memberships by channel id. */
  members: ReadonlyMap<string, ChannelMembership>
  /** Own preferences by `category/name`. */
  preferences: ReadonlyMap<string, string>
  posts: ReadonlyMap<string, Post>
  timelines: ReadonlyMap<string, Timeline>
  /** Ids of the replies known and not deleted, by root, oldest first. */
  replies: ReadonlyMap<string, readonly string[]>
  /** Own threads by root, as far as something was told of them. */
  threads: ReadonlyMap<string, Thread>
  outbox: ReadonlyMap<string, PendingPost>
  /** The parts of the sidebar in order, by team. */
  categories: ReadonlyMap<string, readonly SidebarCategory[]>
  /** What one has begun to write, by channel or root. */
  drafts: ReadonlyMap<string, Draft>
  /** Own messages that the server sends later, by id. */
  scheduled: ReadonlyMap<string, ScheduledPost>
  /** What stands above channels, by channel, in its order; as far as it was asked for. */
  bookmarks: ReadonlyMap<string, readonly ChannelBookmark[]>
  /** Emoji that people have added, by name, as far as they were met. */
  emojis: ReadonlyMap<string, CustomEmoji>
  /** The last form that a program wanted to show. */
  dialog: OpenDialogRequest | undefined
  /** Who is online, away, dnd or offline, by user id. */
  statuses: ReadonlyMap<string, string>
  /** Who types where: id of channel or thread to user id to the time when that is old news. */
  typing: ReadonlyMap<string, ReadonlyMap<string, number>>
  connection: Connection
  /** Until when the state was true to the server, while it is away; 0: nothing was seen of it. */
  asOf: number
}

/** A client that has heard nothing yet. */
export const NOTHING: Entities = {
  config: {},
  myId: '',
  users: new Map(),
  roles: new Map(),
  teams: new Map(),
  teamMembers: new Map(),
  channels: new Map(),
  members: new Map(),
  preferences: new Map(),
  posts: new Map(),
  timelines: new Map(),
  replies: new Map(),
  threads: new Map(),
  outbox: new Map(),
  categories: new Map(),
  drafts: new Map(),
  scheduled: new Map(),
  bookmarks: new Map(),
  emojis: new Map(),
  dialog: undefined,
  statuses: new Map(),
  typing: new Map(),
  connection: { state: 'connecting', epoch: 0 },
  asOf: 0,
}

/** A copy of the map with one more entry. */
export function mapWith<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value)
}

/** A copy of the map without that entry, or the map itself where there is none. */
export function mapWithout<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map
  const copy = new Map(map)
  copy.delete(key)
  return copy
}
