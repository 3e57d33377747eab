import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import { uncountedTypes } from './rules.ts'

export type PostRow = Selectable<Tables['posts']>

export function findPost(db: Db, id: string): Promise<PostRow | undefined> {
  return db.selectFrom('posts').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findPostByPendingId(
  db: Db,
  userId: string,
  pendingPostId: string,
): Promise<PostRow | undefined> {
  return db
    .selectFrom('posts')
    .selectAll()
    .where('user_id', '=', userId)
    .where('pending_post_id', '=', pendingPostId)
    .where('pending_post_id', '<>', '')
    .executeTakeFirst()
}

export function findPostsByIds(db: Db, ids: string[]): Promise<PostRow[]> {
  return db.selectFrom('posts').selectAll().where('id', 'in', ids).execute()
}

type PostChanges = {
  message?: string
  file_ids?: string[]
  props?: Record<string, unknown>
  hashtags?: string
  is_pinned?: boolean
  update_at: number
  edit_at?: number
}

export function updatePost(tx: Tx, id: string, changes: PostChanges): Promise<PostRow | undefined> {
  const { props, ...columns } = changes
  return tx.db
    .updateTable('posts')
    .set({ ...columns, ...(props && { props: JSON.stringify(props) }) })
    .where('id', '=', id)
    .where('delete_at', '=', 0)
    .returningAll()
    .executeTakeFirst()
}

/** Keeps others from changing a live post until the transaction ends; false where there is none. */
export async function lockPost(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('posts')
    .select('id')
    .where('id', '=', id)
    .where('delete_at', '=', 0)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** Notes that a post's reactions changed; `update_at` always grows, so that lists tell of it. */
export async function updateHasReactions(
  tx: Tx,
  id: string,
  changes: { hasReactions: boolean; now: number },
): Promise<void> {
  await tx.db
    .updateTable('posts')
    .set({
      has_reactions: changes.hasReactions,
      update_at: sql<number>`greatest(update_at + 1, ${changes.now})`,
    })
    .where('id', '=', id)
    .execute()
}

/** Keeps a version that an edit replaces, as a deleted row that names its post. */
export async function insertVersion(
  tx: Tx,
  before: PostRow,
  id: string,
  now: number,
): Promise<void> {
  await tx.db
    .insertInto('posts')
    .values({
      ...before,
      id,
      props: JSON.stringify(before.props),
      priority: '{}',
      original_id: before.id,
      pending_post_id: '',
      is_pinned: false,
      update_at: now,
      delete_at: now,
    })
    .execute()
}

/** Newest version first. */
export function findVersions(db: Db, postId: string): Promise<PostRow[]> {
  return db
    .selectFrom('posts')
    .selectAll()
    .where('original_id', '=', postId)
    .orderBy('update_at', 'desc')
    .execute()
}

/**
 * Holds a thread until the end of the transaction, so that no reply comes while it is being deleted.
 * Resolves to whether its root is there. Taken before the channel, by all who take both.
 */
export async function lockThread(tx: Tx, rootId: string): Promise<boolean> {
  const root = await tx.db
    .selectFrom('posts')
    .select('delete_at')
    .where('id', '=', rootId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return root?.delete_at === 0
}

/**
 * Deletes a post and, where it is a root, its replies; softly. Resolves to the ids of those that
 * were there.
 */
export async function deletePost(
  tx: Tx,
  post: PostRow,
  by: string,
  now: number,
): Promise<string[]> {
  await lockThread(tx, post.root_id || post.id)
  const rows = await tx.db
    .updateTable('posts')
    .set({
      delete_at: now,
      update_at: now,
      props: sql<string>`props || ${JSON.stringify({ deleteBy: by })}::jsonb`,
    })
    .where((eb) => eb.or([eb('id', '=', post.id), eb('root_id', '=', post.id)]))
    .where('delete_at', '=', 0)
    .returning('id')
    .execute()
  const ids = rows.map((row) => row.id)
  if (!post.root_id) return ids
  await sql`
    update posts as root
    set reply_count = replies.count, last_reply_at = coalesce(replies.newest, 0), update_at = ${now}
    from (select count(*) as count, max(create_at) as newest
          from posts where root_id = ${post.root_id} and delete_at = 0) as replies
    where root.id = ${post.root_id}`.execute(tx.db)
  return ids
}

/** Notes that something in the channel changed. */
export async function touchChannel(tx: Tx, channelId: string, now: number): Promise<void> {
  await tx.db
    .updateTable('channels')
    .set({ last_post_at: sql<number>`greatest(last_post_at, ${now})` })
    .where('id', '=', channelId)
    .execute()
}

/**
 * Holds a membership until the transaction ends. Whoever reads what there is to count afterwards
 * sees every post that has counted here already.
 */
export async function lockMember(
  tx: Tx,
  { channelId, userId }: { channelId: string; userId: string },
): Promise<void> {
  await tx.db
    .selectFrom('channel_members')
    .select('user_id')
    .where('channel_id', '=', channelId)
    .where('user_id', '=', userId)
    .forNoKeyUpdate()
    .execute()
}

/** Makes a held membership unread from `time` on; resolves to the new counters. */
export async function markUnreadFrom(
  tx: Tx,
  key: { channelId: string; userId: string },
  from: { time: number; countsRoots: boolean },
) {
  const { rows } = await sql<{
    msg_count: number
    msg_count_root: number
    mention_count: number
    mention_count_root: number
    urgent_mention_count: number
    last_viewed_at: number
  }>`
    update channel_members as m
    set last_viewed_at = ${from.time - 1}, last_update_at = ${from.time - 1},
        msg_count = c.total_msg_count - later.posts,
        msg_count_root = c.total_msg_count_root - case when ${from.countsRoots} then later.roots else 0 end,
        mention_count = later.mentions,
        mention_count_root = case when ${from.countsRoots} then later.root_mentions else 0 end,
        urgent_mention_count = later.urgent_mentions
    from channels as c,
      (select count(*) filter (where x.is_counted) as posts,
              count(*) filter (where x.is_counted and x.is_root) as roots,
              count(*) filter (where x.is_mention) as mentions,
              count(*) filter (where x.is_mention and x.is_root) as root_mentions,
              count(*) filter (where x.is_mention and x.is_urgent) as urgent_mentions
       from (select p.type <> all(${[...uncountedTypes]}::text[]) as is_counted,
                    p.root_id = '' as is_root,
                    ${key.userId} = any(p.mentioned_ids) as is_mention,
                    coalesce(p.priority->>'priority' = 'urgent', false) as is_urgent
             from posts as p
             where p.channel_id = ${key.channelId} and p.create_at >= ${from.time}
               and p.delete_at = 0) as x) as later
    where c.id = m.channel_id and m.channel_id = ${key.channelId} and m.user_id = ${key.userId}
    returning m.msg_count, m.msg_count_root, m.mention_count, m.mention_count_root,
              m.urgent_mention_count, m.last_viewed_at`.execute(tx.db)
  return rows[0]
}

/** The ids of a post, its replies and the versions of all of them. */
export async function findFamily(db: Db, postId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with living as (select id from posts where id = ${postId} or root_id = ${postId})
    select id from living
    union select id from posts where original_id in (select id from living)`.execute(db)
  return rows.map((row) => row.id)
}

/** Leaves nothing of posts, nor of what others said about them. */
export async function erasePosts(tx: Tx, ids: string[]): Promise<void> {
  await sql`
    with reaction as (delete from reactions where post_id = any(${ids})),
      acknowledgement as (delete from post_acknowledgements where post_id = any(${ids})),
      thread as (delete from threads where post_id = any(${ids})),
      follower as (delete from thread_memberships where post_id = any(${ids})),
      content as (delete from burn_contents where post_id = any(${ids})),
      receipt as (delete from burn_receipts where post_id = any(${ids}))
    delete from posts where id = any(${ids})`.execute(tx.db)
}

/** Gives the copies of posts what belonged to the originals: files, reactions, and the like. */
export async function carryOver(
  tx: Tx,
  newIds: Record<string, string>,
  channelId: string,
): Promise<void> {
  await sql`
    with copy as (
      select key as old_id, value as new_id from jsonb_each_text(${JSON.stringify(newIds)}::jsonb)
    ), file as (
      update file_infos as f set post_id = copy.new_id, channel_id = ${channelId}
      from copy where f.post_id = copy.old_id
    ), reaction as (
      update reactions as r set post_id = copy.new_id, channel_id = ${channelId}
      from copy where r.post_id = copy.old_id
    ), acknowledgement as (
      update post_acknowledgements as a set post_id = copy.new_id, channel_id = ${channelId}
      from copy where a.post_id = copy.old_id
    )
    update posts as p
    set edit_at = old.edit_at, has_reactions = old.has_reactions,
        has_acknowledgements = old.has_acknowledgements
    from copy join posts as old on old.id = copy.old_id
    where p.id = copy.new_id`.execute(tx.db)
}
