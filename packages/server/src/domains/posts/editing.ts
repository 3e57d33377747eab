import { isDeepStrictEqual } from 'node:util'
import type { Post, PostPatch, PostUpdate } from '@redoubt/wire/posts.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Attachments } from '#domains/files/service.ts'
import type { UserRow } from '#domains/users/service.ts'
import { type Actor, anonymous } from '#platform/actor.ts'
import { AppError, type ErrorId, forbidden, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { noPost, type PostAccess } from './access.ts'
import { ephemeralEdited, postEdited } from './events.ts'
import type { PostsWithMetadata } from './metadata.ts'
import type { PostProps } from './props.ts'
import {
  burnType,
  findHashtags,
  requireValidMessage,
  requireValidPost,
  toOwnProps,
} from './rules.ts'
import {
  findPost,
  findVersions,
  insertVersion,
  type PostRow,
  touchChannel,
  updatePost,
} from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  channels: Pick<ChannelsService, 'access' | 'accessToRead'>
  attachments: Attachments
  withMetadata: PostsWithMetadata
  accesses: PostAccess
  props: PostProps
  findAuthor: (userId: string) => Promise<UserRow>
  /** Undoes what a text was told with. */
  toWritten: (text: string) => string
}

/** What an edit is refused with, for a post that can't be edited; which depends on the call. */
type Refusals = Record<'ifArchived' | 'ifRestricted' | 'ifBurning', ErrorId>

const ofUpdate: Refusals = {
  ifArchived: 'api.post.update_post.can_not_update_post_in_deleted.error',
  ifRestricted: 'api.post.update_post.can_not_update_post_in_restricted_dm.error',
  ifBurning: 'api.post.update_post.burn_on_read.app_error',
}
const ofPatch: Refusals = {
  ifArchived: 'api.post.patch_post.can_not_update_post_in_deleted.error',
  ifRestricted: 'api.post.patch_post.can_not_update_post_in_restricted_dm.error',
  ifBurning: 'api.post.patch_post.can_not_update_burn_on_read_post.error',
}

