import type { PostList } from '@redoubt/wire/posts.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { ThreadsService } from '#domains/threads/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, invalidUrl } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import {
  findFirstAfter,
  findLastUpdate,
  findNeighbours,
  findNewestPosts,
  findPinned,
  findPostsAfter,
  findPostsBefore,
  findPostsSince,
  findReplies,
  findThreads,
  findUpdatedReplies,
  type ListFilter,
} from './list-store.ts'
import type { PostsWithMetadata } from './metadata.ts'
import type { PostsService } from './service.ts'
import { findPost, type PostRow } from './store.ts'

type Deps = {
  db: Db
  roles: RolesService
  channels: ChannelsService
  posts: Pick<PostsService, 'accessToRead'>
  withMetadata: PostsWithMetadata
  threads: Pick<ThreadsService, 'summarise'>
}

export type ListQuery = {
  since?: number
  before?: string
  after?: string
  limit: number
  offset: number
  /** Roots only, replies are counted: collapsed reply threads. */
  collapsed: boolean
  /** With collapsed threads, who took part in them in full. */
  extended: boolean
  /** Don't send the siblings of replies along. */
  skipsThreads: boolean
  includeDeleted: boolean
}

export type ThreadQuery = {
  /** 0 for all. */
  limit: number
  fromCreateAt: number
  /** Replies that changed after it, in the order of their changes; 0 for all by age. */
  fromUpdateAt: number
  /** The post of `fromCreateAt`; times are unique in a channel, so they alone decide. */
  fromPost: string
  /** Without the root, unless it changed too. */
  updatesOnly: boolean
  /** Only the post that is asked for, where threads don't collapse. */
  rootOnly: boolean
  direction: 'up' | 'down'
  collapsed: boolean
  extended: boolean
}

const maxSince = 1000
const maxThread = 10_000

