import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

/** Who else is in these group channels, of those that the user is in. */
export function findGroupCompanions(
  db: Db,
  userId: string,
  channelIds: string[],
): Promise<{ channel_id: string; user_id: string }[]> {
  return db
    .selectFrom('channel_members as mine')
    .innerJoin('channels as c', 'c.id', 'mine.channel_id')
    .innerJoin('channel_members as theirs', 'theirs.channel_id', 'mine.channel_id')
    .select(['theirs.channel_id', 'theirs.user_id'])
    .where('mine.user_id', '=', userId)
    .where('mine.channel_id', 'in', channelIds)
    .where('c.type', '=', 'G')
    .where('theirs.user_id', '<>', userId)
    .execute()
}

/** The time zones that active members of a channel live in, each once. */
export async function findTimezones(db: Db, channelId: string): Promise<string[]> {
  const { rows } = await sql<{ zone: string }>`
    select distinct case when u.timezone->>'useAutomaticTimezone' = 'true'
      then u.timezone->>'automaticTimezone' else u.timezone->>'manualTimezone' end as zone
    from channel_members as m join users as u on u.id = m.user_id
    where m.channel_id = ${channelId} and u.delete_at = 0
    order by zone`.execute(db)
  return rows.map(({ zone }) => zone).filter(Boolean)
}
