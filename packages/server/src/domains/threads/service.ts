import type { Post, PostList } from '@redoubt/wire/posts.ts'
import type { Participant, UserThread, UserThreads } from '@redoubt/wire/threads.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { PostsService } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { DomainEvent } from '#platform/events/event.ts'
import {
  type Previous,
  threadFollowChanged,
  threadReadChanged,
  threadsRead,
  threadUpdated,
} from './events.ts'
import {
  type Collapsing,
  capMentions,
  countMentionsAfter,
  countThreads,
  countThreadsByTeam,
  deleteThread,
  type FollowerRow,
  findCollapses,
  findCommenters,
  findFollowers,
  findMembership,
  findSummaries,
  findThread,
  findThreads,
  findUnreadBefore,
  type Membership,
  markAllRead,
  recountThread,
  type Scope,
  type ThreadFilter,
  type ThreadRow,
  upsertMembership,
  upsertReply,
} from './store.ts'

export type ThreadsService = ReturnType<typeof threadsService>

/** What a thread needs to know of a post. */
type PostFacts = { id: string; root_id: string; user_id: string; create_at: number }

export type NewReply = {
  root: { user_id: string; props: Record<string, unknown> }
  reply: PostFacts
  channel: { id: string; team_id: string }
  mentionedIds: readonly string[]
  /** Whom the root mentions. */
  rootMentionedIds: readonly string[]
}

/** What keeps threads in step with posts, within the transaction that writes them. */
export type ThreadUpkeep = {
  /** Resolves to who follows the thread now, and to what they are told after the post itself. */
  onReply(tx: Tx, reply: NewReply): Promise<{ followerIds: string[]; events: DomainEvent[] }>
  onDelete(tx: Tx, post: PostFacts, now: number): Promise<void>
  /** Whether the user's client shows replies apart from the channel. */
  isCollapsed(userId: string): Promise<boolean>
  /** A reply was marked unread in its channel: its thread is followed, and unread from there. */
  onMarkedUnread(tx: Tx, actor: Actor, channel: ChannelRow, reply: PostFacts): Promise<void>
}

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'getRow' | 'byIds'>
  teams: Pick<TeamsService, 'access'>
  channels: Pick<ChannelsService, 'accessToRead' | 'isMember'>
  posts: Pick<PostsService, 'accessToRead'>
  /** Clears what other devices show of a thread that was read to its end. */
  onThreadRead: (
    tx: Tx,
    by: { userId: string; sessionId: string },
    thread: { channel_id: string; root_id: string },
  ) => Promise<void>
  /** Posts of these ids with what goes along, whoever may read them. */
  showPosts: (db: Db, ids: string[]) => Promise<Post[]>
}

type Path = { user_id: string; team_id: string }
type ListQuery = Omit<ThreadFilter, 'limit'> & {
  limit: number
  withDirect: boolean
  isExtended: boolean
  only: 'totals' | 'threads' | 'both'
}

/** A membership that is to be changed, and where its thread is. */
type Viewing = { teamId: string; channel: ChannelRow; membership: Membership }

