import type { Db } from '#platform/db/database.ts'

/** Whether somebody's absence was told in a channel since a time. */
export async function isAnswered(
  db: Db,
  at: { channelId: string; userId: string; since: number; type: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('posts')
    .select('id')
    .where('channel_id', '=', at.channelId)
    .where('create_at', '>=', at.since)
    .where('delete_at', '=', 0)
    .where('user_id', '=', at.userId)
    .where('type', '=', at.type)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
