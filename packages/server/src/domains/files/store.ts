import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

const maxUploads = 200

export type FileRow = Selectable<Tables['file_infos']>

export async function insertFiles(tx: Tx, rows: FileRow[]): Promise<void> {
  await tx.db.insertInto('file_infos').values(rows).execute()
}

/** A file that wasn't deleted. */
export function findFile(db: Db, id: string): Promise<FileRow | undefined> {
  return db
    .selectFrom('file_infos')
    .selectAll()
    .where('id', '=', id)
    .where('delete_at', '=', 0)
    .executeTakeFirst()
}

/** Also deleted ones, in any order. */
export function findFiles(db: Db, ids: string[]): Promise<FileRow[]> {
  return db.selectFrom('file_infos').selectAll().where('id', 'in', ids).execute()
}

/**
 * Gives a user's files to a post, once: two posts that want the same file can't both have it.
 * Resolves to the ids of those that were the user's, in the channel and free.
 */
export async function attachFiles(
  tx: Tx,
  ids: string[],
  to: { post_id: string; user_id: string; channel_id: string; now: number },
): Promise<string[]> {
  const rows = await tx.db
    .updateTable('file_infos')
    .set({ post_id: to.post_id, update_at: to.now })
    .where('id', 'in', ids)
    .where('user_id', '=', to.user_id)
    .where('channel_id', '=', to.channel_id)
    .where('post_id', '=', '')
    .where('delete_at', '=', 0)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Deletes files of a post, softly. */
export async function deleteFiles(
  tx: Tx,
  ids: string[],
  of: { post_id: string; now: number },
): Promise<void> {
  await tx.db
    .updateTable('file_infos')
    .set({ delete_at: of.now, update_at: of.now })
    .where('id', 'in', ids)
    .where('post_id', '=', of.post_id)
    .where('delete_at', '=', 0)
    .execute()
}

/** Deletes all files of posts, softly. */
export async function deleteFilesOfPosts(tx: Tx, postIds: string[], now: number): Promise<void> {
  await tx.db
    .updateTable('file_infos')
    .set({ delete_at: now, update_at: now })
    .where('post_id', 'in', postIds)
    .where('delete_at', '=', 0)
    .execute()
}

/** Undoes the deletion of files of a post; resolves to the ids of those that were deleted. */
export async function reviveFiles(
  tx: Tx,
  ids: string[],
  of: { post_id: string; now: number },
): Promise<string[]> {
  const rows = await tx.db
    .updateTable('file_infos')
    .set({ delete_at: 0, update_at: of.now })
    .where('id', 'in', ids)
    .where('post_id', '=', of.post_id)
    .where('delete_at', '>', 0)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Removes the rows of all files of posts; resolves to their ids. */
export async function eraseFilesOfPosts(tx: Tx, postIds: string[]): Promise<string[]> {
  const rows = await tx.db
    .deleteFrom('file_infos')
    .where('post_id', 'in', postIds)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/**
 * Removes the rows of files that were uploaded before the time and that nothing has taken or means
 * to take; resolves to their ids, no more than the limit.
 */
export async function deleteUnattachedFiles(
  tx: Tx,
  { before, limit }: { before: number; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with wanted as (
      select unnest(file_ids) as id from drafts
      union all select unnest(file_ids) from scheduled_posts
      union all select file_id from channel_bookmarks
    )
    delete from file_infos where post_id = '' and id in (
      select f.id from file_infos as f
      where f.post_id = '' and f.create_at < ${before}
        and not exists (select from wanted where wanted.id = f.id)
      limit ${limit})
    returning id`.execute(tx.db)
  return rows.map((row) => row.id)
}

/** How many files the posts of a channel hold. */
export async function countFiles(db: Db, channelId: string): Promise<number> {
  const row = await db
    .selectFrom('file_infos')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('channel_id', '=', channelId)
    .where('post_id', '<>', '')
    .where('delete_at', '=', 0)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

export type UploadRow = Selectable<Tables['upload_sessions']>

export async function insertUpload(tx: Tx, row: UploadRow): Promise<void> {
  await tx.db.insertInto('upload_sessions').values(row).execute()
}

export function findUpload(db: Db, id: string): Promise<UploadRow | undefined> {
  return db.selectFrom('upload_sessions').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Newest first. */
export function findUploadsByUser(db: Db, userId: string): Promise<UploadRow[]> {
  return db
    .selectFrom('upload_sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('id', 'desc')
    .limit(maxUploads)
    .execute()
}

/** Adds a chunk where the upload stands; false where it stands elsewhere by now. */
export async function insertChunk(
  tx: Tx,
  upload: Pick<UploadRow, 'id' | 'file_offset'>,
  chunk: { blob_name: string; size: number },
): Promise<boolean> {
  const advanced = await tx.db
    .updateTable('upload_sessions')
    .set({ file_offset: upload.file_offset + chunk.size })
    .where('id', '=', upload.id)
    .where('file_offset', '=', upload.file_offset)
    .returning('id')
    .executeTakeFirst()
  if (!advanced) return false
  const { blob_name } = chunk
  await tx.db
    .insertInto('upload_chunks')
    .values({ upload_id: upload.id, start_at: upload.file_offset, blob_name })
    .execute()
  return true
}

/** The names of an upload's chunks, in the order of their bytes. */
export async function findChunks(db: Db, uploadId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('upload_chunks')
    .select('blob_name')
    .where('upload_id', '=', uploadId)
    .orderBy('start_at')
    .execute()
  return rows.map((row) => row.blob_name)
}

export async function deleteUpload(tx: Tx, id: string): Promise<void> {
  await tx.db.deleteFrom('upload_sessions').where('id', '=', id).execute()
}

/** Uploads that began before a time; some of them at once. */
export async function findStaleUploads(db: Db, before: number): Promise<string[]> {
  const rows = await db
    .selectFrom('upload_sessions')
    .select('id')
    .where('create_at', '<', before)
    .limit(1_000)
    .execute()
  return rows.map((row) => row.id)
}
