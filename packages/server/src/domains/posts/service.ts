import { ChannelType } from '@redoubt/wire/channels.ts'
import type { Permission } from '@redoubt/wire/permissions.gen.ts'
import type { NewPost, Post, PostPatch } from '@redoubt/wire/posts.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Attachments } from '#domains/files/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import type { ThreadUpkeep } from '#domains/threads/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import { makeBatcher } from '#platform/batcher.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { isTransient, violatedConstraint } from '#platform/db/pg-errors.ts'
import type { DomainEvent, StateChange } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'
import { Lru } from '#platform/lru.ts'
import type { NewTask } from '#platform/tasks/tasks.ts'
import {
  postDeleted,
  postDeletedForAdmins,
  postEdited,
  posted,
  postUnread,
  typing,
  type UnreadAt,
} from './events.ts'
import { insertPosts, type NewPostRow, type PostInsertion } from './insert.ts'
import { toPost } from './lists.ts'
import type { PostsWithMetadata } from './metadata.ts'
import {
  findHashtags,
  findMentionedNames,
  requireValidMessage,
  requireValidPost,
  toOwnProps,
} from './rules.ts'
import {
  deletePost,
  findMembersByUsernames,
  findMembersForChannelMention,
  findPost,
  findPostByPendingId,
  findPostsByIds,
  findVersions,
  insertVersion,
  lockPost,
  lockThread,
  markUnreadFrom,
  type PostRow,
  touchChannel,
  updateHasReactions,
  updatePost,
} from './store.ts'

export type PostsService = ReturnType<typeof postsService>
export type { SystemPosts } from './system-posts.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'getRow'>
  channels: ChannelsService
  statuses: Pick<StatusesService, 'noteActivity'>
  attachments: Attachments
  /** Drops what others keep by the ids of posts that were deleted. */
  forgetPosts: (tx: Tx, ids: string[]) => Promise<void>
  withMetadata: PostsWithMetadata
  threads: ThreadUpkeep
  /** What must be done after a post; asked before it is written, so that both are or neither is. */
  followUps: readonly ((told: PostTold) => NewTask[] | Promise<NewTask[]>)[]
}

/** A post as those hear of it who do something about it. */
export type PostTold = {
  post: NewPostRow
  channel: ChannelRow
  author: UserRow
  mentionedIds: readonly string[]
  /** Of a reply. */
  root: PostRow | undefined
}

const cachedAuthors = 5_000
const maxBatch = 100

/** A post to be written, and what has to be told of it. */
type Writing = PostInsertion & {
  channel: ChannelRow
  author: UserRow
  setsOnline: boolean
  /** Of a reply. */
  root: PostRow | undefined
}

