import type { PostList } from '@redoubt/wire/posts.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { ThreadsService } from '#domains/threads/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, invalidUrl } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import type { PostsWithMetadata } from './metadata.ts'
import type { PostsService } from './service.ts'
import {
  findFirstAfter,
  findLastUpdate,
  findNeighbours,
  findNewestPosts,
  findPinned,
  findPost,
  findPostsAfter,
  findPostsBefore,
  findPostsSince,
  findReplies,
  findThreads,
  type ListFilter,
  type PostRow,
} from './store.ts'

export type PostListing = ReturnType<typeof postListing>

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
    await channels.accessToRead(actor, channelId)
    if (query.includeDeleted) roles.require(actor, 'manage_system')
    const found =
      query.since === undefined
        ? await withNeighbours(channelId, await findPage(channelId, query), query)
        : await listSince(channelId, query.since, query)
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

  async function listSince(channelId: string, since: number, query: ListQuery): Promise<PostList> {
    const rows = await findPostsSince(db, channelId, since, maxSince)
    const page = query.collapsed ? rows.filter((row) => row.root_id === '') : rows
    return withMetadata.toList(db, page, await findCompany(page, query), { next: '', prev: '' })
  }

  async function withNeighbours(
    channelId: string,
    page: PostRow[],
    query: ListQuery,
  ): Promise<PostList> {
    const [newest, oldest] = [page[0], page.at(-1)]
    if (!newest || !oldest) return withMetadata.toList(db, [], [], { next: '', prev: '' })
    const times = { newest: newest.create_at, oldest: oldest.create_at }
    const [neighbours, company] = await Promise.all([
      findNeighbours(db, channelId, toFilter(query), times),
      findCompany(page, query),
    ])
    return withMetadata.toList(db, page, company, neighbours)
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
    const found = await withNeighbours(channelId, [...newer, ...older], query)
    return summarised(actor, found, query)
  }

  /** A thread: its root first, then replies in the direction of the query. */
  async function thread(actor: Actor, postId: string, query: ThreadQuery): Promise<PostList> {
    const asked = await posts.accessToRead(actor, postId)
    const rootId = asked.root_id || asked.id
    const [root] = await findThreads(db, [rootId], { withReplies: false })
    if (!root) throw new AppError('app.post.get.app_error', 404)
    const limit = query.limit || maxThread
    const isUp = query.direction === 'up'
    const time = query.fromCreateAt || (isUp ? Number.MAX_SAFE_INTEGER : 0)
    const found = await findReplies(db, rootId, {
      time,
      direction: query.direction,
      limit: limit + 1,
    })
    const list = await withMetadata.toList(db, [root, ...found.slice(0, limit)], [], {
      next: '',
      prev: '',
    })
    return summarised(actor, { ...list, has_next: found.length > limit }, query)
  }

  async function pinned(actor: Actor, channelId: string): Promise<PostList> {
    await channels.accessToRead(actor, channelId)
    return withMetadata.toList(db, await findPinned(db, channelId), [], { next: '', prev: '' })
  }

  /** Changes whenever something in the channel's lists does. */
  async function lastUpdate(actor: Actor, channelId: string): Promise<number> {
    await channels.accessToRead(actor, channelId)
    return findLastUpdate(db, channelId)
  }

  return { list, listUnread, thread, pinned, lastUpdate }
}

function toFilter(query: ListQuery): ListFilter {
  return { rootsOnly: query.collapsed, includeDeleted: query.includeDeleted }
}
