import { sql } from 'kysely'
import type { Tx } from '#platform/db/database.ts'

/** Counts the live replies of these roots anew. */
export async function recountReplies(tx: Tx, rootIds: string[]): Promise<void> {
  await sql`
    update posts as root
    set reply_count = replies.count, last_reply_at = replies.newest,
        update_at = greatest(root.update_at, replies.newest)
    from (select root_id, count(*) as count, max(create_at) as newest
          from posts where root_id = any(${rootIds}) and root_id <> '' and delete_at = 0
          group by root_id) as replies
    where root.id = replies.root_id`.execute(tx.db)
}

export type FollowerRow = {
  post_id: string
  user_id: string
  /** Null: as far as the user has read the channel, or written in the thread. */
  last_view_at: number | null
  unread_mentions: number
}

/**
 * Brings the threads of these roots up to their replies. The root's author and whoever replied
 * follow them, and those whom the file names; somebody who follows already, or not any more, stays
 * as they are.
 */
export async function recountThreads(
  tx: Tx,
  rootIds: string[],
  followers: FollowerRow[],
): Promise<void> {
  await sql`
    insert into threads (post_id, channel_id, team_id, reply_count, last_reply_at, participants)
    select root.id, root.channel_id, c.team_id, root.reply_count, root.last_reply_at,
           (select array_agg(user_id order by latest) from
             (select user_id, max(create_at) as latest from posts
              where root_id = root.id and delete_at = 0 group by user_id) as p)
    from posts as root join channels as c on c.id = root.channel_id
    where root.id = any(${rootIds}) and root.reply_count > 0 and root.delete_at = 0
    on conflict (post_id) do update
      set reply_count = excluded.reply_count, last_reply_at = excluded.last_reply_at,
          participants = excluded.participants`.execute(tx.db)
  await sql`
    with named as (
      select * from jsonb_to_recordset(${JSON.stringify(followers)}::jsonb)
        as x(post_id text, user_id text, last_view_at bigint, unread_mentions int)
    ), wanted as (
      select post_id, user_id, last_view_at, unread_mentions, 0 as own_at from named
      union all
      select root_id, user_id, null, 0, max(create_at) from posts
      where root_id = any(${rootIds}) and root_id <> '' and delete_at = 0
      group by root_id, user_id
      union all
      select id, user_id, null, 0, create_at from posts where id = any(${rootIds})
    )
    insert into thread_memberships
      (post_id, user_id, following, last_update_at, last_view_at, unread_mentions)
    select distinct on (w.post_id, w.user_id) w.post_id, w.user_id, true, t.last_reply_at,
           coalesce(w.last_view_at, greatest(m.last_viewed_at, w.own_at)), w.unread_mentions
    from wanted as w
      join threads as t on t.post_id = w.post_id
      left join channel_members as m on m.channel_id = t.channel_id and m.user_id = w.user_id
    order by w.post_id, w.user_id, w.last_view_at nulls last, w.own_at desc
    on conflict (user_id, post_id) do nothing`.execute(tx.db)
}