/** How written posts change; what was there before is kept as a version. */
export function postEditing(deps: Deps) {
  const { db, transact, clock, config, channels, attachments } = deps
  const { withMetadata, accesses, props, findAuthor } = deps

  /** Changes the given parts. */
  async function patch(actor: Actor, postId: string, input: PostPatch): Promise<Post> {
    return edit(actor, await accessToEdit(actor, postId, ofPatch), input)
  }

  /** Replaces everything that can be changed; what is left out is emptied. */
  async function update(actor: Actor, postId: string, input: PostUpdate): Promise<Post> {
    if (input.id !== postId) throw invalidBody('id')
    const post = await accessToEdit(actor, postId, ofUpdate)
    const { message = '', props = {}, is_pinned = false, file_ids } = input
    return edit(actor, post, { message, props, is_pinned, file_ids: file_ids ?? [] })
  }

  /** Writes an earlier version again, as a new edit; for the author alone. */
  async function restoreVersion(actor: Actor, postId: string, versionId: string): Promise<Post> {
    const before = await accesses.accessToRead(actor, postId)
    if (before.user_id !== actor.userId) {
      throw new AppError('app.post.restore_post_version.not_allowed.app_error', 403)
    }
    const post = await accessToEdit(actor, postId, ofUpdate)
    const version = await findPost(db, versionId)
    if (!version) throw noPost()
    if (version.original_id === '') {
      throw new AppError('app.post.restore_post_version.not_an_history_item.app_error', 400)
    }
    if (version.original_id !== postId) {
      throw new AppError('app.post.restore_post_version.not_valid_post_history_item.app_error', 400)
    }
    const { message, file_ids } = version
    return edit(actor, post, { message, file_ids }, { isRestoring: true })
  }

  async function edit(
    actor: Actor,
    { post: before, channel }: { post: PostRow; channel: ChannelRow },
    input: PostPatch,
    options: { isRestoring?: boolean } = {},
  ): Promise<Post> {
    const message = deps.toWritten(input.message ?? before.message)
    const isNewText = message !== before.message
    if (isNewText) {
      requireValidMessage(message)
      requireInTime(before)
    }
    const wantedFiles = [...new Set(input.file_ids ?? before.file_ids)]
    const isNewFiles = wantedFiles.join() !== before.file_ids.join()
    if (isNewFiles) await requireAttachable(actor, before, wantedFiles)
    if (input.props) {
      requireValidPost({ props: input.props })
      props.requireHonest(actor, await findAuthor(actor.userId), input.props)
    }
    const said = { message, props: input.props }
    const newProps = await props.ofEdited(actor, channel, before, said)
    const isNewAttachments = !isDeepStrictEqual(newProps.attachments, before.props.attachments)
    const isEdit = isNewText || isNewFiles || isNewAttachments
    const now = clock()
    return transact(async (tx) => {
      const owner = { ...before, user_id: actor.userId }
      const file_ids = isNewFiles
        ? await changeFiles(tx, owner, wantedFiles, options)
        : before.file_ids
      if (isEdit) requireContent(message, file_ids, newProps)
      const updated = await updatePost(tx, before.id, {
        update_at: now,
        ...(isNewText && { message, hashtags: findHashtags(message) }),
        ...(isNewFiles && { file_ids }),
        ...(isEdit && { edit_at: now }),
        ...((input.props || isNewText) && { props: newProps }),
        ...(input.is_pinned !== undefined && { is_pinned: input.is_pinned }),
      })
      if (!updated) throw noPost()
      if (isEdit) await insertVersion(tx, before, newId(now), now)
      await touchChannel(tx, before.channel_id, now)
      tx.emit(postEdited(await withMetadata.toOne(tx.db, updated)))
      return withMetadata.toOne(tx.db, updated, actor)
    })
  }

  async function requireAttachable(
    actor: Actor,
    before: PostRow,
    wantedFiles: string[],
  ): Promise<void> {
    requireValidPost({ file_ids: wantedFiles })
    const isAdding = wantedFiles.some((id) => !before.file_ids.includes(id))
    if (isAdding) await channels.access(actor, before.channel_id, 'upload_file')
  }

  /** Takes off what isn't wanted any more and attaches what is new; resolves to the files then. */
  async function changeFiles(
    tx: Tx,
    post: PostRow,
    wantedIds: string[],
    { isRestoring = false }: { isRestoring?: boolean },
  ): Promise<string[]> {
    const before = new Set(post.file_ids)
    const wanted = new Set(wantedIds)
    await attachments.detach(tx, post, [...before.difference(wanted)])
    const added = [...wanted.difference(before)]
    const revived = isRestoring ? await attachments.revive(tx, post, added) : []
    const attached = await attachments.attach(tx, post, added)
    const there = new Set([...before, ...revived, ...attached])
    return wantedIds.filter((id) => there.has(id))
  }

  async function accessToEdit(
    actor: Actor,
    postId: string,
    refusals: Refusals,
  ): Promise<{ post: PostRow; channel: ChannelRow }> {
    const post = await accesses.accessToRead(actor, postId)
    const isOwn = post.user_id === actor.userId
    await channels.access(actor, post.channel_id, isOwn ? 'edit_post' : 'edit_others_posts')
    const channel = await accesses.accessToWrite(actor, post.channel_id)
    if (channel.delete_at > 0) throw new AppError(refusals.ifArchived, 400)
    if (await accesses.isRestricted(channel)) throw new AppError(refusals.ifRestricted, 400)
    if (post.type === burnType) throw new AppError(refusals.ifBurning, 400)
    if (post.type.startsWith('system_')) {
      throw new AppError('api.post.update_post.system_message.app_error', 400)
    }
    return { post, channel }
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
    const post = await accesses.accessToRead(actor, postId)
    const channel = await accesses.accessToWrite(actor, post.channel_id)
    if (channel.delete_at > 0) throw new AppError(ofPatch.ifArchived, 400)
    await transact(async (tx) => {
      const row = await updatePost(tx, post.id, { is_pinned: isPinned, update_at: clock() })
      if (!row) throw noPost()
      tx.emit(postEdited(await withMetadata.toOne(tx.db, row)))
    })
  }

  /**
   * Tells the channel of a live post once more, since what it shows beside its text has arrived;
   * `readers` are told what only they may see of it.
   */
  async function showAgain(tx: Tx, postId: string, readers: readonly string[]): Promise<void> {
    const row = await findPost(tx.db, postId)
    if (!row || row.delete_at > 0) return
    const touched = await updatePost(tx, postId, { update_at: clock() })
    if (!touched) return
    tx.emit(postEdited(await withMetadata.toOne(tx.db, touched)))
    const [first] = readers
    if (first === undefined) return
    const post = await withMetadata.toOne(tx.db, touched, { ...anonymous, userId: first })
    for (const userId of readers) tx.emit(ephemeralEdited({ userId, post }))
  }

  /** Earlier texts, the newest first; for the author alone. */
  async function editHistory(actor: Actor, postId: string): Promise<Post[]> {
    const post = await accesses.access(actor, postId, 'edit_post')
    if (post.user_id !== actor.userId) throw forbidden()
    const versions = await findVersions(db, postId)
    if (versions.length === 0) throw noPost()
    return withMetadata.toPosts(db, versions)
  }

  /** What the program of a post says in its place; that it may has been checked by the caller. */
  async function replaceContent(
    before: PostRow,
    content: { message: string; props: Record<string, unknown> },
  ): Promise<void> {
    requireValidPost(content)
    const { message } = content
    const newProps = toOwnProps(content.props)
    requireContent(message, before.file_ids, newProps)
    const isEdit =
      message !== before.message ||
      !isDeepStrictEqual(newProps.attachments, before.props.attachments)
    const now = clock()
    await transact(async (tx) => {
      const updated = await updatePost(tx, before.id, {
        update_at: now,
        message,
        hashtags: findHashtags(message),
        props: newProps,
        ...(isEdit && { edit_at: now }),
      })
      if (!updated) throw noPost()
      if (isEdit) await insertVersion(tx, before, newId(now), now)
      await touchChannel(tx, before.channel_id, now)
      tx.emit(postEdited(await withMetadata.toOne(tx.db, updated)))
    })
  }

  return { patch, update, restoreVersion, setPinned, showAgain, replaceContent, editHistory }
}

function requireContent(message: string, fileIds: string[], props: Record<string, unknown>): void {
  if (message || fileIds.length > 0 || props.attachments) return
  throw new AppError('model.post.is_valid.message_or_files.app_error', 400)
}
