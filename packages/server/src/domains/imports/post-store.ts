import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'

export type PostRow = {
  id: string
  channel_id: string
  user_id: string
  root_id: string
  create_at: number
  update_at: number
  edit_at: number
  message: string
  type: string
  props: Record<string, unknown>
  hashtags: string
  is_pinned: boolean
  file_ids: string[]
}

/**
 * The ids of posts that are there already, by the id that the import would give them: one of an
 * earlier import, or one with the same author, time and text.
 */
export async function findKnownPosts(
  db: Db,
  posts: Pick<PostRow, 'id' | 'channel_id' | 'user_id' | 'create_at' | 'message'>[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ wanted: string; id: string }>`
    with wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb)
        as x(id text, channel_id text, user_id text, create_at bigint, message text)
    )
    select w.id as wanted, p.id from wanted as w join posts as p on p.id = w.id
    union all
    select w.id, p.id from wanted as w
      join posts as p on p.channel_id = w.channel_id and p.create_at = w.create_at
        and p.delete_at = 0 and p.user_id = w.user_id and p.message = w.message`.execute(db)
  return new Map(rows.map((row) => [row.wanted, row.id]))
}

/** Those of the given moments at which the channel has a post. */
export async function findTakenTimes(
  db: Db,
  moments: { channel_id: string; time: number }[],
): Promise<{ channel_id: string; time: number }[]> {
  const { rows } = await sql<{ channel_id: string; time: number }>`
    select x.channel_id, x.time
    from jsonb_to_recordset(${JSON.stringify(moments)}::jsonb) as x(channel_id text, time bigint)
    where exists (select from posts as p
                  where p.channel_id = x.channel_id and p.create_at = x.time and p.delete_at = 0)
  `.execute(db)
  return rows
}

/** Resolves to the ids of those that weren't there. */
export async function insertPosts(tx: Tx, posts: PostRow[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    insert into posts (id, create_at, update_at, edit_at, user_id, channel_id, root_id, message,
                       type, props, hashtags, is_pinned, file_ids)
    select id, create_at, update_at, edit_at, user_id, channel_id, root_id, message, type, props,
           hashtags, is_pinned, file_ids
    from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb)
      as x(id text, create_at bigint, update_at bigint, edit_at bigint, user_id text,
           channel_id text, root_id text, message text, type text, props jsonb, hashtags text,
           is_pinned bool, file_ids text[])
    on conflict (id) do nothing
    returning id`.execute(tx.db)
  return new Set(rows.map((row) => row.id))
}

/** What the inserted posts of a channel add up to. */
export type ChannelGain = {
  channel_id: string
  oldest: number
  newest: number
  /** 0 where none is a root. */
  newest_root: number
  counted: number
  counted_root: number
}

/**
 * Adds to the counters of channels and of their members. A member has read what isn't newer than
 * the member's last view. A channel is never younger than its posts.
 */
export async function addToCounters(
  tx: Tx,
  gains: ChannelGain[],
  posts: { channel_id: string; create_at: number; counted: number; counted_root: number }[],
): Promise<void> {
  const gained = sql`jsonb_to_recordset(${JSON.stringify(gains)}::jsonb)
    as g(channel_id text, oldest bigint, newest bigint, newest_root bigint, counted int,
         counted_root int)`
  await sql`
    update channels as c set
      last_post_at = greatest(c.last_post_at, g.newest),
      last_root_post_at = greatest(c.last_root_post_at, g.newest_root),
      total_msg_count = c.total_msg_count + g.counted,
      total_msg_count_root = c.total_msg_count_root + g.counted_root,
      create_at = least(c.create_at, g.oldest)
    from ${gained} where c.id = g.channel_id`.execute(tx.db)
  await sql`
    update channel_members as m set
      msg_count = m.msg_count + g.counted,
      msg_count_root = m.msg_count_root + g.counted_root
    from ${gained}
    where m.channel_id = g.channel_id and m.last_viewed_at >= g.newest`.execute(tx.db)
  await sql`
    update channel_members as m set
      msg_count = m.msg_count + seen.counted,
      msg_count_root = m.msg_count_root + seen.counted_root
    from (
      select m.channel_id, m.user_id, sum(p.counted) as counted, sum(p.counted_root) as counted_root
      from ${gained}
        join channel_members as m on m.channel_id = g.channel_id and m.last_viewed_at < g.newest
        join jsonb_to_recordset(${JSON.stringify(posts)}::jsonb)
          as p(channel_id text, create_at bigint, counted int, counted_root int)
          on p.channel_id = m.channel_id and p.create_at <= m.last_viewed_at
      group by m.channel_id, m.user_id
    ) as seen
    where m.channel_id = seen.channel_id and m.user_id = seen.user_id`.execute(tx.db)
}

export type ReactionRow = {
  post_id: string
  user_id: string
  emoji_name: string
  channel_id: string
  create_at: number
}

/** One that was there stays, also as one that was taken back. Resolves to how many are new. */
export async function insertReactions(tx: Tx, reactions: ReactionRow[]): Promise<number> {
  const { rows } = await sql<{ post_id: string }>`
    insert into reactions (post_id, user_id, emoji_name, channel_id, create_at, update_at)
    select post_id, user_id, emoji_name, channel_id, create_at, create_at
    from jsonb_to_recordset(${JSON.stringify(reactions)}::jsonb)
      as x(post_id text, user_id text, emoji_name text, channel_id text, create_at bigint)
    on conflict (post_id, user_id, emoji_name) do nothing
    returning post_id`.execute(tx.db)
  const postIds = [...new Set(rows.map((row) => row.post_id))]
  await sql`update posts set has_reactions = true where id = any(${postIds})`.execute(tx.db)
  return rows.length
}
