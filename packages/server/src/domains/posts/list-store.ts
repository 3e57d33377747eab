import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import type { PostRow } from './store.ts'

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
  { since, rootsOnly }: { since: number; rootsOnly: boolean },
  limit: number,
): Promise<PostRow[]> {
  return db
    .selectFrom('posts')
    .selectAll()
    .where('channel_id', '=', channelId)
    .where('update_at', '>', since)
    .$if(rootsOnly, (query) => query.where('root_id', '=', ''))
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

/** Live replies of a thread that changed after a time, in the order of their changes. */
export function findUpdatedReplies(
  db: Db,
  rootId: string,
  at: { time: number; limit: number },
): Promise<PostRow[]> {
  return db
    .selectFrom('posts')
    .selectAll()
    .where('root_id', '=', rootId)
    .where('delete_at', '=', 0)
    .where('update_at', '>', at.time)
    .orderBy('update_at')
    .orderBy('id')
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

/**
 * The greatest `update_at` of a channel, and whether it holds posts that look different to each reader
 * and at each time.
 */
export async function findLastUpdate(
  db: Db,
  channelId: string,
): Promise<{ time: number; isBurning: boolean }> {
  const { rows } = await sql<{ time: number; burning: boolean }>`
    select coalesce((
      select update_at from posts where channel_id = ${channelId} order by update_at desc limit 1
    ), 0) as time, exists (select from burn_contents where channel_id = ${channelId}) as burning
  `.execute(db)
  return { time: rows[0]?.time ?? 0, isBurning: rows[0]?.burning ?? false }
}
