import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'

/** A thread, and how far its follower has read. */
export type ThreadRow = {
  post_id: string
  team_id: string
  reply_count: number
  last_reply_at: number
  participants: string[]
  delete_at: number
  last_view_at: number
  unread_mentions: number
  unread_replies: number
}

/** Whose threads collapse: everybody's, nobody's, or where it's a choice those of `by default`. */
export type Collapsing = 'always' | 'never' | 'on' | 'off'

export type Reply = {
  id: string
  root_id: string
  channel_id: string
  team_id: string
  user_id: string
  create_at: number
}

export const liveReplies = sql`
  (select count(*) from posts as r
   where r.root_id = t.post_id and r.delete_at = 0 and r.create_at > m.last_view_at)`

export const columns = sql`
  t.post_id, t.team_id, t.reply_count, t.last_reply_at, t.participants, t.delete_at,
  m.last_view_at, m.unread_mentions`

/** Memberships count only as long as the user is in the channel. */
export const memberships = sql`
  thread_memberships as m
  join threads as t on t.post_id = m.post_id
  join channel_members as c on c.channel_id = t.channel_id and c.user_id = m.user_id`

/**
 * Counts a reply and lets people follow: those who write, who are mentioned, and `alsoIds`.
 * Who has unfollowed stays away unless mentioned. The author has seen the thread.
 */
export async function upsertReply(
  tx: Tx,
  reply: Reply,
  follow: { mentionedIds: readonly string[]; alsoIds: readonly string[]; isAutomatic: boolean },
): Promise<void> {
  const { root_id, user_id, create_at } = reply
  await sql`
    with thread as (
      insert into threads as t (post_id, channel_id, team_id, reply_count, last_reply_at, participants)
      values (${root_id}, ${reply.channel_id}, ${reply.team_id}, 1, ${create_at}, array[${user_id}])
      on conflict (post_id) do update
      set reply_count = t.reply_count + 1,
          last_reply_at = greatest(t.last_reply_at, excluded.last_reply_at),
          participants = array_remove(t.participants, ${user_id}) || excluded.participants
    ), named as (
      select unnest(${follow.mentionedIds}::text[]) as user_id, 1 as mentions
      union all select unnest(${[user_id, ...follow.alsoIds]}::text[]), 0
      union all select user_id, 0 from channel_members
        where channel_id = ${reply.channel_id}
          and notify_props->>'channel_auto_follow_threads' = 'on'
    ), wanted as (
      select named.user_id, max(named.mentions) as mentions
      from named join channel_members as c
        on c.channel_id = ${reply.channel_id} and c.user_id = named.user_id
      where ${follow.isAutomatic} or exists (
        select from thread_memberships as m where m.post_id = ${root_id} and m.user_id = named.user_id)
      group by named.user_id
    )
    insert into thread_memberships as m
      (post_id, user_id, following, last_update_at, last_view_at, unread_mentions)
    select ${root_id}, user_id, true, ${create_at},
           case when user_id = ${user_id} then ${create_at} else ${create_at}::bigint - 1 end, mentions
    from wanted
    on conflict (user_id, post_id) do update
    set following = m.following or excluded.unread_mentions > 0,
        last_update_at = excluded.last_update_at,
        last_view_at = case when m.user_id = ${user_id}
          then greatest(m.last_view_at, excluded.last_view_at) else m.last_view_at end,
        unread_mentions = case when m.user_id = ${user_id}
          then 0 else m.unread_mentions + excluded.unread_mentions end`.execute(tx.db)
}

/** Counts a thread's live replies again. */
export async function recountThread(tx: Tx, rootId: string): Promise<void> {
  await sql`
    update threads as t
    set reply_count = coalesce(r.count, 0), last_reply_at = coalesce(r.newest, 0),
        participants = coalesce(r.participants, '{}')
    from (
      select sum(count) as count, max(newest) as newest,
             array_agg(user_id order by newest) as participants
      from (select user_id, count(*) as count, max(create_at) as newest from posts
            where root_id = ${rootId} and delete_at = 0 group by user_id) as by_user
    ) as r
    where t.post_id = ${rootId}`.execute(tx.db)
}

