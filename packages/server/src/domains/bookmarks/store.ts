import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type BookmarkRow = Selectable<Tables['channel_bookmarks']>

export async function insertBookmark(tx: Tx, row: BookmarkRow): Promise<void> {
  await tx.db.insertInto('channel_bookmarks').values(row).execute()
}

export function updateBookmark(
  tx: Tx,
  id: string,
  changes: Partial<BookmarkRow>,
): Promise<BookmarkRow> {
  return tx.db
    .updateTable('channel_bookmarks')
    .set(changes)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Live bookmarks in their order, and with `since` also those that were deleted since. */
export function findBookmarks(db: Db, channelId: string, since?: number): Promise<BookmarkRow[]> {
  const query = db
    .selectFrom('channel_bookmarks')
    .selectAll()
    .where('channel_id', '=', channelId)
    .orderBy('sort_order')
    .orderBy('create_at')
    .orderBy('id')
  return (
    since === undefined ? query.where('delete_at', '=', 0) : query.where('update_at', '>=', since)
  ).execute()
}

/** Keeps the bookmarks of a channel from being changed otherwise until the transaction ends. */
export async function lockBookmarks(tx: Tx, channelId: string): Promise<BookmarkRow[]> {
  await tx.db
    .selectFrom('channels')
    .select('id')
    .where('id', '=', channelId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return findBookmarks(tx.db, channelId)
}

/** Numbers bookmarks in this order. */
export async function numberBookmarks(tx: Tx, ids: string[], now: number): Promise<void> {
  await sql`
    update channel_bookmarks as b set sort_order = o.position - 1, update_at = ${now}
    from unnest(${ids}::text[]) with ordinality as o (id, position)
    where b.id = o.id and b.sort_order <> o.position - 1`.execute(tx.db)
}