export function postsService(deps: Deps) {
  const { db, transact, clock, config, roles, users, channels, statuses } = deps
  const { attachments, forgetPosts, withMetadata, threads, followUps } = deps
  const authors = new Lru<UserRow>(cachedAuthors)

  /**
   * The post, if the actor has the permission in its channel. Throws 404 where it doesn't exist, was
   * deleted, or might as well not exist.
   */
  async function access(actor: Actor, postId: string, need: Permission): Promise<PostRow> {
    const post = await accessToRead(actor, postId)
    await channels.access(actor, post.channel_id, need)
    return post
  }

  /** The post, if the actor may read its channel. */
  async function accessToRead(actor: Actor, postId: string): Promise<PostRow> {
    const post = await findPost(db, postId)
    const isThere = post && post.delete_at === 0
    const isReadable =
      isThere && (await channels.accessToRead(actor, post.channel_id).catch(() => undefined))
    if (!isReadable) throw new AppError('app.post.get.app_error', 404)
    return post
  }

  function findAuthor(userId: string): Promise<UserRow> {
    return authors.fetch(userId, () => users.getRow(userId))
  }

  /**
   * Writes a message. A repeated `pending_post_id` of the same author answers with the post that
   * it made the first time, also after a restart.
   */
  async function create(
    actor: Actor,
    input: NewPost,
    options: { setsOnline: boolean },
  ): Promise<Post> {
    const channel = await channels.access(actor, input.channel_id, 'create_post')
    if (channel.delete_at > 0) {
      throw new AppError('api.post.create_post.can_not_post_to_deleted.error', 400)
    }
    requireValidPost(input)
    if (!input.message && !input.file_ids?.length && !input.props?.attachments) {
      throw new AppError('model.post.is_valid.message_or_files.app_error', 400)
    }
    if (input.create_at && !roles.grants(actor, 'manage_system')) throw forbidden()
    if (input.file_ids?.length) await channels.access(actor, channel.id, 'upload_file')
    const root = input.root_id ? await requireRoot(input.root_id, channel.id) : undefined
    const author = await findAuthor(actor.userId)
    const mentionedIds = await findMentioned(actor, channel, input)
    const row = await insert(channel, author, toNewRow(actor, input), {
      mentionedIds,
      root,
      ...options,
    })
    if (options.setsOnline) statuses.noteActivity(actor.userId)
    const post = await withMetadata.toOne(db, row)
    return { ...post, pending_post_id: row.pending_post_id }
  }

  function toNewRow(actor: Actor, input: NewPost): NewPostRow {
    const now = clock()
    const message = input.message ?? ''
    return {
      id: newId(now),
      create_at: input.create_at || now,
      isExact: Boolean(input.create_at),
      user_id: actor.userId,
      channel_id: input.channel_id,
      root_id: input.root_id ?? '',
      message,
      type: input.type ?? '',
      props: toOwnProps(input.props),
      hashtags: findHashtags(message),
      file_ids: input.file_ids ?? [],
      pending_post_id: input.pending_post_id ?? '',
    }
  }

  async function insert(
    channel: ChannelRow,
    author: UserRow,
    post: NewPostRow,
    options: { mentionedIds: readonly string[]; root: PostRow | undefined; setsOnline: boolean },
  ): Promise<PostRow> {
    const { mentionedIds, root, setsOnline } = options
    // Whoever sees replies apart from the channel hasn't read the channel by writing one.
    const isApart = root !== undefined && (await threads.isCollapsed(author.id))
    const effects = {
      isCounted: true,
      isViewedByAuthor: !author.is_bot && !isApart,
      mentionedIds,
    }
    const told = { post, channel, author, mentionedIds, root }
    const tasks = (await Promise.all(followUps.map((ask) => ask(told)))).flat()
    const wanted = { post, effects, tasks, channel, author, root, setsOnline }
    const isAlone = root !== undefined || post.file_ids.length > 0
    const inserted = await (isAlone ? writeAlone(wanted) : write(wanted))
    if (inserted) return inserted
    // There already: sent twice, or written by an attempt whose answer was lost.
    const earlier =
      (await findPostByPendingId(db, post.user_id, post.pending_post_id)) ??
      (await findPost(db, post.id))
    if (!earlier) throw new AppError('app.post.get.app_error', 404)
    return earlier
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
    try {
      return await transact(async (tx) => {
        if (wanted.root && !(await lockThread(tx, wanted.root.id))) throw noRoot()
        const file_ids = await attachments.attach(tx, wanted.post, wanted.post.file_ids)
        const [row] = await insertPosts(tx, [{ ...wanted, post: { ...wanted.post, file_ids } }])
        if (!row) return undefined
        if (!row.message && file_ids.length === 0 && !row.props.attachments) {
          throw new AppError('model.post.is_valid.message_or_files.app_error', 400)
        }
        const { root, channel } = wanted
        const { mentionedIds } = wanted.effects
        const told = root && { root, reply: row, channel, mentionedIds, rootMentionedIds }
        const { followerIds, events } = told ? await threads.onReply(tx, told) : noFollowers
        tx.emit(toPosted(wanted, await withMetadata.toOne(tx.db, row), followerIds))
        for (const event of events) tx.emit(event)
        return row
      })
    } catch (error) {
      if (!isThereAlready(error)) throw error
      return undefined
    }
  }

  function insertAll(batch: Writing[]): Promise<PostRow[]> {
    return transact.single(async (tx) => {
      const rows = await insertPosts(tx, batch)
      for (const [index, row] of rows.entries()) {
        const wanted = batch[index]
        if (wanted) tx.emit(toPosted(wanted, toPost(row)))
      }
      return rows
    })
  }

  /** Whom the root of a thread names: with its first reply they follow it. */
  async function findMentionedByRoot({ root, channel }: Writing): Promise<string[]> {
    if (!root || root.reply_count > 0) return []
    const names = findMentionedNames(root.message)
    return names.size > 0 ? findMembersByUsernames(db, channel.id, [...names]) : []
  }

  async function requireRoot(rootId: string, channelId: string): Promise<PostRow> {
    const root = await findPost(db, rootId)
    if (!root || root.delete_at > 0 || root.root_id !== '') {
      throw noRoot()
    }
    if (root.channel_id !== channelId) {
      throw new AppError('api.post.create_post.channel_root_id.app_error', 400)
    }
    return root
  }

  /** Whom the post mentions: everybody else in direct and group channels, else who is named. */
  async function findMentioned(
    actor: Actor,
    channel: ChannelRow,
    input: Pick<NewPost, 'message'>,
  ): Promise<string[]> {
    const isDirect = channel.type === ChannelType.Direct || channel.type === ChannelType.Group
    if (isDirect) {
      return (await channels.memberIds(channel)).filter((userId) => userId !== actor.userId)
    }
    const names = findMentionedNames(input.message ?? '')
    if (names.size === 0) return []
    const ids = new Set(await findMembersByUsernames(db, channel.id, [...names]))
    const isForAll = ['all', 'channel'].some((name) => names.has(name))
    if (isForAll && (await channels.may(actor, channel, 'use_channel_mentions'))) {
      const limit = config.int('TeamSettings.MaxNotificationsPerChannel')
      const members = await findMembersForChannelMention(db, channel.id, limit + 1)
      if (members.length <= limit) for (const id of members) ids.add(id)
    }
    ids.delete(actor.userId)
    return [...ids]
  }

  async function get(actor: Actor, postId: string): Promise<Post> {
    return withMetadata.toOne(db, await accessToRead(actor, postId))
  }

  /** The posts of these ids that the actor may read. */
  async function byIds(actor: Actor, ids: string[]): Promise<Post[]> {
    return withMetadata.toPosts(db, await accessManyToRead(actor, ids))
  }

  /** The live posts of these ids that the actor may read. */
  async function accessManyToRead(actor: Actor, ids: string[]): Promise<PostRow[]> {
    if (ids.length === 0) return []
    const rows = await findPostsByIds(db, ids)
    const readable = new Map<string, boolean>()
    for (const channelId of new Set(rows.map((row) => row.channel_id))) {
      const channel = await channels.accessToRead(actor, channelId).catch(() => undefined)
      readable.set(channelId, channel !== undefined)
    }
    return rows.filter((row) => readable.get(row.channel_id) && row.delete_at === 0)
  }

  /** Changes text, files, props or pin; what was there before is kept as a version. */
  async function patch(actor: Actor, postId: string, input: PostPatch): Promise<Post> {
    const before = await accessToEdit(actor, postId)
    const isNewText = input.message !== undefined && input.message !== before.message
    if (isNewText) {
      requireValidMessage(input.message ?? '')
      requireInTime(before)
    }
    const wantedFiles = input.file_ids ?? before.file_ids
    const isNewFiles = wantedFiles.join() !== before.file_ids.join()
    if (isNewFiles) requireValidPost({ file_ids: wantedFiles })
    const now = clock()
    return transact(async (tx) => {
      const editor = { ...before, user_id: actor.userId }
      const updated = await updatePost(tx, postId, {
        update_at: now,
        ...(isNewText && {
          message: input.message ?? '',
          hashtags: findHashtags(input.message ?? ''),
        }),
        ...(isNewFiles && { file_ids: await changeFiles(tx, editor, wantedFiles) }),
        ...((isNewText || isNewFiles) && { edit_at: now }),
        ...(input.props && { props: toOwnProps(input.props) }),
        ...(input.is_pinned !== undefined && { is_pinned: input.is_pinned }),
      })
      if (!updated) throw new AppError('app.post.get.app_error', 404)
      if (isNewText || isNewFiles) await insertVersion(tx, before, newId(now), now)
      await touchChannel(tx, before.channel_id, now)
      const post = await withMetadata.toOne(tx.db, updated)
      tx.emit(postEdited(post))
      return post
    })
  }

  /** Takes off what isn't wanted any more and attaches what is new; resolves to the files then. */
  async function changeFiles(tx: Tx, post: PostRow, wantedIds: string[]): Promise<string[]> {
    const before = new Set(post.file_ids)
    const wanted = new Set(wantedIds)
    await attachments.detach(tx, post, [...before.difference(wanted)])
    const attached = await attachments.attach(tx, post, [...wanted.difference(before)])
    return [...wanted].filter((id) => before.has(id) || attached.includes(id))
  }

  async function accessToEdit(actor: Actor, postId: string): Promise<PostRow> {
    const post = await accessToRead(actor, postId)
    const isOwn = post.user_id === actor.userId
    const channel = await channels.access(
      actor,
      post.channel_id,
      isOwn ? 'edit_post' : 'edit_others_posts',
    )
    if (channel.delete_at > 0) {
      throw new AppError('api.post.update_post.can_not_update_post_in_deleted.error', 400)
    }
    if (post.type.startsWith('system_')) {
      throw new AppError('api.post.update_post.system_message.app_error', 400)
    }
    return post
  }

  function requireInTime(post: PostRow): void {
    const limit = config.int('ServiceSettings.PostEditTimeLimit')
    if (limit < 0 || clock() <= post.create_at + limit * 1000) return
    throw new AppError('api.post.update_post.permissions_time_limit.app_error', 400, {
      params: { timeLimit: limit },
    })
  }

  /** Pins or unpins; whoever may write in the channel may. */
  async function setPinned(actor: Actor, postId: string, isPinned: boolean): Promise<void> {
    const post = await access(actor, postId, 'create_post')
    await transact(async (tx) => {
      const row = await updatePost(tx, post.id, { is_pinned: isPinned, update_at: clock() })
      if (!row) throw new AppError('app.post.get.app_error', 404)
      tx.emit(postEdited(await withMetadata.toOne(tx.db, row)))
    })
  }

  /** Deletes a post, and with a root its replies. */
  async function remove(actor: Actor, postId: string): Promise<void> {
    const post = await accessToRead(actor, postId)
    const isOwn = post.user_id === actor.userId
    const channel = await channels.access(
      actor,
      post.channel_id,
      isOwn ? 'delete_post' : 'delete_others_posts',
    )
    if (channel.delete_at > 0) {
      throw new AppError('api.post.delete_post.can_not_delete_post_in_deleted.error', 400)
    }
    const now = clock()
    await transact(async (tx) => {
      const deletedIds = await deletePost(tx, post, actor.userId, now)
      await attachments.removeOfPosts(tx, deletedIds)
      await forgetPosts(tx, deletedIds)
      await touchChannel(tx, post.channel_id, now)
      const gone = toPost({ ...post, delete_at: now, update_at: now })
      tx.emit(postDeleted(gone))
      tx.emit(postDeletedForAdmins({ post: gone, deletedBy: actor.userId }))
      await threads.onDelete(tx, post, now)
    })
  }

  /** Earlier texts, the newest first; for the author alone. */
  async function editHistory(actor: Actor, postId: string): Promise<Post[]> {
    const post = await accessToRead(actor, postId)
    if (post.user_id !== actor.userId) throw forbidden()
    const versions = await findVersions(db, postId)
    if (versions.length === 0) throw new AppError('app.post.get.app_error', 404)
    return withMetadata.toPosts(db, versions)
  }

  /** Makes the channel unread from this post on. */
  async function setUnread(actor: Actor, idOrMe: string, postId: string): Promise<UnreadAt> {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) throw forbidden()
    const post = await accessToRead(actor, postId)
    const channel = await channels.accessToRead(actor, post.channel_id)
    return transact(async (tx) => {
      const counts = await markUnreadFrom(tx, { channelId: channel.id, userId }, post.create_at, {
        all: 0,
        root: 0,
      })
      if (!counts) throw new AppError('app.channel.get_member.missing.app_error', 404)
      const unread: UnreadAt = {
        team_id: channel.team_id,
        user_id: userId,
        channel_id: channel.id,
        post_id: postId,
        ...counts,
      }
      tx.emit(postUnread(unread))
      return unread
    })
  }

  /** Tells the channel that the actor is writing; nothing is stored. */
  async function announceTyping(
    actor: Actor,
    channelId: string,
    parentId: string,
  ): Promise<ReturnType<typeof typing> | undefined> {
    await channels.access(actor, channelId, 'create_post')
    if (!config.bool('ServiceSettings.EnableUserTypingMessages')) return undefined
    return typing({ channelId, userId: actor.userId, parentId })
  }

  /** Keeps the post's reactions from changing otherwise until the transaction ends. */
  async function hold(tx: Tx, postId: string): Promise<void> {
    if (!(await lockPost(tx, postId))) throw new AppError('app.post.get.app_error', 404)
  }

  /** Notes that the post's reactions changed, so that lists and clients that catch up tell of it. */
  function noteReactions(
    tx: Tx,
    postId: string,
    changes: { hasReactions: boolean; now: number },
  ): Promise<void> {
    return updateHasReactions(tx, postId, changes)
  }

  function onChange(change: StateChange): void {
    if (change.kind === 'user') authors.delete(change.user_id)
  }

  return {
    access,
    accessToRead,
    accessManyToRead,
    create,
    get,
    byIds,
    patch,
    setPinned,
    remove,
    editHistory,
    setUnread,
    announceTyping,
    hold,
    noteReactions,
    onChange,
  }
}

const noFollowers = { followerIds: [], events: [] }

function toPosted(wanted: Writing, post: Post, followerIds: string[] = []): DomainEvent {
  const { channel, author, setsOnline, effects } = wanted
  return posted({
    post: { ...post, pending_post_id: wanted.post.pending_post_id },
    channel,
    senderName: `@${author.username}`,
    setsOnline,
    mentionedIds: effects.mentionedIds,
    followerIds,
  })
}

function noRoot(): AppError {
  return new AppError('api.post.create_post.root_id.app_error', 400)
}

function isThereAlready(error: unknown): boolean {
  return ['posts_user_id_pending_post_id_key', 'posts_pkey'].includes(violatedConstraint(error))
}
