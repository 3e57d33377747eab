import type { UserThread } from '@redoubt/wire/threads.ts'
import type { ChannelRow } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import type { ThreadCollapsing } from './collapsing.ts'
import { threadReadChanged, threadsRead } from './events.ts'
import type { ThreadShowing } from './showing.ts'
import {
  countMentionsAfter,
  findMembership,
  findThread,
  type Membership,
  markAllRead,
  upsertMembership,
} from './store.ts'
import type { PostFacts } from './upkeep.ts'

/** A membership that is to be changed, and where its thread is. */
type Viewing = { teamId: string; channel: ChannelRow; membership: Membership }

type Deps = {
  clock: Clock
  config: ConfigService
  isCollapsed: ThreadCollapsing['isCollapsed']
  read: ThreadShowing['read']
  /** Clears what other devices show of a thread that was read to its end. */
  onThreadRead: (
    tx: Tx,
    by: { userId: string; sessionId: string },
    thread: { channel_id: string; root_id: string },
  ) => Promise<void>
}

/** How far followers have read. */
export function threadReading(deps: Deps) {
  const { clock, config, isCollapsed, read } = deps

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
    await setViewed(tx, actor, of, reply.create_at - 1)
  }

  /** Notes that everything up to a time was seen, and what is left. */
  async function setViewed(
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

  return { followed, setViewed, onMarkedUnread, onChannelsRead }
}
