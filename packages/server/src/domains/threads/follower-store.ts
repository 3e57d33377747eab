import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import {
  type Collapsing,
  columns,
  liveReplies,
  memberships,
  type Reply,
  type ThreadRow,
} from './store.ts'

/** One follower of one thread. */
export type FollowerRow = ThreadRow & { user_id: string; collapses: boolean }

/** What somebody hadn't read before a reply of their own. */
export async function findUnreadBefore(
  db: Db,
  reply: Reply,
): Promise<{ unread_mentions: number; unread_replies: number } | undefined> {
  const { rows } = await sql<{ unread_mentions: number; unread_replies: number }>`
    select m.unread_mentions,
           (select count(*) from posts as r
            where r.root_id = m.post_id and r.delete_at = 0 and r.id <> ${reply.id}
              and r.create_at > m.last_view_at) as unread_replies
    from thread_memberships as m
    where m.user_id = ${reply.user_id} and m.post_id = ${reply.root_id}`.execute(db)
  return rows[0]
}

/** Everybody who follows a thread, and whether their client collapses threads. */
export async function findFollowers(
  db: Db,
  rootId: string,
  collapsing: Collapsing,
): Promise<FollowerRow[]> {
  // Many people may follow a long thread: its replies are read once, then searched for each.
  const { rows } = await sql<FollowerRow>`
    with replies as (
      select coalesce(array_agg(create_at order by create_at), '{}') as times
      from posts where root_id = ${rootId} and delete_at = 0
    )
    select m.user_id, ${columns}, ${collapses(collapsing, sql`m.user_id`)} as collapses,
           cardinality(replies.times) - width_bucket(m.last_view_at, replies.times) as unread_replies
    from ${memberships} cross join replies
    where m.post_id = ${rootId} and m.following`.execute(db)
  return rows
}

function collapses(collapsing: Collapsing, userId: ReturnType<typeof sql>) {
  if (collapsing === 'always') return sql`true`
  if (collapsing === 'never') return sql`false`
  return sql`coalesce((
    select p.value from preferences as p
    where p.user_id = ${userId} and p.category = 'display_settings'
      and p.name = 'collapsed_reply_threads'), ${collapsing}::text) = 'on'`
}

/** Whether the user's client collapses threads, where that is a choice. */
export async function findCollapses(
  db: Db,
  userId: string,
  collapsing: Collapsing,
): Promise<boolean> {
  const { rows } = await sql<{ collapses: boolean }>`
    select ${collapses(collapsing, sql`${userId}::text`)} as collapses`.execute(db)
  return rows[0]?.collapses ?? false
}

/**
 * Members who want to hear of every comment in threads that they began or took part in, and whose
 * client shows replies in the channel.
 */
export async function findCommenters(
  db: Db,
  root: { id: string; user_id: string },
  channelId: string,
  collapsing: Collapsing,
): Promise<{ user_id: string; kind: 'comment' | 'thread' }[]> {
  const { rows } = await sql<{ user_id: string; kind: 'comment' | 'thread' }>`
    select u.id as user_id,
           case when u.id = ${root.user_id} then 'comment' else 'thread' end as kind
    from channel_members as m join users as u on u.id = m.user_id
    where m.channel_id = ${channelId} and u.delete_at = 0
      and (u.id = ${root.user_id} and u.notify_props->>'comments' in ('root', 'any')
        or u.notify_props->>'comments' = 'any'
          and u.id in (select unnest(participants) from threads where post_id = ${root.id}))
      and not ${collapses(collapsing, sql`u.id`)}`.execute(db)
  return rows
}

/** There can't be more unread mentions than unread replies. */
export async function capMentions(tx: Tx, rootId: string): Promise<void> {
  await sql`
    update thread_memberships as m
    set unread_mentions = least(m.unread_mentions, ${liveReplies})
    from threads as t
    where t.post_id = m.post_id and m.post_id = ${rootId} and m.unread_mentions > 0`.execute(tx.db)
}
