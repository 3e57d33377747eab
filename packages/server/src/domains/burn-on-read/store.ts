import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type ContentRow = Selectable<Tables['burn_contents']>
export type ReceiptRow = Selectable<Tables['burn_receipts']>

/** A content, and until when somebody may see it; null where they haven't revealed it. */
export type SightRow = ContentRow & { seen_until: number | null }

export async function insertContent(tx: Tx, row: ContentRow): Promise<void> {
  await tx.db.insertInto('burn_contents').values(row).execute()
}

export function findContents(db: Db, postIds: string[], readerId: string): Promise<SightRow[]> {
  return db
    .selectFrom('burn_contents as c')
    .leftJoin('burn_receipts as r', (join) =>
      join.onRef('r.post_id', '=', 'c.post_id').on('r.user_id', '=', readerId),
    )
    .selectAll('c')
    .select('r.expire_at as seen_until')
    .where('c.post_id', 'in', postIds)
    .execute()
}

/** Holds the content until the transaction ends; undefined where it is gone. */
export function lockContent(tx: Tx, postId: string): Promise<ContentRow | undefined> {
  return tx.db
    .selectFrom('burn_contents')
    .selectAll()
    .where('post_id', '=', postId)
    .forUpdate()
    .executeTakeFirst()
}

export function findReceiptsOfPosts(db: Db, postIds: string[]): Promise<ReceiptRow[]> {
  return db
    .selectFrom('burn_receipts')
    .selectAll()
    .where('post_id', 'in', postIds)
    .orderBy('user_id')
    .execute()
}

export async function insertReceipt(tx: Tx, receipt: ReceiptRow): Promise<void> {
  await tx.db.insertInto('burn_receipts').values(receipt).execute()
}

export async function updateReceipt(tx: Tx, receipt: ReceiptRow): Promise<void> {
  await tx.db
    .updateTable('burn_receipts')
    .set({ expire_at: receipt.expire_at })
    .where('post_id', '=', receipt.post_id)
    .where('user_id', '=', receipt.user_id)
    .execute()
}

/** Whether every present member of the channel but the author has revealed the post. */
export async function isSeenByAll(db: Db, content: ContentRow): Promise<boolean> {
  const { rows } = await sql<{ all: boolean }>`
    select not exists (
      select from channel_members as m
      where m.channel_id = ${content.channel_id} and m.user_id <> ${content.user_id}
        and not exists (select from burn_receipts as r
                        where r.post_id = ${content.post_id} and r.user_id = m.user_id)
    ) as all`.execute(db)
  return rows[0]?.all ?? false
}

/** Undefined where the post has no content that burns. */
export function findSight(db: Db, postId: string, readerId: string): Promise<SightRow | undefined> {
  return findContents(db, [postId], readerId).then(([row]) => row)
}

/** Leaves nothing of the posts' contents, and not who has seen them; resolves to whose there were. */
export async function eraseContents(tx: Tx, postIds: string[]): Promise<string[]> {
  if (postIds.length === 0) return []
  const rows = await tx.db
    .deleteFrom('burn_contents')
    .where('post_id', 'in', postIds)
    .returning('post_id')
    .execute()
  const ids = rows.map((row) => row.post_id)
  if (ids.length > 0) await tx.db.deleteFrom('burn_receipts').where('post_id', 'in', ids).execute()
  return ids
}
