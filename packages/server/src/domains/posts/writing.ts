import type { Post } from '@redoubt/wire/posts.ts'
import type { BurnContent, BurnContents } from '#domains/burn-on-read/service.ts'
import type { ChannelRow } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Attachments } from '#domains/files/service.ts'
import type { Mentioned, MentionsService, Strength } from '#domains/mentions/service.ts'
import type { ThreadUpkeep } from '#domains/threads/service.ts'
import type { UserRow } from '#domains/users/service.ts'
import { anonymous } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import { makeBatcher } from '#platform/batcher.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { isTransient, violatedConstraint } from '#platform/db/pg-errors.ts'
import type { DomainEvent } from '#platform/events/event.ts'
import type { NewTask } from '#platform/tasks/tasks.ts'
import { posted, senderNameOf } from './events.ts'
import { insertPosts, type NewPostRow, type PostInsertion } from './insert.ts'
import type { PostsWithMetadata } from './metadata.ts'
import { findPost, findPostByPendingId, lockThread, type PostRow } from './store.ts'

/** A post as those hear of it who do something about it. */
export type PostTold = {
  post: NewPostRow
  channel: ChannelRow
  author: UserRow
  /** Of a post with secret content too, which counts nobody as mentioned. */
  mentioned: Mentioned
  /** Of a reply. */
  root: PostRow | undefined
}

/** A post to be written, and what has to be told of it. */
type Writing = PostInsertion & {
  channel: ChannelRow
  author: UserRow
  mentioned: Mentioned
  setsOnline: boolean
  /** Of a reply. */
  root: PostRow | undefined
  secret: BurnContent | undefined
}

type Deps = {
  db: Db
  transact: Transact
  config: ConfigService
  attachments: Attachments
  burnContents: Pick<BurnContents, 'keep'>
  withMetadata: PostsWithMetadata
  threads: ThreadUpkeep
  mentions: Pick<MentionsService, 'findNamed'>
  /** What must be done after a post; asked before it is written, so that both are or neither is. */
  followUps: readonly ((told: PostTold) => NewTask[] | Promise<NewTask[]>)[]
}

export type NewWriting = {
  channel: ChannelRow
  author: UserRow
  post: NewPostRow
  mentioned: Mentioned
  root: PostRow | undefined
  setsOnline: boolean
  /** What is kept apart from the post, for those who reveal it. */
  secret?: BurnContent
}

const maxBatch = 100

