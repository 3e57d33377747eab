import type { ImportedFiles, ReceivedFile } from '#domains/files/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { upsertPreferences } from './account-store.ts'
import { type BesideLines, hasContent, receiveAttachments } from './attachments.ts'
import type { Problem } from './lines.ts'
import { lockChannels } from './place-store.ts'
import {
  addToCounters,
  type ChannelGain,
  findKnownPosts,
  findTakenTimes,
  insertPosts,
  insertReactions,
  type PostRow,
} from './post-store.ts'
import type { PreparedPost } from './preparing.ts'
import type { ImportRules } from './rules.ts'
import { recountReplies, recountThreads } from './thread-store.ts'
import { assignTimes, timeKey } from './times.ts'

/** With the number of its line, for what may be wrong with its attachments. */
export type QueuedPost = PreparedPost & { line: number }

export type PostsOutcome = {
  posts: number
  replies: number
  reactions: number
  attachments: number
  /** Of attachments that were left out. */
  problems: Problem[]
}

/** Of messages that aren't written yet, by the prepared id. */
type ReceivedFiles = Map<string, ReceivedFile[]>

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  rules: ImportRules
  files: ImportedFiles
  beside: BesideLines | undefined
}

/** Writes messages with their replies, reactions and files. */
export function importPosts(deps: Deps) {
  const { db, transact, clock, rules, files, beside } = deps

  /** Writes messages, one transaction for all; resolves to how many of them are new. */
  async function write(queued: QueuedPost[]): Promise<PostsOutcome> {
    const posts = [...new Map(queued.map((post) => [post.id, post])).values()]
    const received: ReceivedFiles = new Map()
    try {
      const problems = await receiveFiles(posts, received)
      return { ...(await writeRows(posts, received)), problems }
    } finally {
      // Whatever failed, and if somebody else wrote the same message meanwhile.
      await files.dropUnkept([...received.values()].flat())
    }
  }

  /**
   * Stores the content of attachments before any row is locked, for messages that aren't there yet.
   * Adds to `received` as it goes, so that a failure knows what to throw away.
   */
  async function receiveFiles(posts: QueuedPost[], received: ReceivedFiles): Promise<Problem[]> {
    const withFiles = posts.filter((post) => hasContent(post.attachments, beside))
    if (withFiles.length === 0) return []
    const known = await findKnownPosts(db, withFiles.map(toKey))
    const problems: Problem[] = []
    const { maxFiles } = rules.posts
    for (const { id, line, attachments } of withFiles) {
      if (known.has(id)) continue
      const ofPost: ReceivedFile[] = []
      received.set(id, ofPost)
      const reasons = await receiveAttachments(attachments, ofPost, { files, maxFiles, beside })
      problems.push(...reasons.map((error) => ({ line, error })))
    }
    return problems
  }

  async function writeRows(
    posts: PreparedPost[],
    received: ReceivedFiles,
  ): Promise<Omit<PostsOutcome, 'problems'>> {
    const channelIds = [...new Set(posts.map((post) => post.channel_id))]
    return transact(async (tx) => {
      await lockChannels(tx, channelIds)
      const known = await findKnownPosts(tx.db, posts.map(toKey))
      const fresh = posts.filter((post) => !known.has(post.id))
      const times = await findFreeTimes(tx, fresh)
      const rows = toRows(fresh, { times, known, received })
      const insertedIds = await insertPosts(tx, rows)
      const inserted = rows.filter((row) => insertedIds.has(row.id))
      const attached = inserted.flatMap((post) =>
        (received.get(post.id) ?? []).map((file) => ({ file, post })),
      )
      await files.keep(tx, attached)
      await count(tx, inserted)
      await recountThreads(tx, rootsOf(inserted), toFollowers(posts, known))
      const reactions = await insertReactions(tx, toReactions(posts, known))
      await upsertPreferences(tx, toFlags(posts, known))
      for (const channelId of channelIds) tx.changed({ kind: 'channel', channel_id: channelId })
      const replies = inserted.filter((row) => row.root_id !== '').length
      const attachments = attached.length
      return { posts: inserted.length - replies, replies, reactions, attachments }
    })
  }

  /** A millisecond of its own for each message, in its channel. */
  async function findFreeTimes(tx: Tx, posts: PreparedPost[]): Promise<number[]> {
    const positions = new Map(posts.map((post, index) => [post.id, index]))
    const timed = posts.map((post) => ({
      channel_id: post.channel_id,
      wish: post.wish,
      root: positions.get(post.rootId),
    }))
    const taken = new Set<string>()
    for (;;) {
      const times = assignTimes(timed, taken)
      const moments = posts.map(({ channel_id }, index) => ({
        channel_id,
        time: times[index] ?? 0,
      }))
      const collisions = await findTakenTimes(tx.db, moments)
      if (collisions.length === 0) return times
      for (const { channel_id, time } of collisions) taken.add(timeKey(channel_id, time))
    }
  }

  function toRows(
    posts: PreparedPost[],
    {
      times,
      known,
      received,
    }: { times: number[]; known: ReadonlyMap<string, string>; received: ReceivedFiles },
  ): PostRow[] {
    const rows = posts.map((post, index) => {
      const time = times[index] ?? post.wish
      return {
        id: post.id,
        channel_id: post.channel_id,
        user_id: post.user_id,
        root_id: known.get(post.rootId) ?? post.rootId,
        create_at: time,
        update_at: Math.max(time, post.edit_at),
        edit_at: post.edit_at,
        message: post.message,
        type: post.type,
        props: post.props,
        hashtags: rules.posts.findHashtags(post.message),
        is_pinned: post.is_pinned,
        file_ids: (received.get(post.id) ?? []).map((file) => file.id),
      }
    })
    // Lists of a channel are cached by its newest change: one has to be of now.
    for (const group of Map.groupBy(rows, (row) => row.channel_id).values()) {
      const newest = group.reduce((one, other) => (other.create_at > one.create_at ? other : one))
      newest.update_at = Math.max(newest.update_at, clock())
    }
    return rows
  }

  async function count(tx: Tx, rows: PostRow[]): Promise<void> {
    const posts = rows.map((row) => {
      const counted = rules.posts.uncountedTypes.has(row.type) ? 0 : 1
      const { channel_id, create_at, root_id } = row
      return { channel_id, create_at, root_id, counted, counted_root: root_id ? 0 : counted }
    })
    const gains = [...Map.groupBy(posts, (post) => post.channel_id)].map(
      ([channelId, group]): ChannelGain => ({
        channel_id: channelId,
        oldest: least(group.map((post) => post.create_at)),
        newest: greatest(group.map((post) => post.create_at)),
        newest_root: greatest(group.map((post) => (post.root_id ? 0 : post.create_at))),
        counted: sum(group.map((post) => post.counted)),
        counted_root: sum(group.map((post) => post.counted_root)),
      }),
    )
    await addToCounters(tx, gains, posts)
    await recountReplies(tx, rootsOf(rows))
  }

  return { write }
}

