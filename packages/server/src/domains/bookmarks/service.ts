import type {
  Bookmark,
  BookmarkPatch,
  NewBookmark,
  UpdatedBookmark,
} from '@redoubt/wire/bookmarks.ts'
import { ChannelType } from '@redoubt/wire/channels.ts'
import type { FileInfo } from '@redoubt/wire/files.ts'
import { withoutInvisible } from '@redoubt/wire/invisible.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { Attachments } from '#domains/files/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, type ErrorId } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { bookmarkCreated, bookmarkDeleted, bookmarksSorted, bookmarkUpdated } from './events.ts'
import { maxBookmarks, requireValidBookmark } from './rules.ts'
import {
  type BookmarkRow,
  findBookmarks,
  insertBookmark,
  lockBookmarks,
  numberBookmarks,
  updateBookmark,
} from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  channels: Pick<ChannelsService, 'access' | 'accessToRead' | 'accessToReadContent' | 'isMember'>
  attachments: Attachments
  findFiles: (db: Db, ids: string[]) => Promise<FileInfo[]>
}

type Act = 'add' | 'edit' | 'delete' | 'order'

/** What refusals of each act are called. */
const calls = {
  add: 'create_channel_bookmark',
  edit: 'update_channel_bookmark',
  delete: 'delete_channel_bookmark',
  order: 'update_channel_bookmark_sort_order',
} as const

/** Links and files that stand above a channel. */
export function bookmarksService(deps: Deps) {
  const { db, transact, clock, channels, attachments, findFiles } = deps

  /** In their order; with `since` what changed since, deleted ones among it. */
  async function list(actor: Actor, channelId: string, since?: number): Promise<Bookmark[]> {
    await channels.accessToReadContent(actor, channelId)
    return showAll(db, await findBookmarks(db, channelId, since))
  }

  /** The channel, if the actor may do this with its bookmarks. */
  async function access(actor: Actor, channelId: string, act: Act): Promise<ChannelRow> {
    const channel = await channels.accessToRead(actor, channelId)
    if (channel.delete_at > 0) throw refusal(act, 'deleted_channel.forbidden')
    if (channel.team_id) {
      const kind = channel.type === ChannelType.Open ? 'public' : 'private'
      return channels.access(actor, channelId, `${act}_bookmark_${kind}_channel`)
    }
    if (actor.roles.includes('system_guest')) {
      throw refusal(act, 'direct_or_group_channels_by_guests.forbidden')
    }
    return channels.access(actor, channelId, 'read_channel')
  }

  async function create(actor: Actor, channelId: string, input: NewBookmark): Promise<Bookmark> {
    await access(actor, channelId, 'add')
    return transact(async (tx) => {
      const others = await lockBookmarks(tx, channelId)
      if (others.length >= maxBookmarks) {
        throw new AppError('app.channel.bookmark.save.app_error', 400, {
          params: { Max: maxBookmarks },
        })
      }
      const last = others.at(-1)
      const row = toNewRow(actor, channelId, input, last ? last.sort_order + 1 : 0)
      requireValidBookmark(row)
      await insertBookmark(tx, row)
      await takeFile(tx, row)
      const bookmark = await show(tx, row)
      tx.emit(bookmarkCreated(toTold(actor, channelId, bookmark)))
      return bookmark
    })
  }

  function toNewRow(
    actor: Actor,
    channelId: string,
    input: NewBookmark,
    sortOrder: number,
  ): BookmarkRow {
    const now = clock()
    return {
      id: newId(now),
      channel_id: channelId,
      owner_id: actor.userId,
      create_at: now,
      update_at: now,
      delete_at: 0,
      type: input.type,
      display_name: toName(input.display_name),
      sort_order: sortOrder,
      file_id: input.file_id ?? '',
      link_url: input.link_url ?? '',
      image_url: input.image_url ?? '',
      emoji: toEmojiName(input.emoji),
      original_id: '',
      parent_id: '',
    }
  }

  /** A file is bookmarked by who uploaded it to the channel, and only once. */
  async function takeFile(tx: Tx, row: BookmarkRow): Promise<void> {
    if (!row.file_id) return
    const taken = await attachments.attach(tx, toOwner(row), [row.file_id])
    if (taken.length > 0) return
    throw new AppError('model.channel_bookmark.is_valid.file_id.missing_or_invalid.app_error', 400)
  }

  /** Changes one's own bookmark; that of somebody else is replaced. */
  async function patch(
    actor: Actor,
    channelId: string,
    bookmarkId: string,
    input: BookmarkPatch,
  ): Promise<UpdatedBookmark> {
    await access(actor, channelId, 'edit')
    return transact(async (tx) => {
      const before = find(await lockBookmarks(tx, channelId), bookmarkId)
      const after = toPatched(before, input, clock())
      requireValidBookmark(after)
      const isOwn = before.owner_id === actor.userId
      const told = isOwn
        ? await change(tx, before, after)
        : await replace(tx, before, { ...after, owner_id: actor.userId })
      tx.emit(bookmarkUpdated(toTold(actor, channelId, told)))
      return told
    })
  }

  async function change(tx: Tx, before: BookmarkRow, after: BookmarkRow): Promise<UpdatedBookmark> {
    const { id, ...changes } = after
    const updated = await updateBookmark(tx, id, changes)
    await changeFile(tx, before, after)
    return { updated: await show(tx, updated) }
  }

  async function changeFile(tx: Tx, before: BookmarkRow, after: BookmarkRow): Promise<void> {
    if (after.file_id === before.file_id) return
    if (before.file_id) await attachments.detach(tx, toOwner(before), [before.file_id])
    await takeFile(tx, after)
  }

  async function replace(
    tx: Tx,
    before: BookmarkRow,
    after: BookmarkRow,
  ): Promise<UpdatedBookmark> {
    const now = clock()
    const gone = await updateBookmark(tx, before.id, { delete_at: now, update_at: now })
    const deleted = await show(tx, gone)
    const row = {
      ...after,
      id: newId(now),
      create_at: now,
      original_id: before.original_id || before.id,
    }
    await insertBookmark(tx, row)
    await changeFile(tx, before, row)
    return { updated: await show(tx, row), deleted }
  }

  async function remove(actor: Actor, channelId: string, bookmarkId: string): Promise<Bookmark> {
    await access(actor, channelId, 'delete')
    return transact(async (tx) => {
      const before = find(await lockBookmarks(tx, channelId), bookmarkId)
      const now = clock()
      const row = await updateBookmark(tx, before.id, { delete_at: now, update_at: now })
      const bookmark = await show(tx, row)
      await attachments.removeOfPosts(tx, [toOwner(before).id])
      tx.emit(bookmarkDeleted(toTold(actor, channelId, bookmark)))
      return bookmark
    })
  }

  /** Puts a bookmark at a place, counted from 0; resolves to all of them in their new order. */
  async function move(
    actor: Actor,
    channelId: string,
    bookmarkId: string,
    place: number,
  ): Promise<Bookmark[]> {
    await access(actor, channelId, 'order')
    return transact(async (tx) => {
      const rows = await lockBookmarks(tx, channelId)
      const moved = find(rows, bookmarkId)
      if (place < 0 || place >= rows.length) {
        throw new AppError('app.channel.bookmark.update_sort.invalid_input.app_error', 400)
      }
      const ids = rows.map((row) => row.id).filter((id) => id !== moved.id)
      ids.splice(place, 0, moved.id)
      await numberBookmarks(tx, ids, clock())
      const sorted = await showAll(tx.db, await findBookmarks(tx.db, channelId))
      tx.emit(bookmarksSorted(toTold(actor, channelId, sorted)))
      return sorted
    })
  }

  async function show(tx: Tx, row: BookmarkRow): Promise<Bookmark> {
    const [bookmark] = await showAll(tx.db, [row])
    if (!bookmark) throw notThere()
    return bookmark
  }

  async function showAll(at: Db, rows: BookmarkRow[]): Promise<Bookmark[]> {
    const fileIds = rows.flatMap((row) => (row.file_id ? [row.file_id] : []))
    const files = fileIds.length > 0 ? await findFiles(at, fileIds) : []
    const filesById = new Map(files.map((file) => [file.id, file]))
    return rows.map((row) => toBookmark(row, filesById.get(row.file_id)))
  }

  return { list, create, patch, remove, move }
}

