import type { Acknowledgement } from '@redoubt/wire/posts.ts'
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'

type Key = Pick<Acknowledgement, 'post_id' | 'user_id'>

/** Oldest first. */
export function findAcknowledgements(db: Db, postIds: string[]): Promise<Acknowledgement[]> {
  return db
    .selectFrom('post_acknowledgements')
    .selectAll()
    .where('post_id', 'in', postIds)
    .orderBy('acknowledged_at')
    .orderBy('user_id')
    .execute()
}

export function findAcknowledgement(db: Db, key: Key): Promise<Acknowledgement | undefined> {
  return db
    .selectFrom('post_acknowledgements')
    .selectAll()
    .where('post_id', '=', key.post_id)
    .where('user_id', '=', key.user_id)
    .executeTakeFirst()
}

/** Keeps the first one: resolves to undefined where there is one already. */
export function insertAcknowledgement(
  tx: Tx,
  row: Acknowledgement,
): Promise<Acknowledgement | undefined> {
  return tx.db
    .insertInto('post_acknowledgements')
    .values(row)
    .onConflict((conflict) => conflict.columns(['post_id', 'user_id']).doNothing())
    .returningAll()
    .executeTakeFirst()
}

export async function deleteAcknowledgement(tx: Tx, key: Key): Promise<void> {
  await tx.db
    .deleteFrom('post_acknowledgements')
    .where('post_id', '=', key.post_id)
    .where('user_id', '=', key.user_id)
    .execute()
}

/** Notes on the post whether anybody has acknowledged it. */
export async function noteAcknowledged(tx: Tx, postId: string): Promise<void> {
  await sql`
    update posts
    set has_acknowledgements = exists (
      select from post_acknowledgements where post_id = ${postId})
    where id = ${postId}`.execute(tx.db)
}