export async function deleteThread(tx: Tx, rootId: string, now: number): Promise<void> {
  await tx.db.updateTable('threads').set({ delete_at: now }).where('post_id', '=', rootId).execute()
}

export type Membership = {
  post_id: string
  user_id: string
  following: boolean
  last_update_at: number
  last_view_at: number
  unread_mentions: number
}

export function findMembership(
  db: Db,
  userId: string,
  rootId: string,
): Promise<Membership | undefined> {
  return db
    .selectFrom('thread_memberships')
    .selectAll()
    .where('user_id', '=', userId)
    .where('post_id', '=', rootId)
    .executeTakeFirst()
}

export async function upsertMembership(tx: Tx, membership: Membership): Promise<void> {
  const { user_id: _user, post_id: _post, ...changes } = membership
  await tx.db
    .insertInto('thread_memberships')
    .values(membership)
    .onConflict((oc) => oc.columns(['user_id', 'post_id']).doUpdateSet(changes))
    .execute()
}

/** Whose threads: those of a team, and unless they are left out of direct and group channels. */
export type Scope = { userId: string; teamId: string; withDirect: boolean }

function inScope({ userId, teamId, withDirect }: Scope) {
  return sql`m.user_id = ${userId} and m.following
    and t.team_id = any(${withDirect ? [teamId, ''] : [teamId]})`
}

const isUnread = sql`(t.last_reply_at > m.last_view_at or m.unread_mentions > 0)`

export type ThreadFilter = {
  before?: string | undefined
  after?: string | undefined
  since: number
  limit: number
  unreadOnly: boolean
  withDeleted: boolean
}

/** A page of followed threads, the latest reply first; with `after` the oldest one first. */
export async function findThreads(
  db: Db,
  scope: Scope,
  filter: ThreadFilter,
): Promise<ThreadRow[]> {
  const { before, after } = filter
  const anchor = (id: string) =>
    sql`(select a.last_reply_at, a.post_id from threads as a where a.post_id = ${id})`
  const { rows } = await sql<ThreadRow>`
    select ${columns}, ${liveReplies} as unread_replies from ${memberships}
    where ${inScope(scope)}
      ${filter.withDeleted ? sql`` : sql`and t.delete_at = 0 and t.reply_count > 0`}
      ${filter.unreadOnly ? sql`and ${isUnread}` : sql``}
      ${filter.since > 0 ? sql`and (m.last_update_at >= ${filter.since} or t.last_reply_at >= ${filter.since})` : sql``}
      ${before ? sql`and (t.last_reply_at, t.post_id) < ${anchor(before)}` : sql``}
      ${after ? sql`and (t.last_reply_at, t.post_id) > ${anchor(after)}` : sql``}
    order by ${after ? sql`t.last_reply_at, t.post_id` : sql`t.last_reply_at desc, t.post_id desc`}
    limit ${filter.limit}`.execute(db)
  return rows
}

/** One followed thread; undefined where the user doesn't follow it. */
export async function findThread(
  db: Db,
  userId: string,
  rootId: string,
): Promise<ThreadRow | undefined> {
  const { rows } = await sql<ThreadRow>`
    select ${columns}, ${liveReplies} as unread_replies from ${memberships}
    where m.user_id = ${userId} and m.post_id = ${rootId} and m.following`.execute(db)
  return rows[0]
}

export type Totals = {
  total: number
  unread_threads: number
  unread_mentions: number
  unread_urgent_mentions: number
}

const totals = sql`
  count(*) as total, count(*) filter (where ${isUnread}) as unread_threads,
  coalesce(sum(m.unread_mentions), 0) as unread_mentions,
  coalesce(sum(m.unread_mentions) filter (
    where m.unread_mentions > 0 and exists (
      select from posts as p where p.id = t.post_id and p.priority->>'priority' = 'urgent')
  ), 0) as unread_urgent_mentions`

