import type { Post } from '@mattermost/types/posts'
import type { UserProfile } from '@mattermost/types/users'
import { isCollapsed } from '#web/entities/collapsing.ts'
import type { Entities, Timeline } from '#web/entities/entities.ts'
import { isLoaded, missedFrom, windowIds, withPosts } from '#web/entities/posts.ts'

/** How much is kept: what a reader may want to see again, and what a phone has room for. */
const MAX_CHANNELS = 20
const MAX_POSTS = 100
const MAX_USERS = 2_000

/** What is kept of a session without the posts. */
export type KeptSession = Pick<
  Entities,
  | 'config'
  | 'myId'
  | 'asOf'
  | 'users'
  | 'roles'
  | 'teams'
  | 'teamMembers'
  | 'channels'
  | 'members'
  | 'preferences'
  | 'threads'
> &
  // Earlier versions of the app didn't keep it.
  Partial<Pick<Entities, 'categories'>>

/** The newest posts seen of a channel, and of which span nothing is missing among them. */
export type KeptChannel = {
  channelId: string
  posts: readonly Post[]
  window: Pick<Timeline, 'from' | 'to' | 'missedSince'>
}

export type Kept = { session: KeptSession; channels: readonly KeptChannel[] }

/** What is worth keeping of a state that is true as of a time. */
export function keptOf(now: Entities, asOf: number): Kept {
  const channels = keptChannelsOf(now)
  return {
    session: {
      config: now.config,
      myId: now.myId,
      asOf,
      users: keptUsersOf(now, channels),
      roles: now.roles,
      teams: now.teams,
      teamMembers: now.teamMembers,
      channels: now.channels,
      members: now.members,
      preferences: now.preferences,
      threads: now.threads,
      categories: now.categories,
    },
    channels,
  }
}

/** Own channels that were opened, the one looked at last first. */
function keptChannelsOf(now: Entities): KeptChannel[] {
  const viewedAt = (id: string) => now.members.get(id)?.last_viewed_at ?? 0
  return [...now.timelines]
    .filter(([id, timeline]) => isLoaded(timeline) && now.members.has(id))
    .sort(([a], [b]) => viewedAt(b) - viewedAt(a))
    .slice(0, MAX_CHANNELS)
    .map(([channelId, timeline]) => keptChannelOf(now, channelId, timeline))
}

function keptChannelOf(now: Entities, channelId: string, timeline: Timeline): KeptChannel {
  const all = windowIds(timeline, now.posts)
  const posts = all.slice(-MAX_POSTS).flatMap((id) => now.posts.get(id) ?? [])
  const from = all.length > posts.length ? (posts[0]?.create_at ?? timeline.from) : timeline.from
  const missedSince = timeline.missedSince || missedFrom(timeline.known, now.posts)
  return { channelId, posts, window: { from, to: timeline.to, missedSince } }
}

/** First whom the kept posts and conversations name, then others as far as there is room. */
function keptUsersOf(now: Entities, channels: readonly KeptChannel[]): Entities['users'] {
  const authors = channels.flatMap(({ posts }) => posts.map((post) => post.user_id))
  const partners = [...now.channels.values()]
    .filter((channel) => channel.type === 'D')
    .flatMap((channel) => channel.name.split('__'))
  const users = new Map<string, UserProfile>()
  for (const id of [now.myId, ...authors, ...partners, ...now.users.keys()]) {
    const user = now.users.get(id)
    if (user && users.size < MAX_USERS) users.set(id, user)
  }
  return users
}

/**
 * The state with what was kept beneath it: what the server has said since stays. The kept posts may
 * miss changes, which their timelines remember.
 */
export function withKept(now: Entities, { session, channels }: Kept): Entities {
  const below: Entities = {
    ...now,
    config: { ...session.config, ...now.config },
    myId: session.myId,
    asOf: session.asOf,
    users: over(session.users, now.users),
    roles: over(session.roles, now.roles),
    teams: over(session.teams, now.teams),
    teamMembers: over(session.teamMembers, now.teamMembers),
    channels: over(session.channels, now.channels),
    members: over(session.members, now.members),
    preferences: over(session.preferences, now.preferences),
    threads: over(session.threads, now.threads),
    categories: over(session.categories ?? new Map(), now.categories),
  }
  return withKeptPosts(below, { session, channels })
}

/**
 * The state with the kept posts of own channels of which nothing was fetched yet. Where replies have
 * come to be shown otherwise since, the pages would not fit.
 */
export function withKeptPosts(now: Entities, { session, channels }: Kept): Entities {
  if (isCollapsed(session) !== isCollapsed(now)) return now
  return channels
    .filter(({ channelId }) => now.members.has(channelId) && !now.timelines.has(channelId))
    .reduce(withKeptChannel, now)
}

function over<T>(kept: ReadonlyMap<string, T>, now: ReadonlyMap<string, T>) {
  return new Map([...kept, ...now])
}

function withKeptChannel(now: Entities, { channelId, posts, window }: KeptChannel): Entities {
  const next = withPosts(now, posts)
  const known = next.timelines.get(channelId)?.known ?? []
  return { ...next, timelines: new Map(next.timelines).set(channelId, { known, ...window }) }
}
