import type { NewEphemeralPost, Post } from '@redoubt/wire/posts.ts'
import type { BurnContents } from '#domains/burn-on-read/service.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Attachments } from '#domains/files/service.ts'
import type { MentionsService } from '#domains/mentions/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import type { ThreadUpkeep } from '#domains/threads/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { StateChange } from '#platform/events/event.ts'
import { Lru } from '#platform/lru.ts'
import type { NewTask } from '#platform/tasks/tasks.ts'
import { noPost, postAccess } from './access.ts'
import { postCreation } from './creating.ts'
import { postDeletion } from './deleting.ts'
import { postEditing } from './editing.ts'
import type { EphemeralPosts } from './ephemeral.ts'
import { typing } from './events.ts'
import { postInfo } from './info.ts'
import type { PostsWithMetadata } from './metadata.ts'
import { postProps } from './props.ts'
import { requireValidMessage } from './rules.ts'
import { lockPost, updateHasReactions } from './store.ts'
import { postUnreading } from './unreading.ts'
import { type PostTold, postWriting } from './writing.ts'

export type PostsService = ReturnType<typeof postsService>
export type { BotMessages } from './bot-messages.ts'
export type { EphemeralPosts } from './ephemeral.ts'
export type { StoredAction } from './message-attachments.ts'
export type { PostRow } from './store.ts'
export type { SystemPosts } from './system-posts.ts'
export type { PostTold } from './writing.ts'

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
  burnContents: BurnContents
  ephemeral: Pick<EphemeralPosts, 'send'>
  mentions: Pick<MentionsService, 'find' | 'findNamed' | 'tellAuthor'>
  /** Drops what others keep by the ids of posts that were deleted. */
  forgetPosts: (tx: Tx, ids: string[]) => Promise<void>
  withMetadata: PostsWithMetadata
  /** Undoes what a text was told with. */
  toWritten: (text: string) => string
  /** The id of the post that is shown below a text, since it links to it. */
  previewedBy: Parameters<typeof postProps>[0]['previewedBy']
  threads: ThreadUpkeep
  /** Lets the number on the user's phones follow. */
  onUnread: (tx: Tx, userId: string) => Promise<void>
  /** What must be done after a post; asked before it is written, so that both are or neither is. */
  followUps: readonly ((told: PostTold) => NewTask[] | Promise<NewTask[]>)[]
}

const cachedAuthors = 5_000
const maxIds = 1000

/** Posts from their beginning to their end; the parts of their life are files of their own. */
export function postsService(deps: Deps) {
  const { db, config, users, channels, withMetadata } = deps
  const authors = new Lru<UserRow>(cachedAuthors)
  const accesses = postAccess(deps)
  const { access, accessToRead, accessToWrite, accessManyToRead, isRestricted } = accesses
  const parts = { ...deps, accesses, props: postProps(deps), findAuthor }
  const { insert } = postWriting(deps)
  const { create, createFor } = postCreation({ ...parts, insert })
  const { remove, removeIn, erase, eraseManyIn } = postDeletion(parts)

  function findAuthor(userId: string): Promise<UserRow> {
    return authors.fetch(userId, () => users.getRow(userId))
  }

  async function get(
    actor: Actor,
    postId: string,
    options: { includeDeleted?: boolean } = {},
  ): Promise<Post> {
    const row = options.includeDeleted
      ? await accesses.accessAlsoDeleted(actor, postId)
      : await accessToRead(actor, postId)
    const [post] = await withMetadata.toPosts(db, [row], actor)
    if (!post) throw noPost()
    return post
  }

  /** The posts of these ids that the actor may read. */
  async function byIds(actor: Actor, ids: string[]): Promise<Post[]> {
    if (ids.length === 0 || ids.length > maxIds) {
      throw new AppError('api.post.posts_by_ids.invalid_body.request_error', 400, {
        params: { MaxLength: maxIds },
      })
    }
    return withMetadata.toPosts(db, await accessManyToRead(actor, ids), actor)
  }

  /** Shows a post to one person, and keeps it nowhere. */
  async function whisper(actor: Actor, { user_id, post }: NewEphemeralPost): Promise<Post> {
    deps.roles.require(actor, 'create_post_ephemeral')
    await channels.accessToRead(actor, post.channel_id)
    const { channel_id, message = '', root_id = '', props } = post
    requireValidMessage(message)
    if (!message && !props?.attachments) {
      throw new AppError('model.post.is_valid.message_or_files.app_error', 400)
    }
    return deps.ephemeral.send(user_id, {
      channel_id,
      message,
      root_id,
      user_id: actor.userId,
      props: props ?? {},
    })
  }

  /** Tells the channel that the actor is writing; nothing is stored. */
  async function announceTyping(
    actor: Actor,
    channelId: string,
    parentId: string,
  ): Promise<ReturnType<typeof typing> | undefined> {
    await accessToWrite(actor, channelId)
    if (!config.bool('ServiceSettings.EnableUserTypingMessages')) return undefined
    return typing({ channelId, userId: actor.userId, parentId })
  }

  /** Keeps the post's reactions from changing otherwise until the transaction ends. */
  async function hold(tx: Tx, postId: string): Promise<void> {
    if (!(await lockPost(tx, postId))) throw noPost()
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
    if (change.kind === 'everything') authors.clear()
  }

  return {
    access,
    accessToRead,
    accessToWrite,
    accessManyToRead,
    isRestricted,
    create,
    createFor,
    get,
    byIds,
    ...postEditing(parts),
    ...postInfo(deps),
    remove,
    removeIn,
    erase,
    eraseManyIn,
    whisper,
    ...postUnreading(parts),
    announceTyping,
    hold,
    noteReactions,
    onChange,
  }
}