function toKey(post: PreparedPost) {
  const { id, channel_id, user_id, wish, message } = post
  return { id, channel_id, user_id, create_at: wish, message }
}

function toReactions(posts: PreparedPost[], known: ReadonlyMap<string, string>) {
  return posts.flatMap((post) =>
    post.reactions.map((reaction) => ({
      ...reaction,
      post_id: known.get(post.id) ?? post.id,
      channel_id: post.channel_id,
    })),
  )
}

function rootsOf(rows: PostRow[]): string[] {
  return [...new Set(rows.map((row) => row.root_id))].filter(Boolean)
}

function toFollowers(posts: PreparedPost[], known: ReadonlyMap<string, string>) {
  return posts.flatMap((post) =>
    post.followers.map((follower) => ({ ...follower, post_id: known.get(post.id) ?? post.id })),
  )
}

function toFlags(posts: PreparedPost[], known: ReadonlyMap<string, string>) {
  return posts.flatMap((post) =>
    post.flaggedBy.map((userId) => ({
      user_id: userId,
      category: 'flagged_post',
      name: known.get(post.id) ?? post.id,
      value: 'true',
    })),
  )
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function least(numbers: number[]): number {
  return numbers.reduce((one, other) => Math.min(one, other), Number.MAX_SAFE_INTEGER)
}

function greatest(numbers: number[]): number {
  return numbers.reduce((one, other) => Math.max(one, other), 0)
}
