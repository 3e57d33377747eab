import type { Post, PostList } from '@mattermost/types/posts'
import { withEmojis } from './emojis.ts'
import { type Entities, mapWith, type Timeline } from './entities.ts'

/** The most rows that the server gives for `since`; a full answer may be cut short. */
const SINCE_LIMIT = 1000

/** How long a frame can be on its way before a broken socket is noticed. */
const OVERLAP_MS = 120_000

const EMPTY: Timeline = { known: [], from: Infinity, to: -Infinity, missedSince: 0 }

/** The timeline of a channel, empty where nothing is known. */
export function timelineOf(now: Pick<Entities, 'timelines'>, channelId: string): Timeline {
  return now.timelines.get(channelId) ?? EMPTY
}

export function isLoaded(timeline: Timeline): boolean {
  return timeline.from <= timeline.to
}

/** Whether one wrote a post oneself. */
export function isOwnPost({ posts, myId }: Entities, postId: string): boolean {
  const post = posts.get(postId)
  return post?.user_id === myId && post.type === ''
}

/** Ids of the posts inside the window, oldest first. */
export function windowIds(timeline: Timeline, posts: Entities['posts']): string[] {
  return timeline.known.filter((id) => {
    const at = posts.get(id)?.create_at ?? Number.NaN
    return at >= timeline.from && at <= timeline.to
  })
}

/** Deletion is for good, otherwise the later version stays. */
function newerPost(stored: Post | undefined, incoming: Post): Post {
  if (!stored || incoming.delete_at > 0) return incoming
  if (stored.delete_at > 0 || stored.update_at > incoming.update_at) return stored
  const { participants = stored.participants } = incoming
  // Told once, and what keeps the message in its row.
  const pending_post_id = incoming.pending_post_id || stored.pending_post_id
  return withSeen({ ...incoming, participants, pending_post_id }, stored)
}

/** What a reader has revealed isn't told to all, and stays with that reader. */
function withSeen(incoming: Post, stored: Post): Post {
  const isBlank = incoming.message === '' && !incoming.metadata.expire_at
  if (incoming.type !== 'burn_on_read' || !isBlank || stored.message === '') return incoming
  const { files, expire_at, recipients } = stored.metadata
  const seen = { files, ...(expire_at && { expire_at }), ...(recipients && { recipients }) }
  return {
    ...incoming,
    message: stored.message,
    file_ids: stored.file_ids ?? [],
    metadata: { ...incoming.metadata, ...seen },
  }
}

function byRootsFirst(a: Post, b: Post): number {
  return Number(Boolean(a.root_id)) - Number(Boolean(b.root_id))
}

/** A deleted root takes its replies along. */
function withFate(post: Post, posts: ReadonlyMap<string, Post>): Post {
  const root = posts.get(post.root_id)
  return root && root.delete_at > 0 && post.delete_at === 0
    ? { ...post, delete_at: root.delete_at, message: '' }
    : post
}

/** Adds posts however they came, and strikes from the outbox what has arrived. */
export function withPosts(now: Entities, added: readonly Post[]): Entities {
  // Lists by `since` hold former versions of edited posts as rows of their own.
  const current = added.filter((post) => !post.original_id)
  if (current.length === 0) return now

  const posts = new Map(now.posts)
  for (const post of current.toSorted(byRootsFirst)) {
    posts.set(post.id, newerPost(posts.get(post.id), withFate(post, posts)))
  }
  const emojis = current.flatMap((post) => post.metadata.emojis ?? [])
  return {
    ...withEmojis(now, emojis),
    posts,
    timelines: withKnown(now.timelines, posts, current),
    replies: withReplies(now.replies, posts, current),
    outbox: withoutArrived(now.outbox, current),
  }
}

function withKnown(
  timelines: Entities['timelines'],
  posts: ReadonlyMap<string, Post>,
  added: readonly Post[],
): Entities['timelines'] {
  const next = new Map(timelines)
  for (const [channelId, here] of Map.groupBy(added, (post) => post.channel_id)) {
    const timeline = next.get(channelId) ?? EMPTY
    next.set(channelId, { ...timeline, known: withIds(timeline.known, here, posts) })
  }
  return next
}

function withReplies(
  replies: Entities['replies'],
  posts: ReadonlyMap<string, Post>,
  added: readonly Post[],
): Entities['replies'] {
  const answers = added.filter((post) => post.root_id !== '')
  if (answers.length === 0) return replies
  const next = new Map(replies)
  for (const [rootId, here] of Map.groupBy(answers, (post) => post.root_id)) {
    next.set(rootId, withIds(next.get(rootId) ?? [], here, posts))
  }
  return next
}

/** In a long channel most of what comes is one newer post, which needs no sorting. */
function withIds(
  known: readonly string[],
  added: readonly Post[],
  posts: ReadonlyMap<string, Post>,
): readonly string[] {
  const [first, ...others] = added
  const newest = posts.get(known.at(-1) ?? '')?.create_at ?? 0
  if (first && others.length === 0 && first.create_at > newest && isThere(first.id, posts)) {
    return [...known, first.id]
  }
  return inOrder(new Set([...known, ...added.map((post) => post.id)]), posts)
}

