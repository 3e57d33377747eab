import type { Post, PostList } from '@mattermost/types/posts'
import type { UserThread } from '@mattermost/types/threads'
import { type Entities, mapWith, type Thread } from './entities.ts'
import { timelineOf, withPosts } from './posts.ts'

const UNKNOWN: Thread = { channelId: '', isFollowing: false, unreadReplies: 0, unreadMentions: 0 }

/**
 * Counts a new reply at its root, once: `create_at` grows strictly within a channel, so that what
 * is not after `last_reply_at` was counted.
 */
export function withReplyCounted(now: Entities, reply: Post): Entities {
  const root = now.posts.get(reply.root_id)
  if (!root || root.delete_at > 0 || reply.create_at <= (root.last_reply_at ?? 0)) return now
  const others = participantIdsOf(root).filter((id) => id !== reply.user_id)
  return {
    ...now,
    posts: mapWith(now.posts, root.id, {
      ...root,
      reply_count: root.reply_count + 1,
      last_reply_at: reply.create_at,
      participants: [...others, reply.user_id].map((id) => ({ id })),
      update_at: Math.max(root.update_at, reply.create_at),
    }),
  }
}

/** Who replied, the latest last. */
export function participantIdsOf(root: Post): string[] {
  const participants: unknown = root.participants
  if (!Array.isArray(participants)) return []
  return participants.flatMap((one: { id?: unknown }) => (typeof one.id === 'string' ? one.id : []))
}

/**
 * Takes a whole thread. A reply that it doesn't name is gone if it was made before the root last
 * changed; a later one may have come while the answer was on its way.
 */
export function withThread(now: Entities, rootId: string, list: PostList): Entities {
  const asOf = list.posts[rootId]?.update_at ?? 0
  const isGone = (id: string) => !list.posts[id] && (now.posts.get(id)?.create_at ?? 0) <= asOf
  const gone = new Set((now.replies.get(rootId) ?? []).filter(isGone))
  return withPosts(without(now, rootId, gone), Object.values(list.posts))
}

function without(now: Entities, rootId: string, gone: ReadonlySet<string>): Entities {
  const channelId = now.posts.get(rootId)?.channel_id
  if (gone.size === 0 || !channelId) return now
  const timeline = timelineOf(now, channelId)
  const isLeft = (id: string) => !gone.has(id)
  const known = timeline.known.filter(isLeft)
  return {
    ...now,
    posts: new Map([...now.posts].filter(([id]) => isLeft(id))),
    timelines: mapWith(now.timelines, channelId, { ...timeline, known }),
    replies: mapWith(now.replies, rootId, (now.replies.get(rootId) ?? []).filter(isLeft)),
  }
}

/** Takes threads that one follows, with what is unread in them. */
export function withThreads(now: Entities, told: readonly UserThread[]): Entities {
  const threads = new Map(now.threads)
  for (const thread of told) {
    threads.set(thread.id, {
      channelId: thread.post.channel_id,
      isFollowing: true,
      unreadReplies: thread.unread_replies,
      unreadMentions: thread.unread_mentions,
    })
  }
  return { ...now, threads }
}

/** Takes all threads that have something unread: the others have not. */
export function withUnreadThreads(now: Entities, unread: readonly UserThread[]): Entities {
  const read = [...now.threads].map(([id, thread]): [string, Thread] => [
    id,
    { ...thread, unreadReplies: 0, unreadMentions: 0 },
  ])
  return withThreads({ ...now, threads: new Map(read) }, unread)
}

/** Changes what is known of a thread. */
export function withThreadChanged(
  now: Entities,
  rootId: string,
  change: Partial<Thread>,
): Entities {
  const before = now.threads.get(rootId) ?? UNKNOWN
  return { ...now, threads: mapWith(now.threads, rootId, { ...before, ...change }) }
}

/** All threads of a team, or of a channel, are read. */
export function withThreadsRead(
  now: Entities,
  where: { teamId: string; channelId: string },
): Entities {
  const isRead = (rootId: string) => {
    const channelId = now.threads.get(rootId)?.channelId ?? ''
    if (where.channelId) return channelId === where.channelId
    const teamId = now.channels.get(channelId)?.team_id
    return teamId === undefined || teamId === '' || teamId === where.teamId
  }
  return [...now.threads.keys()]
    .filter(isRead)
    .reduce((next, id) => withThreadChanged(next, id, { unreadReplies: 0, unreadMentions: 0 }), now)
}

/** How many followed threads of a team, or of direct and group messages, have unread replies. */
export const selectUnreadThreads = (teamId: string) => (now: Entities) => {
  const isHere = ({ channelId }: Thread) =>
    ['', teamId].includes(now.channels.get(channelId)?.team_id ?? 'elsewhere')
  const isUnread = (thread: Thread) => thread.isFollowing && thread.unreadReplies > 0
  return [...now.threads.values()].filter((thread) => isUnread(thread) && isHere(thread)).length
}

/** Whether one follows a thread, as far as that was told. */
export const selectIsFollowing = (rootId: string) => (now: Entities) =>
  now.threads.get(rootId)?.isFollowing ?? now.posts.get(rootId)?.is_following ?? false
