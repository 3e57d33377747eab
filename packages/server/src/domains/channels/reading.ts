import type { Channel, ChannelUnread, ChannelView, ChannelViewed } from '@redoubt/wire/channels.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { ChannelAccess } from './access.ts'
import type { ChannelDirectory } from './directory.ts'
import { channelsViewed } from './events.ts'
import { type ChannelMemberRow, findChannelMember, markViewed } from './member-store.ts'
import { findChannelIdsInTeam } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  config: ConfigService
  statuses: Pick<StatusesService, 'noteActivity'>
  access: ChannelAccess
  directory: Pick<ChannelDirectory, 'get'>
  /** Lets threads follow; `isCollapsing` where the client shows replies apart from the channel. */
  onRead: (tx: Tx, userId: string, channelIds: string[], isCollapsing: boolean) => Promise<void>
  /** Clears what other devices show of channels that were unread. */
  onCleared: (tx: Tx, by: { userId: string; sessionId: string }, ids: string[]) => Promise<void>
  /** Told which channel somebody looks at; '' for none. */
  onLook: (userId: string, channelId: string) => void
}

/** What members have read of their channels. */
export function channelReading(deps: Deps) {
  const { db, transact, config, statuses, onRead, onCleared, onLook } = deps
  const { requireOwn } = deps.access
  const { get } = deps.directory

  /** What the user hasn't read yet; 404 where the user isn't a member. */
  async function unread(actor: Actor, idOrMe: string, channelId: string): Promise<ChannelUnread> {
    const userId = requireOwn(actor, idOrMe)
    const channel = await get(actor, channelId)
    const row = await findChannelMember(db, channelId, userId)
    if (!row) throw new AppError('app.channel.get_member.missing.app_error', 404)
    return toUnread(channel, row)
  }

  /** Looks at a channel, or with '' at none: what it holds has been read. */
  async function view(actor: Actor, idOrMe: string, input: ChannelView): Promise<ChannelViewed> {
    const ids = [input.channel_id, input.prev_channel_id].filter(
      (id) => id !== undefined && id !== '',
    )
    const isCollapsing = input.collapsed_threads_supported ?? false
    const viewed = await markRead(actor, idOrMe, ids as string[], isCollapsing)
    const userId = resolveMe(actor, idOrMe)
    if (input.channel_id !== undefined) onLook(userId, input.channel_id)
    if (input.channel_id) statuses.noteActivity(userId)
    return viewed
  }

  async function markRead(
    actor: Actor,
    idOrMe: string,
    ids: string[],
    isCollapsing = true,
  ): Promise<ChannelViewed> {
    const userId = requireOwn(actor, idOrMe)
    const rows = await transact(async (tx) => {
      const viewed = await markViewed(tx, userId, ids)
      const times = Object.fromEntries(
        viewed.filter((row) => row.wasUnread).map((row) => [row.channel_id, row.viewed_at]),
      )
      const isTold = config.bool('ServiceSettings.EnableChannelViewedMessages')
      if (isTold && Object.keys(times).length > 0) tx.emit(channelsViewed({ userId, times }))
      const cleared = Object.keys(times)
      if (cleared.length > 0) await onCleared(tx, { userId, sessionId: actor.sessionId }, cleared)
      await onRead(tx, userId, ids, isCollapsing)
      return viewed
    })
    return {
      status: 'OK',
      last_viewed_at_times: Object.fromEntries(rows.map((row) => [row.channel_id, row.viewed_at])),
    }
  }

  /** Everything in a team, or with the team '' all that is said directly and in groups. */
  async function markAllRead(actor: Actor, idOrMe: string, teamId: string): Promise<ChannelViewed> {
    const userId = requireOwn(actor, idOrMe)
    return markRead(actor, userId, await findChannelIdsInTeam(db, userId, teamId))
  }

  return { unread, view, markRead, markAllRead }
}

function toUnread(channel: Channel, member: ChannelMemberRow): ChannelUnread {
  const isMuted = member.notify_props.mark_unread === 'mention'
  const left = (total: number, seen: number) => (isMuted ? 0 : Math.max(0, total - seen))
  return {
    team_id: channel.team_id,
    user_id: member.user_id,
    channel_id: channel.id,
    msg_count: left(channel.total_msg_count, member.msg_count),
    msg_count_root: left(channel.total_msg_count_root, member.msg_count_root),
    mention_count: member.mention_count,
    mention_count_root: member.mention_count_root,
    urgent_mention_count: member.urgent_mention_count,
    notify_props: {},
  }
}