function isThere(id: string, posts: ReadonlyMap<string, Post>): boolean {
  return posts.get(id)?.delete_at === 0
}

function inOrder(ids: Iterable<string>, posts: ReadonlyMap<string, Post>): string[] {
  return [...ids]
    .flatMap((id) => posts.get(id) ?? [])
    .filter((post) => post.delete_at === 0)
    .sort((a, b) => a.create_at - b.create_at || (a.id < b.id ? -1 : 1))
    .map((post) => post.id)
}

function withoutArrived(outbox: Entities['outbox'], added: readonly Post[]): Entities['outbox'] {
  const arrived = new Set(added.map((post) => post.pending_post_id))
  const left = [...outbox].filter(([id]) => !arrived.has(id))
  return left.length === outbox.size ? outbox : new Map(left)
}

/** Deletes a post, and where it is a root, its replies. Keeps a tombstone against late answers. */
export function withPostDeleted(now: Entities, deleted: Post): Entities {
  const at = deleted.delete_at || deleted.update_at
  const replies = (now.replies.get(deleted.id) ?? []).flatMap((id) => now.posts.get(id) ?? [])
  const gone = [deleted, ...replies].map((post) => ({ ...post, delete_at: at, message: '' }))
  return withPosts(now, gone)
}

/**
 * Adds one page of a channel's posts and opens the window to it: widened where the page touches
 * it, else moved there. `askedIn` is the epoch of the connection in which the page was asked for.
 */
export function withPage(
  now: Entities,
  channelId: string,
  page: PostList,
  askedIn: number,
): Entities {
  const next = withPosts(now, Object.values(page.posts))
  const timeline = timelineOf(next, channelId)
  const span = spanOf(page, next.posts)
  const window = touches(timeline, page, span, next.posts) ? union(timeline, span) : span
  const isLive = now.connection.state === 'online' && now.connection.epoch === askedIn
  const missedSince = timeline.missedSince || (isLive ? 0 : missedFrom(timeline.known, next.posts))
  return {
    ...next,
    timelines: mapWith(next.timelines, channelId, {
      known: timeline.known,
      ...window,
      missedSince,
    }),
  }
}

type Span = Pick<Timeline, 'from' | 'to'>

/** From post to post; an empty cursor says that there is nothing beyond. */
function spanOf(page: PostList, posts: ReadonlyMap<string, Post>): Span {
  const createAt = (id: string) => posts.get(id)?.create_at ?? 0
  return {
    from: page.prev_post_id === '' ? 0 : createAt(page.order.at(-1) ?? page.prev_post_id),
    to: page.next_post_id === '' ? Infinity : createAt(page.order[0] ?? page.next_post_id),
  }
}

function touches(
  timeline: Timeline,
  page: PostList,
  span: Span,
  posts: ReadonlyMap<string, Post>,
): boolean {
  // After a break the window is only sure up to there.
  const end = timeline.missedSince > 0 ? timeline.missedSince : timeline.to
  const isInside = (time = Number.NaN) => timeline.from <= time && time <= end
  return (
    (span.from <= end && timeline.from <= span.to) ||
    isInside(posts.get(page.next_post_id)?.create_at) ||
    isInside(posts.get(page.prev_post_id)?.create_at)
  )
}

function union(timeline: Timeline, span: Span): Span {
  return {
    from: Math.min(timeline.from, span.from),
    to: Math.max(timeline.to, span.to),
  }
}

/** Adds what was missed, the answer to `since`. Where that is cut short, the channel starts anew. */
export function withMissed(
  now: Entities,
  channelId: string,
  missed: PostList,
  askedIn: number,
): Entities {
  const next = withPosts(now, Object.values(missed.posts))
  const isLive = now.connection.state === 'online' && now.connection.epoch === askedIn
  const timeline =
    missed.order.length < SINCE_LIMIT
      ? { ...timelineOf(next, channelId), ...(isLive && { missedSince: 0 }) }
      : EMPTY
  return { ...next, timelines: mapWith(next.timelines, channelId, timeline) }
}

/** The socket is open and every change from now on will be heard. */
export function withOnline(now: Entities): Entities {
  return { ...now, connection: { state: 'online', epoch: now.connection.epoch + 1 } }
}

/** The socket broke at a time: all timelines may miss something from now on. */
export function withOffline(now: Entities, time: number): Entities {
  const timelines = [...now.timelines].map(([id, timeline]): [string, Timeline] => [
    id,
    {
      ...timeline,
      missedSince: timeline.missedSince || missedFrom(timeline.known, now.posts),
    },
  ])
  return {
    ...now,
    timelines: new Map(timelines),
    connection: { state: 'offline', epoch: now.connection.epoch + 1 },
    asOf: now.connection.state === 'online' ? time : now.asOf,
  }
}

/** Since when something may be missing where the newest that is known of a channel is the last. */
export function missedFrom(known: readonly string[], posts: ReadonlyMap<string, Post>): number {
  const newest = posts.get(known.at(-1) ?? '')
  return Math.max(1, (newest?.create_at ?? 0) - OVERLAP_MS)
}