/** Writes posts that were found to be in order, each with all that follows from it. */
export function postWriting(deps: Deps) {
  const { db, transact, config, attachments, burnContents, withMetadata } = deps
  const { threads, mentions, followUps } = deps

  /** The row; where its `pending_post_id` was there already, that of the first time. */
  async function insert(given: NewWriting): Promise<PostRow> {
    const { post, author } = given
    const inserted = await insertOnce(given)
    if (inserted) return inserted
    // There already: sent twice, or written by an attempt whose answer was lost.
    const earlier =
      (await findPostByPendingId(db, author.id, post.pending_post_id)) ??
      (await findPost(db, post.id))
    if (earlier && earlier.delete_at === 0) return earlier
    // What was deleted since is as good as never sent.
    const again = await insertOnce({ ...given, post: { ...post, pending_post_id: '' } })
    if (!again) throw new AppError('app.post.get.app_error', 404)
    return again
  }

  async function insertOnce(given: NewWriting): Promise<PostRow | undefined> {
    const { channel, author, post, mentioned, root, setsOnline, secret } = given
    // Whoever sees replies apart from the channel hasn't read the channel by writing one.
    const isApart = root !== undefined && (await threads.isCollapsed(author.id))
    const isCounted = secret === undefined
    const isByProgram = author.is_bot || Boolean(post.props.from_webhook)
    const isViewedByAuthor = isCounted && !isByProgram && !isApart
    const mentionedIds = isCounted ? [...mentioned.keys()] : []
    const effects = { isCounted, isViewedByAuthor, mentionedIds }
    const told = { post, channel, author, mentioned, root }
    const tasks = (await Promise.all(followUps.map((ask) => ask(told)))).flat()
    const wanted = { post, effects, tasks, channel, author, mentioned, root, setsOnline, secret }
    if (secret) return writeSecret(wanted, secret)
    const isAlone = root !== undefined || post.file_ids.length > 0
    return isAlone ? writeAlone(wanted) : write(wanted)
  }

  /** Posts that are written at the same time share a statement and a commit. */
  const writeTogether = makeBatcher({ maxSize: maxBatch, run: insertAll })

  /** The row; undefined where it is there already. */
  async function write(wanted: Writing): Promise<PostRow | undefined> {
    try {
      return await writeTogether(wanted)
    } catch (error) {
      if (isTransient(error)) throw error
    }
    // Something is wrong with one post of the batch: each tries for itself.
    try {
      const [row] = await insertAll([wanted])
      return row
    } catch (error) {
      if (!isThereAlready(error)) throw error
      return undefined
    }
  }

  /** Attaches first, in the same transaction: of what was wished for the post gets what is free. */
  async function writeAlone(wanted: Writing): Promise<PostRow | undefined> {
    const rootMentionedIds = await findMentionedByRoot(wanted)
    return once(async (tx) => {
      if (wanted.root && !(await lockThread(tx, wanted.root.id))) throw noRoot()
      const file_ids = await attachments.attach(tx, wanted.post, wanted.post.file_ids)
      const [row] = await insertPosts(tx, [{ ...wanted, post: { ...wanted.post, file_ids } }])
      if (!row) return undefined
      requireContent({ message: row.message, file_ids, props: row.props })
      const { followerIds, events } = await tellThread(tx, wanted, row, rootMentionedIds)
      tx.emit(toPosted(wanted, await withMetadata.toOne(tx.db, row), { followerIds }))
      for (const event of events) tx.emit(event)
      return row
    })
  }

  /** The content goes to its own place; of the others of the channel nobody hears it. */
  async function writeSecret(wanted: Writing, secret: BurnContent): Promise<PostRow | undefined> {
    return once(async (tx) => {
      const file_ids = await attachments.attach(tx, wanted.post, secret.file_ids)
      requireContent({ message: secret.message, file_ids, props: {} })
      const [row] = await insertPosts(tx, [wanted])
      if (!row) return undefined
      await burnContents.keep(tx, row, { message: secret.message, file_ids })
      const author = { ...anonymous, userId: wanted.author.id }
      const ownView = await withMetadata.toOne(tx.db, row, author)
      tx.emit(toPosted(wanted, await withMetadata.toOne(tx.db, row), { ownView }))
      return row
    })
  }

  /** Undefined where the post is there already. */
  async function once(
    work: (tx: Tx) => Promise<PostRow | undefined>,
  ): Promise<PostRow | undefined> {
    try {
      return await transact(work)
    } catch (error) {
      if (!isThereAlready(error)) throw error
      return undefined
    }
  }

  async function tellThread(
    tx: Tx,
    { root, channel, mentioned }: Writing,
    reply: PostRow,
    rootMentionedIds: string[],
  ): Promise<{ followerIds: string[]; events: DomainEvent[] }> {
    if (!root) return { followerIds: [], events: [] }
    const mentionedIds = [...mentioned]
      .filter(([, strength]) => isMeant(strength))
      .map(([id]) => id)
    return threads.onReply(tx, { root, reply, channel, mentionedIds, rootMentionedIds })
  }

  function insertAll(batch: Writing[]): Promise<PostRow[]> {
    return transact.single(async (tx) => {
      const rows = await insertPosts(tx, batch)
      const posts = await withMetadata.toPosts(tx.db, rows)
      for (const [index, post] of posts.entries()) {
        const wanted = batch[index]
        if (wanted) tx.emit(toPosted(wanted, post))
      }
      return rows
    })
  }

  function toPosted(
    wanted: Writing,
    post: Post,
    { followerIds = [], ownView }: { followerIds?: string[]; ownView?: Post } = {},
  ): DomainEvent {
    const { channel, author, setsOnline, effects } = wanted
    const { pending_post_id } = wanted.post
    const mayOverride = config.bool('ServiceSettings.EnablePostUsernameOverride')
    return posted({
      post: { ...post, pending_post_id },
      ...(ownView && { ownView: { ...ownView, pending_post_id } }),
      channel,
      senderName: senderNameOf(post.props, author.username, mayOverride),
      setsOnline,
      mentionedIds: effects.mentionedIds,
      followerIds,
    })
  }

  /** Whom the root of a thread names: with its first reply they follow it. */
  async function findMentionedByRoot({ root, channel }: Writing): Promise<string[]> {
    if (!root || root.reply_count > 0) return []
    return (await mentions.findNamed(channel, root.message)).ids
  }

  return { insert }
}

/** Not those who only want to hear of every comment: they see no threads to have mentions in. */
function isMeant(strength: Strength): boolean {
  return strength !== 'comment' && strength !== 'thread'
}

function requireContent(post: Pick<PostRow, 'message' | 'file_ids' | 'props'>): void {
  if (post.message || post.file_ids.length > 0 || post.props.attachments) return
  throw new AppError('model.post.is_valid.message_or_files.app_error', 400)
}

/** The refusal of a reply to what is no live root. */
export function noRoot(): AppError {
  return new AppError('api.post.create_post.root_id.app_error', 400)
}

function isThereAlready(error: unknown): boolean {
  return ['posts_user_id_pending_post_id_key', 'posts_pkey'].includes(violatedConstraint(error))
}
