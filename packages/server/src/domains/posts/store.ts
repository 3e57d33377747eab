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

export type ListFilter = { rootsOnly: boolean; includeDeleted: boolean }

function postsOf(db: Db, channelId: string, filter: ListFilter) {
  let query = db
    .selectFrom('posts')
    .selectAll()
    .where('channel_id', '=', channelId)
    .where('original_id', '=', '')
  if (!filter.includeDeleted) query = query.where('delete_at', '=', 0)
  return filter.rootsOnly ? query.where('root_id', '=', '') : query
}

/** The newest posts, newest first. */
export function findNewestPosts(
  db: Db,
  channelId: string,
  filter: ListFilter,
  page: { limit: number; offset: number },
): Promise<PostRow[]> {
  return postsOf(db, channelId, filter)
    .orderBy('create_at', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

/** Posts older than `time`, newest first. */
export function findPostsBefore(
  db: Db,
  channelId: string,
  filter: ListFilter,
  at: { time: number; limit: number; offset: number },
): Promise<PostRow[]> {
  return postsOf(db, channelId, filter)
    .where('create_at', '<', at.time)
    .orderBy('create_at', 'desc')
    .limit(at.limit)
    .offset(at.offset)
    .execute()
}

/** The posts that follow `time` most closely, newest first. */
export async function findPostsAfter(
  db: Db,
  channelId: string,
  filter: ListFilter,
  at: { time: number; limit: number; offset: number },
): Promise<PostRow[]> {
  const rows = await postsOf(db, channelId, filter)
    .where('create_at', '>', at.time)
    .orderBy('create_at', 'asc')
    .limit(at.limit)
    .offset(at.offset)
    .execute()
  return rows.reverse()
}

/** Whatever changed since, deleted posts and earlier versions among it; newest first. */
export function findPostsSince(
  db: Db,
  channelId: string,
  since: number,
  limit: number,
): Promise<PostRow[]> {
  return db
    .selectFrom('posts')
    .selectAll()
    .where('channel_id', '=', channelId)
    .where('update_at', '>', since)
    .orderBy('create_at', 'desc')
    .limit(limit)
    .execute()
}

/** The ids of the neighbours of a page: just newer than `newest` and just older than `oldest`. */
export async function findNeighbours(
  db: Db,
  channelId: string,
  filter: ListFilter,
  page: { newest: number; oldest: number },
): Promise<{ next: string; prev: string }> {
  const row = await db
    .selectNoFrom([
      postsOf(db, channelId, filter)
        .clearSelect()
        .select('id')
        .where('create_at', '>', page.newest)
        .orderBy('create_at', 'asc')
        .limit(1)
        .as('next'),
      postsOf(db, channelId, filter)
        .clearSelect()
        .select('id')
        .where('create_at', '<', page.oldest)
        .orderBy('create_at', 'desc')
        .limit(1)
        .as('prev'),
    ])
    .executeTakeFirst()
  return { next: row?.next ?? '', prev: row?.prev ?? '' }
}

/** The time of the oldest post that is newer than `time`. */
export async function findFirstAfter(
  db: Db,
  channelId: string,
  filter: ListFilter,
  time: number,
): Promise<number | undefined> {
  const row = await postsOf(db, channelId, filter)
    .clearSelect()
    .select('create_at')
    .where('create_at', '>', time)
    .orderBy('create_at', 'asc')
    .limit(1)
    .executeTakeFirst()
  return row?.create_at
}

/** Root posts and, where wanted, all their replies; live ones. */
export function findThreads(
  db: Db,
  rootIds: string[],
  options: { withReplies: boolean },
): Promise<PostRow[]> {
  return db
    .selectFrom('posts')
    .selectAll()
    .where((eb) =>
      options.withReplies
        ? eb.or([eb('id', 'in', rootIds), eb('root_id', 'in', rootIds)])
        : eb('id', 'in', rootIds),
    )
    .where('delete_at', '=', 0)
    .execute()
}

/** Replies of a thread after or before a time. */
export function findReplies(
  db: Db,
  rootId: string,
  at: { time: number; direction: 'up' | 'down'; limit: number },
): Promise<PostRow[]> {
  const isDown = at.direction === 'down'
  return db
    .selectFrom('posts')
    .selectAll()
    .where('root_id', '=', rootId)
    .where('delete_at', '=', 0)
    .where('create_at', isDown ? '>' : '<', at.time)
    .orderBy('create_at', isDown ? 'asc' : 'desc')
    .limit(at.limit)
    .execute()
}

export function findPinned(db: Db, channelId: string): Promise<PostRow[]> {
  return db
    .selectFrom('posts')
    .selectAll()
    .where('channel_id', '=', channelId)
    .where('is_pinned', '=', true)
    .where('delete_at', '=', 0)
    .orderBy('create_at', 'desc')
    .execute()
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

/** The greatest `update_at` of a channel: what its lists' ETag depends on. */
export async function findLastUpdate(db: Db, channelId: string): Promise<number> {
  const row = await db
    .selectFrom('posts')
    .select('update_at')
    .where('channel_id', '=', channelId)
    .orderBy('update_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.update_at ?? 0
}

/** The members of a channel whose user name is one of these. */
export async function findMembersByUsernames(
  db: Db,
  channelId: string,
  usernames: string[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('users')
    .innerJoin('channel_members', 'channel_members.user_id', 'users.id')
    .select('users.id')
    .where('channel_members.channel_id', '=', channelId)
    .where('users.username', 'in', usernames)
    .execute()
  return rows.map((row) => row.id)
}

/** Up to `limit` members whom @channel reaches: those who want it and haven't muted the channel. */
export async function findMembersForChannelMention(
  db: Db,
  channelId: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select m.user_id from channel_members as m join users as u on u.id = m.user_id
    where m.channel_id = ${channelId} and u.delete_at = 0
      and u.notify_props->>'channel' is distinct from 'false'
      and not (m.notify_props->>'ignore_channel_mentions' = 'on'
               or (m.notify_props->>'mark_unread' = 'mention'
                   and m.notify_props->>'ignore_channel_mentions' is distinct from 'off'))
    limit ${limit}`.execute(db)
  return rows.map((row) => row.user_id)
}

/** Makes a member's channel unread from `time` on; resolves to the new counters. */
export async function markUnreadFrom(
  tx: Tx,
  key: { channelId: string; userId: string },
  time: number,
  mentions: { all: number; root: number },
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
    set last_viewed_at = ${time - 1}, last_update_at = ${time - 1},
        msg_count = c.total_msg_count - later.posts,
        msg_count_root = c.total_msg_count_root - later.roots,
        mention_count = ${mentions.all}, mention_count_root = ${mentions.root},
        urgent_mention_count = 0
    from channels as c,
      (select count(*) as posts, count(*) filter (where p.root_id = '') as roots
       from posts as p
       where p.channel_id = ${key.channelId} and p.create_at >= ${time} and p.delete_at = 0
         and p.type <> all(${[...uncountedTypes]}::text[])) as later
    where c.id = m.channel_id and m.channel_id = ${key.channelId} and m.user_id = ${key.userId}
    returning m.msg_count, m.msg_count_root, m.mention_count, m.mention_count_root,
              m.urgent_mention_count, m.last_viewed_at`.execute(tx.db)
  return rows[0]
}