export async function countThreads(
  db: Db,
  scope: Scope,
  filter: { withDeleted: boolean },
): Promise<Totals> {
  const { rows } = await sql<Totals>`
    select ${totals} from ${memberships}
    where ${inScope(scope)}
      ${filter.withDeleted ? sql`` : sql`and t.delete_at = 0 and t.reply_count > 0`}`.execute(db)
  return rows[0] ?? { total: 0, unread_threads: 0, unread_mentions: 0, unread_urgent_mentions: 0 }
}

/** Of each team; direct and group channels are in none. */
export async function countThreadsByTeam(
  db: Db,
  userId: string,
): Promise<(Totals & { team_id: string })[]> {
  const { rows } = await sql<Totals & { team_id: string }>`
    select t.team_id, ${totals} from ${memberships}
    where m.user_id = ${userId} and m.following and t.team_id <> '' and t.delete_at = 0
    group by t.team_id`.execute(db)
  return rows
}

/** Marks every thread of a team as read, or every one of some channels; resolves to channels. */
export async function markAllRead(
  tx: Tx,
  userId: string,
  where: { teamId: string } | { channelIds: readonly string[] },
  now: number,
): Promise<string[]> {
  const place =
    'teamId' in where
      ? sql`t.team_id = any(${[where.teamId, '']})`
      : sql`t.channel_id = any(${where.channelIds})`
  const { rows } = await sql<{ channel_id: string }>`
    with read as (
      update thread_memberships as m
      set last_view_at = greatest(${now}::bigint, t.last_reply_at), unread_mentions = 0,
          last_update_at = ${now}
      from threads as t
      where t.post_id = m.post_id and m.user_id = ${userId} and ${place} and ${isUnread}
      returning t.channel_id
    )
    select distinct channel_id from read`.execute(tx.db)
  return rows.map((row) => row.channel_id)
}

/** How many live replies of a thread after a time mentioned the user when they were written. */
export async function countMentionsAfter(
  db: Db,
  rootId: string,
  at: { time: number; userId: string },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from posts
    where root_id = ${rootId} and delete_at = 0 and create_at > ${at.time}
      and ${at.userId} = any(mentioned_ids)`.execute(db)
  return rows[0]?.count ?? 0
}

/** Of root posts: who took part in their threads, and whether the user follows them. */
export async function findSummaries(
  db: Db,
  userId: string,
  rootIds: string[],
): Promise<{ post_id: string; participants: string[] | null; following: boolean }[]> {
  const { rows } = await sql<{
    post_id: string
    participants: string[] | null
    following: boolean
  }>`
    select root.id as post_id, t.participants, coalesce(m.following, false) as following
    from unnest(${rootIds}::text[]) as root (id)
    left join threads as t on t.post_id = root.id
    left join thread_memberships as m on m.post_id = root.id and m.user_id = ${userId}`.execute(db)
  return rows
}

/** Notes that a channel is in another team now. */
export async function moveThreads(tx: Tx, channelId: string, teamId: string): Promise<void> {
  await tx.db
    .updateTable('threads')
    .set({ team_id: teamId })
    .where('channel_id', '=', channelId)
    .execute()
}

/** Takes a thread to the root that was written anew in another channel, with who follows it there. */
export async function moveThread(
  tx: Tx,
  move: { fromId: string; toId: string; channel: { id: string; team_id: string } },
): Promise<void> {
  const { fromId, toId, channel } = move
  await sql`
    with thread as (
      insert into threads (post_id, channel_id, team_id, reply_count, last_reply_at, participants)
      select ${toId}, ${channel.id}, ${channel.team_id}, t.reply_count, p.last_reply_at,
             t.participants
      from threads as t join posts as p on p.id = ${toId} where t.post_id = ${fromId}
    )
    update thread_memberships as m set post_id = ${toId}
    where m.post_id = ${fromId} and exists (
      select from channel_members as c
      where c.channel_id = ${channel.id} and c.user_id = m.user_id)`.execute(tx.db)
}
