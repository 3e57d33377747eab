import { type Selectable, sql } from 'kysely'
import type { Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type PushedPost = Selectable<Tables['pushed_posts']>

/** Notes whose phones are told of a post, beside those who were before. */
export async function notePushedPost(tx: Tx, row: PushedPost): Promise<void> {
  await tx.db
    .insertInto('pushed_posts')
    .values(row)
    .onConflict((oc) =>
      oc.column('post_id').doUpdateSet({
        user_ids: sql`array(select distinct unnest(pushed_posts.user_ids || excluded.user_ids))`,
      }),
    )
    .execute()
}

/** Forgets these posts; resolves to those that had been told of. */
export function takePushedPosts(tx: Tx, postIds: string[]): Promise<PushedPost[]> {
  return tx.db.deleteFrom('pushed_posts').where('post_id', 'in', postIds).returningAll().execute()
}

export async function deleteOldPushedPosts(tx: Tx, before: number): Promise<void> {
  await tx.db.deleteFrom('pushed_posts').where('create_at', '<', before).execute()
}
