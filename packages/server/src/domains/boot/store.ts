import type { Db } from '#platform/db/database.ts'

/** About how many posts there are: from the channels' own counters, not by reading every post. */
export async function countPosts(db: Db): Promise<number> {
  const row = await db
    .selectFrom('channels')
    .select((eb) => eb.fn.sum<number | null>('total_msg_count').as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count ?? 0)
}
