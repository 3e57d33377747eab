import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

/** Whether one of these people has replied to a post, reacted to it or acknowledged it. */
export async function isAnswered(db: Db, postId: string, userIds: string[]): Promise<boolean> {
  const { rows } = await sql<{ answered: boolean }>`
    select exists (select from posts where root_id = ${postId} and delete_at = 0
                     and user_id = any(${userIds}))
      or exists (select from reactions where post_id = ${postId} and delete_at = 0
                   and user_id = any(${userIds}))
      or exists (select from post_acknowledgements where post_id = ${postId}
                   and user_id = any(${userIds})) as answered`.execute(db)
  return rows[0]?.answered ?? false
}
