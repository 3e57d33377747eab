import type { FileInfo } from '@redoubt/wire/files.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import {
  attachFiles,
  deleteFiles,
  deleteFilesOfPosts,
  eraseFilesOfPosts,
  type FileRow,
  findFiles,
  reviveFiles,
} from './store.ts'

export type Attachments = ReturnType<typeof makeAttachments>

type Owner = { id: string; user_id: string; channel_id: string }

type Deps = {
  clock: Clock
  /** Has the content of files removed, once the transaction has committed. */
  eraseContent: (tx: Tx, fileIds: string[]) => Promise<void>
}

/** The files of posts: what posts know of files. */
export function makeAttachments({ clock, eraseContent }: Deps) {
  /**
   * Gives the post those files that its author uploaded to its channel and that no post has yet;
   * the others are left out without a word. Resolves to their ids in the wanted order.
   */
  async function attach(tx: Tx, post: Owner, wantedIds: string[]): Promise<string[]> {
    if (wantedIds.length === 0) return []
    const { id: post_id, user_id, channel_id } = post
    const to = { post_id, user_id, channel_id, now: clock() }
    const attached = new Set(await attachFiles(tx, wantedIds, to))
    return [...new Set(wantedIds)].filter((id) => attached.has(id))
  }

  /** Takes files off a post and deletes them. */
  async function detach(tx: Tx, post: Owner, ids: string[]): Promise<void> {
    if (ids.length > 0) await deleteFiles(tx, ids, { post_id: post.id, now: clock() })
  }

  /** Deletes the files of posts that were deleted. */
  async function removeOfPosts(tx: Tx, postIds: string[]): Promise<void> {
    if (postIds.length > 0) await deleteFilesOfPosts(tx, postIds, clock())
  }

  /** Gives a post back files that were taken off it; resolves to their ids. */
  async function revive(tx: Tx, post: Owner, ids: string[]): Promise<string[]> {
    return ids.length > 0 ? reviveFiles(tx, ids, { post_id: post.id, now: clock() }) : []
  }

  /** Leaves nothing of the files of posts. */
  async function erase(tx: Tx, postIds: string[]): Promise<void> {
    const ids = postIds.length > 0 ? await eraseFilesOfPosts(tx, postIds) : []
    if (ids.length > 0) await eraseContent(tx, ids)
  }

  return { attach, detach, removeOfPosts, revive, erase }
}

/** Also deleted ones, in any order. */
export async function findFileInfos(db: Db, ids: string[]): Promise<FileInfo[]> {
  return (await findFiles(db, ids)).map(toFileInfo)
}

/** The wire's form of a file. */
export function toFileInfo(row: FileRow): FileInfo {
  const isImage = row.width > 0 && row.height > 0
  return {
    id: row.id,
    user_id: row.user_id,
    ...(row.post_id && { post_id: row.post_id }),
    channel_id: row.channel_id,
    create_at: row.create_at,
    update_at: row.update_at,
    delete_at: row.delete_at,
    name: row.name,
    extension: row.extension,
    size: row.size,
    mime_type: row.mime_type,
    ...(isImage && { width: row.width, height: row.height }),
    ...(row.preview_type && { has_preview_image: true }),
    mini_preview: row.mini_preview?.toString('base64') ?? null,
    remote_id: '',
    archived: false,
  }
}
