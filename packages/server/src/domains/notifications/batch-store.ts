import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'

type BatchPost = { user_id: string; post_id: string; create_at: number }

/** Adds a post to the batches of some people; resolves to those whose batch isn't full. */
export async function addToBatches(
  tx: Tx,
  userIds: string[],
  post: { id: string; create_at: number },
  capacity: number,
): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    insert into mail_batch_posts (user_id, post_id, create_at)
    select w.user_id, ${post.id}, ${post.create_at} from unnest(${userIds}::text[]) as w (user_id)
    where (select count(*) from mail_batch_posts as b where b.user_id = w.user_id) < ${capacity}
    on conflict (user_id, post_id) do update set create_at = excluded.create_at
    returning user_id`.execute(tx.db)
  return rows.map(({ user_id }) => user_id)
}

/** The users whose batch has waited as long as they chose, in seconds; the longest first. */
export async function findDueBatches(
  db: Db,
  at: { now: number; defaultSeconds: number; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select b.user_id
    from mail_batch_posts as b
      left join preferences as p on p.user_id = b.user_id
        and p.category = 'notifications' and p.name = 'email_interval'
    group by b.user_id, p.value
    having min(b.create_at) <= ${at.now}::bigint
      - 1000 * case when p.value ~ '^[0-9]{1,6}$' then p.value::int else ${at.defaultSeconds} end
    order by min(b.create_at) limit ${at.limit}`.execute(db)
  return rows.map(({ user_id }) => user_id)
}

/** Takes a batch out; what was deleted since isn't in it. */
export async function takeBatch(tx: Tx, userId: string): Promise<BatchPost[]> {
  const { rows } = await sql<BatchPost>`
    delete from mail_batch_posts where user_id = ${userId}
    returning user_id, post_id, create_at`.execute(tx.db)
  return rows
}

/** When the user last looked at a channel of each of these teams; '' for direct and group channels. */
export async function findLastViews(
  db: Db,
  userId: string,
  teamIds: string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ team_id: string; viewed_at: number }>`
    select c.team_id, max(m.last_viewed_at) as viewed_at
    from channel_members as m join channels as c on c.id = m.channel_id
    where m.user_id = ${userId} and c.team_id = any(${teamIds})
    group by c.team_id`.execute(db)
  return new Map(rows.map(({ team_id, viewed_at }) => [team_id, Number(viewed_at)]))
}
