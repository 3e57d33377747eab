import type { UserThread, UserThreads } from '@redoubt/wire/threads.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { PostsService } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Transact } from '#platform/db/database.ts'
import { threadCollapsing } from './collapsing.ts'
import { threadFollowChanged, threadsRead } from './events.ts'
import { threadReading } from './reading.ts'
import { threadShowing } from './showing.ts'
import {
  countThreads,
  countThreadsByTeam,
  findMembership,
  findThreads,
  markAllRead,
  type Scope,
  type ThreadFilter,
  upsertMembership,
} from './store.ts'
import { threadUpkeep } from './upkeep.ts'

export type ThreadsService = ReturnType<typeof threadsService>
export type { ThreadUpkeep } from './upkeep.ts'

type Deps = Parameters<typeof threadCollapsing>[0] &
  Parameters<typeof threadShowing>[0] &
  Pick<Parameters<typeof threadUpkeep>[0], 'users'> &
  Pick<Parameters<typeof threadReading>[0], 'clock' | 'onThreadRead'> & {
    transact: Transact
    roles: RolesService
    teams: Pick<TeamsService, 'access'>
    channels: Pick<ChannelsService, 'accessToRead' | 'isMember'>
    posts: Pick<PostsService, 'accessToRead'>
  }

type Path = { user_id: string; team_id: string }
type ListQuery = Omit<ThreadFilter, 'limit'> & {
  limit: number
  withDirect: boolean
  isExtended: boolean
  only: 'totals' | 'threads' | 'both'
}

/** Collapsed reply threads: who follows which, and how far they have read. */
export function threadsService(deps: Deps) {
  const { db, transact, clock, roles, teams, channels, posts } = deps
  const { collapsing, isCollapsed, commentersOf } = threadCollapsing(deps)
  const { show, read, summarise } = threadShowing(deps)
  const { onReply, onDelete } = threadUpkeep({ ...deps, collapsing })
  const reading = threadReading({ ...deps, isCollapsed, read })

  /** Throws where the actor may not act for the user, and where the team isn't theirs to see. */
  async function accessScope(actor: Actor, path: Path): Promise<Scope> {
    const userId = resolveMe(actor, path.user_id)
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    await teams.access(actor, path.team_id, 'view_team')
    return { userId, teamId: path.team_id, withDirect: true }
  }

  /**
   * The root post and its channel, if the user may read them; 404 for anything else. Clients name the
   * team that they show, which for what they have searched for everywhere isn't the thread's.
   */
  async function accessThread(actor: Actor, path: Path, threadId: string) {
    const { userId, teamId } = await accessScope(actor, path)
    const root = await posts.accessToRead(actor, threadId)
    const channel = await channels.accessToRead(actor, root.channel_id)
    const isTheirs = userId === actor.userId || (await channels.isMember(userId, channel.id))
    if (root.root_id !== '' || !isTheirs) throw new AppError('app.post.get.app_error', 404)
    return { userId, teamId: channel.team_id || teamId, root, channel }
  }

  /** A page of the followed threads, and how many there are and are unread. */
  async function list(actor: Actor, path: Path, query: ListQuery): Promise<UserThreads> {
    const scope = { ...(await accessScope(actor, path)), withDirect: query.withDirect }
    if (query.before && query.after) throw new AppError('api.getThreadsForUser.bad_params', 400)
    const [totals, rows] = await Promise.all([
      query.only === 'threads' ? undefined : countThreads(db, scope, query),
      query.only === 'totals' ? undefined : findThreads(db, scope, query),
    ])
    return {
      total: (query.unreadOnly ? totals?.unread_threads : totals?.total) ?? 0,
      total_unread_threads: totals?.unread_threads ?? 0,
      total_unread_mentions: totals?.unread_mentions ?? 0,
      total_unread_urgent_mentions: totals?.unread_urgent_mentions ?? 0,
      threads: rows ? await show(actor, rows, query.isExtended) : null,
    }
  }

  /** Throws 404 where the user doesn't follow the thread. */
  async function get(
    actor: Actor,
    path: Path,
    threadId: string,
    isExtended: boolean,
  ): Promise<UserThread> {
    const { userId } = await accessThread(actor, path, threadId)
    return read(actor, userId, threadId, isExtended)
  }

  /** Follows a thread, which counts as having seen it, or stops to. */
  async function setFollowing(
    actor: Actor,
    path: Path,
    threadId: string,
    isFollowing: boolean,
  ): Promise<void> {
    const { userId, teamId, root } = await accessThread(actor, path, threadId)
    const now = clock()
    await transact(async (tx) => {
      await upsertMembership(tx, {
        post_id: threadId,
        user_id: userId,
        following: isFollowing,
        last_update_at: now,
        last_view_at: Math.max(now, root.last_reply_at),
        unread_mentions: 0,
      })
      const replyCount = root.reply_count
      tx.emit(threadFollowChanged({ userId, teamId, threadId, isFollowing, replyCount }))
    })
  }

  /** Marks a followed thread as read up to a time. */
  async function markRead(
    actor: Actor,
    path: Path,
    threadId: string,
    time: number,
  ): Promise<UserThread> {
    const { userId, teamId, channel } = await accessThread(actor, path, threadId)
    const membership = await findMembership(db, userId, threadId)
    if (!membership?.following) {
      throw new AppError('app.user.get_thread_membership_for_user.not_found', 404)
    }
    return transact((tx) => reading.setViewed(tx, actor, { teamId, channel, membership }, time))
  }

  /** Makes a thread unread from one of its posts on, and follows it. */
  async function markUnread(
    actor: Actor,
    path: Path,
    threadId: string,
    postId: string,
  ): Promise<UserThread> {
    const { userId, teamId, channel } = await accessThread(actor, path, threadId)
    const post = await posts.accessToRead(actor, postId)
    if ((post.root_id || post.id) !== threadId) throw new AppError('app.post.get.app_error', 404)
    const membership = await reading.followed(db, userId, threadId)
    const of = { teamId, channel, membership }
    return transact((tx) => reading.setViewed(tx, actor, of, post.create_at - 1))
  }

  /** Marks all followed threads of the team and of direct and group channels as read. */
  async function markAllThreadsRead(actor: Actor, path: Path): Promise<void> {
    const { userId, teamId } = await accessScope(actor, path)
    const now = clock()
    await transact(async (tx) => {
      await markAllRead(tx, userId, { teamId }, now)
      tx.emit(threadsRead({ userId, teamId, time: now }))
    })
  }

  /** Unread numbers of each team; none where the user's client doesn't collapse threads. */
  async function unreadByTeam(userId: string) {
    const rows = (await isCollapsed(userId)) ? await countThreadsByTeam(db, userId) : []
    return new Map(rows.map((row) => [row.team_id, row]))
  }

  return {
    onReply,
    onDelete,
    onMarkedUnread: reading.onMarkedUnread,
    onChannelsRead: reading.onChannelsRead,
    collapsing,
    isCollapsed,
    commentersOf,
    list,
    get,
    setFollowing,
    markRead,
    markUnread,
    markAllThreadsRead,
    unreadByTeam,
    summarise,
  }
}
