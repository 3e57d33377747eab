import type { Db } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'

/** '' admits all. A team's channels include direct and group channels, which are in none. */
export type SavedFilter = { channelId: string; teamId: string }

/** The ids of the live posts that the user has saved, newest post first. */
export async function findSavedPostIds(
  db: Db,
  userId: string,
  { channelId, teamId }: SavedFilter,
  page: Page,
): Promise<string[]> {
  let query = db
    .selectFrom('preferences as flag')
    .innerJoin('posts', 'posts.id', 'flag.name')
    .innerJoin('channels', 'channels.id', 'posts.channel_id')
    .select('posts.id')
    .where('flag.user_id', '=', userId)
    .where('flag.category', '=', 'flagged_post')
    .where('flag.value', '=', 'true')
    .where('posts.delete_at', '=', 0)
  if (channelId) query = query.where('posts.channel_id', '=', channelId)
  if (teamId) query = query.where('channels.team_id', 'in', [teamId, ''])
  const rows = await query
    .orderBy('posts.create_at', 'desc')
    .orderBy('posts.id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(({ id }) => id)
}