/** Reading posts in lists: pages, changes, threads. */
export function postListing({ db, roles, channels, posts, withMetadata, threads }: Deps) {
  /** Tells of threads what a client that collapses them shows. */
  function summarised(
    actor: Actor,
    list: PostList,
    query: { collapsed: boolean; extended: boolean },
  ): PostList | Promise<PostList> {
    return query.collapsed ? threads.summarise(actor, list, { isExtended: query.extended }) : list
  }

  /** A page of a channel: the newest, around a post, or what changed since a time. */
  async function list(actor: Actor, channelId: string, query: ListQuery): Promise<PostList> {
    await channels.accessToReadContent(actor, channelId)
    if (query.includeDeleted) roles.require(actor, 'manage_system')
    const found =
      query.since === undefined
        ? await withNeighbours(actor, channelId, await findPage(channelId, query), query)
        : await listSince(actor, channelId, query.since, query)
    return summarised(actor, found, query)
  }

  async function findPage(channelId: string, query: ListQuery): Promise<PostRow[]> {
    const filter = toFilter(query)
    const { limit, offset } = query
    const anchorId = query.before ?? query.after
    if (!anchorId) return findNewestPosts(db, channelId, filter, { limit, offset })
    const anchor = await findPost(db, anchorId)
    if (!anchor || anchor.channel_id !== channelId)
      throw new AppError('app.post.get.app_error', 404)
    const find = query.before ? findPostsBefore : findPostsAfter
    return find(db, channelId, filter, { time: anchor.create_at, limit, offset })
  }

  async function listSince(
    actor: Actor,
    channelId: string,
    since: number,
    query: ListQuery,
  ): Promise<PostList> {
    const rows = await findPostsSince(
      db,
      channelId,
      { since, rootsOnly: query.collapsed },
      maxSince,
    )
    const page = rows.map(withoutEarlierText)
    const company = await findCompany(page, query)
    return withMetadata.toList(db, page, company, { next: '', prev: '' }, actor)
  }

  async function withNeighbours(
    actor: Actor,
    channelId: string,
    page: PostRow[],
    query: ListQuery,
  ): Promise<PostList> {
    const [newest, oldest] = [page[0], page.at(-1)]
    if (!newest || !oldest) {
      const isFirst = query.offset === 0
      const beside = { next: isFirst ? query.before : '', prev: isFirst ? query.after : '' }
      return withMetadata.toList(db, [], [], { next: beside.next ?? '', prev: beside.prev ?? '' })
    }
    const times = { newest: newest.create_at, oldest: oldest.create_at }
    const [neighbours, company] = await Promise.all([
      findNeighbours(db, channelId, toFilter(query), times),
      findCompany(page, query),
    ])
    return withMetadata.toList(db, page, company, neighbours, actor)
  }

  /** The roots of the page's replies, and unless they are skipped the whole threads. */
  async function findCompany(page: PostRow[], query: ListQuery): Promise<PostRow[]> {
    const withReplies = !query.collapsed && !query.skipsThreads
    const rootIds = new Set<string>()
    for (const row of page) {
      if (row.root_id) rootIds.add(row.root_id)
      else if (withReplies && row.reply_count > 0) rootIds.add(row.id)
    }
    return rootIds.size > 0 ? findThreads(db, [...rootIds], { withReplies }) : []
  }

  /** Around the oldest unread post: what was read before it, and what comes after. */
  async function listUnread(
    actor: Actor,
    idOrMe: string,
    channelId: string,
    query: ListQuery & { limitBefore: number; limitAfter: number },
  ): Promise<PostList> {
    if (query.limitAfter === 0) throw invalidUrl('limit_after')
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    const member = await channels.getMember(actor, channelId, userId)
    const filter = toFilter(query)
    const first =
      member.last_viewed_at > 0
        ? await findFirstAfter(db, channelId, filter, member.last_viewed_at)
        : undefined
    if (first === undefined) return list(actor, channelId, { ...query, limit: query.limitBefore })
    const [newer, older] = await Promise.all([
      findPostsAfter(db, channelId, filter, {
        time: first - 1,
        limit: query.limitAfter,
        offset: 0,
      }),
      findPostsBefore(db, channelId, filter, { time: first, limit: query.limitBefore, offset: 0 }),
    ])
    const found = await withNeighbours(actor, channelId, [...newer, ...older], query)
    return summarised(actor, found, query)
  }

  /** A thread: the post that is asked for and the root first, then replies as the query wants. */
  async function thread(actor: Actor, postId: string, query: ThreadQuery): Promise<PostList> {
    requireSensible(query)
    const asked = await posts.accessToRead(actor, postId)
    if (query.rootOnly && !query.collapsed) return showThread(actor, [asked], query, false)
    const rootId = asked.root_id || asked.id
    const [root] = await findThreads(db, [rootId], { withReplies: false })
    if (!root) throw new AppError('app.post.get.app_error', 404)
    const limit = query.limit || maxThread
    const found = await findPartOfThread(rootId, query, limit + 1)
    const isRootWanted = !query.updatesOnly || root.update_at > query.fromUpdateAt
    const first = query.updatesOnly ? [] : [asked]
    const page = [...first, ...(isRootWanted ? [root] : []), ...found.slice(0, limit)]
    const unique = [...new Map(page.map((row) => [row.id, row])).values()]
    return showThread(actor, unique, query, found.length > limit)
  }

  function findPartOfThread(
    rootId: string,
    { fromCreateAt, fromUpdateAt, direction }: ThreadQuery,
    limit: number,
  ): Promise<PostRow[]> {
    if (fromUpdateAt > 0) return findUpdatedReplies(db, rootId, { time: fromUpdateAt, limit })
    const time = fromCreateAt || (direction === 'up' ? Number.MAX_SAFE_INTEGER : 0)
    return findReplies(db, rootId, { time, direction, limit })
  }

  async function showThread(
    actor: Actor,
    page: PostRow[],
    query: ThreadQuery,
    hasNext: boolean,
  ): Promise<PostList> {
    const list = await withMetadata.toList(db, page, [], { next: '', prev: '' }, actor)
    return summarised(actor, { ...list, has_next: hasNext }, query)
  }

  async function pinned(actor: Actor, channelId: string): Promise<PostList> {
    await channels.accessToReadContent(actor, channelId)
    const found = await findPinned(db, channelId)
    return withMetadata.toList(db, found, [], { next: '', prev: '' }, actor)
  }

  /**
   * Changes whenever something in the channel's lists does; undefined where they can't be kept, since
   * something in them burns.
   */
  async function lastUpdate(actor: Actor, channelId: string): Promise<number | undefined> {
    await channels.accessToReadContent(actor, channelId)
    const { time, isBurning } = await findLastUpdate(db, channelId)
    return isBurning ? undefined : time
  }

  return { list, listUnread, thread, pinned, lastUpdate }
}

/** What an edit has replaced only the author may read; that it was is enough for who catches up. */
function withoutEarlierText(row: PostRow): PostRow {
  if (row.original_id === '') return row
  return { ...row, message: '', hashtags: '', props: {}, file_ids: [] }
}

function toFilter(query: ListQuery): ListFilter {
  return { rootsOnly: query.collapsed, includeDeleted: query.includeDeleted }
}

function requireSensible(query: ThreadQuery): void {
  if (query.fromPost && !query.fromCreateAt) throw invalidUrl('fromCreateAt')
  if (query.fromCreateAt && query.fromUpdateAt) throw invalidUrl('fromUpdateAt')
  if (!query.updatesOnly) return
  if (!query.fromUpdateAt) throw invalidUrl('fromUpdateAt')
  if (query.direction === 'up') throw invalidUrl('direction')
}
