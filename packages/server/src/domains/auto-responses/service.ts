import { ChannelType } from '@redoubt/wire/channels.ts'
import type { ChannelRow } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { PostTold, SystemPosts } from '#domains/posts/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import type { NewTask, Tasks } from '#platform/tasks/tasks.ts'
import { startOfDay } from './day.ts'
import { isAnswered } from './store.ts'

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  tasks: Pick<Tasks, 'define'>
  users: Pick<UsersService, 'findRow' | 'change'>
  statuses: Pick<StatusesService, 'current' | 'setOutOfOffice'>
  systemPosts: Pick<SystemPosts, 'write'>
  /** The channel, in which nobody else writes until the transaction ends. */
  lockChannel: (tx: Tx, id: string) => Promise<ChannelRow | undefined>
}

type Answering = { channel_id: string; sender_id: string; absent_id: string; asked_at: number }

const type = 'system_auto_responder'
const longestRunes = 16_383

/** What people who are out of office have said to whoever writes to them. */
export function autoResponses(deps: Deps) {
  const { transact, clock, config, tasks, users, statuses, systemPosts, lockChannel } = deps
  const answering = tasks.define<Answering>('auto-responses.answer', { run: answer })

  function isOn(): boolean {
    return config.bool('TeamSettings.ExperimentalEnableAutomaticReplies')
  }

  /** What a direct message to somebody who is away leads to. */
  async function followUps({ post, channel, author }: PostTold): Promise<NewTask[]> {
    const isAsked = channel.type === ChannelType.Direct && !author.is_bot && isOn()
    const absent_id = channel.name.split('__').find((id) => id !== author.id)
    if (!isAsked || !absent_id || post.type.startsWith('system_')) return []
    const status = (await statuses.current([absent_id])).get(absent_id)?.status
    if (status !== 'ooo') return []
    const asked = { channel_id: channel.id, sender_id: author.id, absent_id, asked_at: clock() }
    return [answering.toRow(asked)]
  }

  /** Once a day of the sender's. */
  async function answer({ channel_id, sender_id, absent_id, asked_at }: Answering): Promise<void> {
    const absent = await users.findRow(absent_id)
    const sender = await users.findRow(sender_id)
    if (!absent || !sender || !isOn()) return
    const message = messageOf(absent)
    if (!message) return
    const since = startOfDay(asked_at, zoneOf(sender))
    await transact(async (tx) => {
      // Of two messages at once the second finds the answer to the first.
      const channel = await lockChannel(tx, channel_id)
      const said = { channelId: channel_id, userId: absent_id, since, type }
      if (!channel || (await isAnswered(tx.db, said))) return
      const effects = { mentionedIds: [sender_id], isViewedByAuthor: false }
      await systemPosts.write(tx, channel, absent, { type, message, props: {} }, effects)
    })
  }

  /** Whoever switches the responder on is out of office, until they switch it off. */
  async function onSettings(before: UserRow, after: UserRow): Promise<void> {
    const isActive = after.notify_props.auto_responder_active === 'true'
    const wasActive = before.notify_props.auto_responder_active === 'true'
    if (isActive !== wasActive && isOn()) await statuses.setOutOfOffice(after.id, isActive)
  }

  /** Whoever says that they are back needs no responder. */
  async function onBack(userId: string): Promise<void> {
    const user = await users.findRow(userId)
    if (user?.notify_props.auto_responder_active !== 'true') return
    const notify_props = { ...user.notify_props, auto_responder_active: 'false' }
    await transact((tx) => users.change(tx, userId, { notify_props }))
  }

  return { followUps, onSettings, onBack }
}

function messageOf({ delete_at, notify_props }: UserRow): string {
  if (delete_at > 0 || notify_props.auto_responder_active !== 'true') return ''
  return [...(notify_props.auto_responder_message ?? '')].slice(0, longestRunes).join('')
}

function zoneOf({ timezone }: UserRow): string {
  const { useAutomaticTimezone, automaticTimezone = '', manualTimezone = '' } = timezone
  return useAutomaticTimezone === 'false' ? manualTimezone : automaticTimezone
}
