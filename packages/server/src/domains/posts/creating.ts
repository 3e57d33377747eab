import type { NewPost, Post } from '@redoubt/wire/posts.ts'
import type { BurnContents } from '#domains/burn-on-read/service.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { MentionsService } from '#domains/mentions/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import type { UserRow } from '#domains/users/service.ts'
import { type Actor, actorOf } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import type { PostAccess } from './access.ts'
import type { NewPostRow } from './insert.ts'
import type { PostsWithMetadata } from './metadata.ts'
import { toPriority } from './priority.ts'
import type { PostProps } from './props.ts'
import { burnType, findHashtags, requireValidPost } from './rules.ts'
import { findPost, type PostRow } from './store.ts'
import { type NewWriting, noRoot } from './writing.ts'

type Deps = {
  db: Db
  clock: Clock
  config: ConfigService
  roles: RolesService
  channels: Pick<ChannelsService, 'access'>
  statuses: Pick<StatusesService, 'noteActivity'>
  burnContents: Pick<BurnContents, 'requirePostable' | 'lifetime'>
  withMetadata: PostsWithMetadata
  accesses: PostAccess
  mentions: Pick<MentionsService, 'find' | 'tellAuthor'>
  props: PostProps
  findAuthor: (userId: string) => Promise<UserRow>
  /** Undoes what a text was told with. */
  toWritten: (text: string) => string
  insert: (given: NewWriting) => Promise<PostRow>
}

type Options = {
  setsOnline: boolean
  /** What the server itself says in the props. */
  serverProps?: Record<string, unknown>
}

/** How posts come about. */
export function postCreation(deps: Deps) {
  const { db, clock, config, roles, channels, statuses, burnContents } = deps
  const { withMetadata, accesses, props, findAuthor, insert } = deps

  /**
   * Writes a message. A repeated `pending_post_id` of the same author answers with the post that
   * it made the first time, also after a restart.
   */
  async function create(actor: Actor, input: NewPost, options: Options): Promise<Post> {
    const channel = await accesses.accessToWrite(actor, input.channel_id)
    const author = await findAuthor(actor.userId)
    props.requireHonest(actor, author, input.props)
    return write(actor, channel, author, input, options)
  }

  /** Writes what a program says in somebody's name; that it may has been checked by the caller. */
  function createFor(author: UserRow, channel: ChannelRow, input: NewPost): Promise<Post> {
    return write(actorOf(author), channel, author, input, { setsOnline: false })
  }

  async function write(
    actor: Actor,
    channel: ChannelRow,
    author: UserRow,
    wanted: NewPost,
    { setsOnline, serverProps }: Options,
  ): Promise<Post> {
    const input = { ...wanted, message: deps.toWritten(wanted.message ?? '') }
    await requireWritable(actor, channel, author, input)
    const root = input.root_id ? await requireRoot(input.root_id, channel.id) : undefined
    const isBurning = input.type === burnType
    if (isBurning) await burnContents.requirePostable(channel, author, root !== undefined)
    const { message } = input
    const mentions = await deps.mentions.find({
      actor,
      channel,
      said: { message, props: input.props ?? {} },
      root,
    })
    const isReply = root !== undefined
    const wish = input.metadata?.priority
    const priority = toPriority(config, { wish, isReply, channel, author, mentions })
    const said = { message, props: input.props, mentions }
    const post = {
      ...toNewRow(actor, input),
      props: { ...(await props.ofNew(actor, channel, author, said)), ...serverProps },
      priority,
    }
    const given = { channel, author, post, mentioned: mentions.mentioned, root, setsOnline }
    const row = await insert(isBurning ? toSecret(given) : given)
    if (setsOnline) statuses.noteActivity(actor.userId)
    await deps.mentions.tellAuthor(actor, author, channel, row, mentions)
    return {
      ...(await withMetadata.toOne(db, row, actor)),
      pending_post_id: post.pending_post_id,
    }
  }

  async function requireWritable(
    actor: Actor,
    channel: ChannelRow,
    author: UserRow,
    input: NewPost,
  ): Promise<void> {
    if (channel.delete_at > 0) {
      throw new AppError('api.post.create_post.can_not_post_to_deleted.error', 400)
    }
    if (!author.is_bot && (await accesses.isRestricted(channel))) {
      throw new AppError('api.post.create_post.can_not_post_in_restricted_dm.error', 400)
    }
    requireValidPost(input)
    if (!input.message && !input.file_ids?.length && !input.props?.attachments) {
      throw new AppError('model.post.is_valid.message_or_files.app_error', 400)
    }
    if (input.file_ids?.length) await channels.access(actor, channel.id, 'upload_file')
  }

  async function requireRoot(rootId: string, channelId: string): Promise<PostRow> {
    const root = await findPost(db, rootId)
    if (!root || root.delete_at > 0 || root.root_id !== '') throw noRoot()
    if (root.channel_id !== channelId) {
      throw new AppError('api.post.create_post.channel_root_id.app_error', 400)
    }
    if (root.type === burnType) {
      throw new AppError('api.post.create_post.burn_on_read.app_error', 400)
    }
    return root
  }

  function toNewRow(actor: Actor, input: NewPost): Omit<NewPostRow, 'props'> {
    const now = clock()
    const message = input.message ?? ''
    // Programs send a time along without meaning it; only administrators' is taken at its word.
    const exact = roles.grants(actor, 'manage_system') ? input.create_at : undefined
    return {
      id: newId(now),
      create_at: exact || now,
      isExact: Boolean(exact),
      user_id: actor.userId,
      channel_id: input.channel_id,
      root_id: input.root_id ?? '',
      message,
      type: input.type ?? '',
      hashtags: findHashtags(message),
      file_ids: input.file_ids ?? [],
      pending_post_id: input.pending_post_id ?? '',
    }
  }

  /** The row says only that there is something; what it is lies elsewhere. */
  function toSecret(given: NewWriting): NewWriting {
    const { message, file_ids } = given.post
    const stub = { message: '', hashtags: '', file_ids: [], props: burnContents.lifetime() }
    return {
      ...given,
      post: { ...given.post, ...stub },
      secret: { message, file_ids },
    }
  }

  return { create, createFor }
}