/** Collapsed reply threads: who follows which, and how far they have read. */
export function threadsService(deps: Deps) {
  const { db, transact, clock, config, roles, users, teams, channels, posts } = deps
  const { showPosts } = deps

  function collapsing(): Collapsing {
    const setting = config.string('ServiceSettings.CollapsedThreads')
    if (setting === 'always_on') return 'always'
    if (setting === 'default_on') return 'on'
    return setting === 'default_off' ? 'off' : 'never'
  }

  async function isCollapsed(userId: string): Promise<boolean> {
    const choice = collapsing()
    if (choice === 'always' || choice === 'never') return choice === 'always'
    return findCollapses(db, userId, choice)
  }

  /** Who wants to hear of every reply to a root, because their client doesn't collapse threads. */
  async function commentersOf(root: { id: string; user_id: string }, channelId: string) {
    const choice = collapsing()
    return choice === 'always' ? [] : findCommenters(db, root, channelId, choice)
  }

  async function onReply(
    tx: Tx,
    { root, reply, channel, mentionedIds, rootMentionedIds }: NewReply,
  ): Promise<{ followerIds: string[]; events: DomainEvent[] }> {
    const facts = { ...reply, channel_id: channel.id, team_id: channel.team_id }
    const ownBefore = await findUnreadBefore(tx.db, facts)
    const isRootAuthorTold = root.props.from_webhook !== 'true'
    await upsertReply(tx, facts, {
      mentionedIds,
      alsoIds: [...rootMentionedIds, ...(isRootAuthorTold ? [root.user_id] : [])],
      isAutomatic: config.bool('ServiceSettings.ThreadAutoFollow'),
    })
    const followers = await findFollowers(tx.db, reply.root_id, collapsing())
    const collapsed = followers.filter((follower) => follower.collapses)
    const mentioned = new Set(mentionedIds)
    const events = await toUpdates(tx.db, reply.root_id, collapsed, (row) => {
      if (row.user_id === reply.user_id) {
        return ownBefore ?? { unread_mentions: 0, unread_replies: 0 }
      }
      return {
        unread_mentions: Math.max(0, row.unread_mentions - (mentioned.has(row.user_id) ? 1 : 0)),
        unread_replies: Math.max(0, row.unread_replies - 1),
      }
    })
    const followerIds = collapsed.map((row) => row.user_id).filter((id) => id !== reply.user_id)
    return { followerIds, events }
  }

  async function toUpdates(
    at: Db,
    rootId: string,
    followers: FollowerRow[],
    previousOf: (row: FollowerRow) => Previous,
  ): Promise<DomainEvent[]> {
    const [post] = followers.length > 0 ? await showPosts(at, [rootId]) : []
    if (!post) return []
    return followers.map((row) =>
      threadUpdated({
        userId: row.user_id,
        teamId: row.team_id,
        thread: toThread(row, post, toShells),
        previous: previousOf(row),
      }),
    )
  }

  /** Of a deleted reply the thread forgets; with its root it goes out of sight. */
  async function onDelete(tx: Tx, post: PostFacts, now: number): Promise<void> {
    if (!post.root_id) return deleteThread(tx, post.id, now)
    await recountThread(tx, post.root_id)
    const followers = await findFollowers(tx.db, post.root_id, collapsing())
    await capMentions(tx, post.root_id)
    const capped = followers
      .filter((follower) => follower.collapses)
      .map((row) => ({
        ...row,
        unread_mentions: Math.min(row.unread_mentions, row.unread_replies),
        mentionsBefore: row.unread_mentions,
      }))
    const mentionsBefore = new Map(capped.map((row) => [row.user_id, row.mentionsBefore]))
    const events = await toUpdates(tx.db, post.root_id, capped, (row) => ({
      unread_mentions: mentionsBefore.get(row.user_id) ?? 0,
      unread_replies: row.unread_replies + (post.create_at > row.last_view_at ? 1 : 0),
    }))
    for (const event of events) tx.emit(event)
  }

  /** Throws where the actor may not act for the user, and where the team isn't theirs to see. */
  async function accessScope(actor: Actor, path: Path): Promise<Scope> {
    const userId = resolveMe(actor, path.user_id)
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    await teams.access(actor, path.team_id, 'view_team')
    return { userId, teamId: path.team_id, withDirect: true }
  }

  /** The root post and its channel, if the user may read them; 404 for anything else. */
  async function accessThread(actor: Actor, path: Path, threadId: string) {
    const { userId, teamId } = await accessScope(actor, path)
    const root = await posts.accessToRead(actor, threadId)
    const channel = await channels.accessToRead(actor, root.channel_id)
    const isHere = root.root_id === '' && ['', teamId].includes(channel.team_id)
    const isTheirs = userId === actor.userId || (await channels.isMember(userId, channel.id))
    if (!isHere || !isTheirs) throw new AppError('app.post.get.app_error', 404)
    return { userId, teamId, root, channel }
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

  async function show(
    actor: Actor,
    rows: ThreadRow[],
    isExtended: boolean,
    at: Db = db,
  ): Promise<UserThread[]> {
    if (rows.length === 0) return []
    const [found, toParticipants] = await Promise.all([
      showPosts(
        at,
        rows.map((row) => row.post_id),
      ),
      participantsOf(
        actor,
        rows.flatMap((row) => row.participants),
        isExtended,
      ),
    ])
    const postsById = new Map(found.map((post) => [post.id, post]))
    return rows.flatMap((row) => {
      const post = postsById.get(row.post_id)
      return post ? [toThread(row, post, toParticipants)] : []
    })
  }

  /** Turns ids into users where they are wanted, with one query for all of them. */
  async function participantsOf(
    actor: Actor,
    ids: string[],
    isExtended: boolean,
  ): Promise<(ids: string[]) => Participant[]> {
    if (!isExtended || ids.length === 0) return toShells
    const found = await users.byIds(actor, [...new Set(ids)], 0)
    const usersById = new Map<string, Participant>(found.map((user) => [user.id, user]))
    return (wanted) => wanted.map((id) => usersById.get(id) ?? { id })
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

  async function read(
    actor: Actor,
    userId: string,
    threadId: string,
    isExtended = false,
    at: Db = db,
  ): Promise<UserThread> {
    const row = await findThread(at, userId, threadId)
    const [thread] = row ? await show(actor, [row], isExtended, at) : []
    if (!thread) throw new AppError('app.user.get_thread_membership_for_user.not_found', 404)
    return thread
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
    return setViewed(actor, { teamId, channel, membership }, time)
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
    const membership = await followed(db, userId, threadId)
    return setViewed(actor, { teamId, channel, membership }, post.create_at - 1)
  }

  /** The membership as it is once the user follows the thread. */
  async function followed(at: Db, userId: string, threadId: string): Promise<Membership> {
    const membership = (await findMembership(at, userId, threadId)) ?? {
      post_id: threadId,
      user_id: userId,
      last_update_at: 0,
      last_view_at: clock(),
      unread_mentions: 0,
    }
    return { ...membership, following: true }
  }

  async function onMarkedUnread(
    tx: Tx,
    actor: Actor,
    channel: ChannelRow,
    reply: PostFacts,
  ): Promise<void> {
    const membership = await followed(tx.db, actor.userId, reply.root_id)
    const of = { teamId: channel.team_id, channel, membership }
    await setViewedIn(tx, actor, of, reply.create_at - 1)
  }

  async function setViewed(actor: Actor, of: Viewing, time: number): Promise<UserThread> {
    return transact((tx) => setViewedIn(tx, actor, of, time))
  }

  async function setViewedIn(
    tx: Tx,
    actor: Actor,
    { teamId, channel, membership }: Viewing,
    time: number,
  ): Promise<UserThread> {
    const { user_id: userId, post_id: threadId } = membership
    const before = await findThread(tx.db, userId, threadId)
    const now = clock()
    // A clock that is ahead must not hide what will be written.
    const viewedAt = Math.min(time, Math.max(now, before?.last_reply_at ?? 0))
    await upsertMembership(tx, {
      ...membership,
      last_update_at: now,
      last_view_at: viewedAt,
      unread_mentions: await countMentionsAfter(tx.db, threadId, { time: viewedAt, userId }),
    })
    const thread = await read(actor, userId, threadId, false, tx.db)
    const previous = before ?? { unread_mentions: 0, unread_replies: 0 }
    tx.emit(threadReadChanged({ userId, teamId, channelId: channel.id, thread, previous }))
    if (thread.unread_replies === 0) {
      const place = { channel_id: channel.id, root_id: threadId }
      await deps.onThreadRead(tx, { userId, sessionId: actor.sessionId }, place)
    }
    return thread
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

  /**
   * Channels were read by a client: where it shows replies in the channel, their threads were read
   * with them.
   */
  async function onChannelsRead(
    tx: Tx,
    userId: string,
    channelIds: readonly string[],
    isCollapsing: boolean,
  ): Promise<void> {
    if (channelIds.length === 0 || !config.bool('ServiceSettings.ThreadAutoFollow')) return
    const isOn = await isCollapsed(userId)
    if (isCollapsing && isOn) return
    const now = clock()
    const read = await markAllRead(tx, userId, { channelIds }, now)
    if (!isOn) return
    for (const channelId of read) tx.emit(threadsRead({ userId, channelId, time: now }))
  }

  /** Unread numbers of each team; none where the user's client doesn't collapse threads. */
  async function unreadByTeam(userId: string) {
    const rows = (await isCollapsed(userId)) ? await countThreadsByTeam(db, userId) : []
    return new Map(rows.map((row) => [row.team_id, row]))
  }

  /** Adds to the root posts of a list what a client that collapses threads shows below them. */
  async function summarise(
    actor: Actor,
    list: PostList,
    options: { isExtended: boolean },
  ): Promise<PostList> {
    const rootIds = Object.values(list.posts).flatMap((post) => (post.root_id ? [] : [post.id]))
    if (rootIds.length === 0) return list
    const rows = await findSummaries(db, actor.userId, rootIds)
    const ids = rows.flatMap((row) => row.participants ?? [])
    const toParticipants = await participantsOf(actor, ids, options.isExtended)
    const roots = rows.flatMap(({ post_id, participants, following }) => {
      const post = list.posts[post_id]
      if (!post) return []
      const shown = participants && toParticipants(participants)
      return [[post_id, { ...post, participants: shown, is_following: following }] as const]
    })
    return { ...list, posts: { ...list.posts, ...Object.fromEntries(roots) } }
  }

  return {
    onReply,
    onDelete,
    onMarkedUnread,
    collapsing,
    isCollapsed,
    commentersOf,
    list,
    get,
    setFollowing,
    markRead,
    markUnread,
    markAllThreadsRead,
    onChannelsRead,
    unreadByTeam,
    summarise,
  }
}

function toShells(ids: string[]): Participant[] {
  return ids.map((id) => ({ id }))
}

function toThread(
  row: ThreadRow,
  post: Post,
  toParticipants: (ids: string[]) => Participant[],
): UserThread {
  return {
    id: row.post_id,
    reply_count: row.reply_count,
    last_reply_at: row.last_reply_at,
    last_viewed_at: row.last_view_at,
    participants: toParticipants(row.participants),
    post,
    unread_replies: row.unread_replies,
    unread_mentions: row.unread_mentions,
    is_urgent: post.metadata.priority?.priority === 'urgent',
    delete_at: row.delete_at,
  }
}
