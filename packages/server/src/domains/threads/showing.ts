import type { Post, PostList } from '@redoubt/wire/posts.ts'
import type { Participant, UserThread } from '@redoubt/wire/threads.ts'
import type { User } from '@redoubt/wire/users.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import { findSummaries, findThread, type ThreadRow } from './store.ts'

export type ThreadShowing = ReturnType<typeof threadShowing>

type Deps = {
  db: Db
  users: Pick<UsersService, 'byIds'>
  /** Posts of these ids with what goes along, whoever may read them. */
  showPosts: (db: Db, ids: string[]) => Promise<Post[]>
}

/** Threads as clients see them: with the root post and who took part. */
export function threadShowing({ db, users, showPosts }: Deps) {
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
    return toFound(found)
  }

  /** Throws 404 where the user doesn't follow the thread. */
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

  return { show, read, summarise }
}

function toShells(ids: string[]): Participant[] {
  return ids.map((id) => ({ id }))
}

/** Turns ids into the users that were found; of whom there is no account any more the id is left. */
export function toFound(users: User[]): (ids: string[]) => Participant[] {
  const usersById = new Map<string, Participant>(users.map((user) => [user.id, user]))
  return (wanted) => wanted.map((id) => usersById.get(id) ?? { id })
}

export function toThread(
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
