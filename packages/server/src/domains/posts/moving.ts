import { ChannelType } from '@redoubt/wire/channels.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { posted } from './events.ts'
import { insertPosts, type PostInsertion } from './insert.ts'
import { findThreads } from './list-store.ts'
import type { PostsWithMetadata } from './metadata.ts'
import { burnType } from './rules.ts'
import type { PostsService } from './service.ts'
import { carryOver, findPostsByIds, lockThread, type PostRow } from './store.ts'
import type { SystemPosts } from './system-posts.ts'

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'getRow'>
  channels: Pick<ChannelsService, 'access' | 'accessToRead'>
  posts: Pick<PostsService, 'accessToRead' | 'removeIn'>
  systemPosts: Pick<SystemPosts, 'write'>
  withMetadata: PostsWithMetadata
  /** Lets those who followed the thread follow it at its new place. */
  moveThread: (tx: Tx, move: { fromId: string; toId: string; channel: ChannelRow }) => Promise<void>
}

/** Threads that were begun at the wrong place. */
export function threadMoves(deps: Deps) {
  const { transact, clock, config, roles, users, channels } = deps
  const { posts, systemPosts, withMetadata, moveThread } = deps

  /** Moves a thread to another channel: written again there, with its files, and deleted here. */
  async function move(actor: Actor, postId: string, channelId: string): Promise<void> {
    if (!config.bool('FeatureFlags.MoveThreadsEnabled')) {
      throw new AppError('api.post.move_thread.disabled.app_error', 501)
    }
    const mover = await users.getRow(actor.userId)
    requirePermitted(actor, mover)
    const root = await posts.accessToRead(actor, postId)
    const from = await channels.accessToRead(actor, root.channel_id)
    const to = await channels.access(actor, channelId, 'create_post')
    requireMovable(root, from, to)
    await transact(async (tx) => {
      await lockThread(tx, root.id)
      const rows = await findThreads(tx.db, [root.id], { withReplies: true })
      const most = config.int('WranglerSettings.MoveThreadMaxCount')
      if (most > 0 && rows.length > most) refuse()
      await writeAgain(tx, { rows, root, to })
      await posts.removeIn(tx, root, actor.userId)
      await systemPosts.write(tx, from, mover, {
        type: 'system_wrangler',
        message: `${mover.username} moved a thread with ${rows.length} messages to another channel.`,
        props: { username: mover.username },
      })
    })
  }

  function requirePermitted(actor: Actor, mover: UserRow): void {
    if (roles.grants(actor, 'manage_system')) return
    const permitted = config.list('WranglerSettings.PermittedWranglerRoles')
    const domains = config.list('WranglerSettings.AllowedEmailDomain')
    const own = mover.roles.split(' ')
    const hasRole = permitted.length === 0 || permitted.some((role) => own.includes(role))
    const domain = mover.email.slice(mover.email.lastIndexOf('@') + 1).toLowerCase()
    const hasDomain = domains.length === 0 || domains.includes(domain)
    if (!hasRole || !hasDomain) throw new AppError('api.post.move_thread.no_permission', 403)
  }

  function requireMovable(root: PostRow, from: ChannelRow, to: ChannelRow): void {
    const isRefused =
      root.root_id !== '' ||
      root.type === burnType ||
      root.type.startsWith('system_') ||
      to.delete_at > 0 ||
      from.delete_at > 0 ||
      to.id === from.id ||
      !mayLeave(from) ||
      (to.team_id !== from.team_id &&
        !config.bool('WranglerSettings.MoveThreadToAnotherTeamEnable'))
    if (isRefused) refuse()
  }

  function mayLeave({ type }: ChannelRow): boolean {
    const switches: Record<string, string> = {
      [ChannelType.Private]: 'WranglerSettings.MoveThreadFromPrivateChannelEnable',
      [ChannelType.Direct]: 'WranglerSettings.MoveThreadFromDirectMessageChannelEnable',
      [ChannelType.Group]: 'WranglerSettings.MoveThreadFromGroupMessageChannelEnable',
    }
    const name = switches[type]
    return name === undefined || config.bool(name)
  }

  async function writeAgain(
    tx: Tx,
    { rows, root, to }: { rows: PostRow[]; root: PostRow; to: ChannelRow },
  ): Promise<void> {
    const now = clock()
    const newIds = new Map(rows.map((row) => [row.id, newId(now)]))
    const rootId = newIds.get(root.id) ?? ''
    const toCopy = (row: PostRow): PostInsertion => ({
      post: {
        ...row,
        id: newIds.get(row.id) ?? '',
        create_at: now,
        channel_id: to.id,
        root_id: row.root_id && rootId,
        pending_post_id: '',
      },
      effects: { isCounted: true, isViewedByAuthor: false, mentionedIds: [] },
      tasks: [],
    })
    const replies = rows.filter((row) => row.id !== root.id)
    replies.sort((one, other) => one.create_at - other.create_at)
    await insertPosts(tx, [toCopy(root)])
    if (replies.length > 0) await insertPosts(tx, replies.map(toCopy))
    await carryOver(tx, Object.fromEntries(newIds), to.id)
    await moveThread(tx, { fromId: root.id, toId: rootId, channel: to })
    const written = await findPostsByIds(tx.db, [...newIds.values()])
    written.sort((one, other) => one.create_at - other.create_at)
    for (const post of await withMetadata.toPosts(tx.db, written)) {
      const author = await users.getRow(post.user_id)
      const senderName = `@${author.username}`
      tx.emit(posted({ post, channel: to, senderName, setsOnline: false, mentionedIds: [] }))
    }
  }

  return { move }
}

function refuse(): never {
  throw new AppError('app.post.move_thread_command.error', 400)
}