function find(rows: BookmarkRow[], id: string): BookmarkRow {
  const row = rows.find((each) => each.id === id)
  if (!row) throw notThere()
  return row
}

function notThere(): AppError {
  return new AppError('app.channel.bookmark.get.app_error', 404)
}

function refusal(
  act: Act,
  why: 'deleted_channel.forbidden' | 'direct_or_group_channels_by_guests.forbidden',
): AppError {
  const id: ErrorId = `api.channel.bookmark.${calls[act]}.${why}.app_error`
  return new AppError(id, 403)
}

/** A file stays with the bookmark that it came with, whoever changes that. */
function toOwner(row: BookmarkRow) {
  return { id: row.original_id || row.id, user_id: row.owner_id, channel_id: row.channel_id }
}

function toTold<Subject>(actor: Actor, channelId: string, subject: Subject) {
  return { subject, channelId, connectionId: actor.connectionId }
}

function toName(text: string): string {
  return withoutInvisible(text).trim()
}

function toPatched(before: BookmarkRow, patch: BookmarkPatch, now: number): BookmarkRow {
  return {
    ...before,
    display_name: patch.display_name == null ? before.display_name : toName(patch.display_name),
    file_id: patch.file_id ?? before.file_id,
    link_url: patch.link_url ?? before.link_url,
    image_url: patch.image_url ?? before.image_url,
    emoji: patch.emoji == null ? before.emoji : toEmojiName(patch.emoji),
    update_at: Math.max(now, before.update_at + 1),
  }
}

function toEmojiName(emoji: string | null | undefined): string {
  return (emoji ?? '').replace(/^:|:$/g, '').slice(0, 64)
}

/** The wire's form; the file belongs to no post. */
function toBookmark(row: BookmarkRow, file: FileInfo | undefined): Bookmark {
  const { link_url, image_url, emoji, original_id, parent_id, ...rest } = row
  const { post_id: _post, ...info } = file ?? { post_id: '' }
  return {
    ...rest,
    type: row.type === 'file' ? 'file' : 'link',
    ...(link_url && { link_url }),
    ...(image_url && { image_url }),
    ...(emoji && { emoji }),
    ...(original_id && { original_id }),
    ...(parent_id && { parent_id }),
    ...(file && { file: info as FileInfo }),
  }
}
