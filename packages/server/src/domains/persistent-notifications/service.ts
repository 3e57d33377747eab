import { ChannelType } from '@redoubt/wire/channels.ts'
import type { Post } from '@redoubt/wire/posts.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { MentionsService } from '#domains/mentions/service.ts'
import type { PostRow, PostTold } from '#domains/posts/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { NewTask, Tasks } from '#platform/tasks/tasks.ts'
import { persistentNotificationTriggered } from './events.ts'
import { isAnswered } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  tasks: Pick<Tasks, 'define'>
  users: Pick<UsersService, 'getRow'>
  channels: Pick<ChannelsService, 'isMember'>
  findChannel: (db: Db, id: string) => Promise<ChannelRow | undefined>
  findPost: (db: Db, id: string) => Promise<PostRow | undefined>
  /** A post as everybody in its channel sees it. */
  showPost: (db: Db, row: PostRow) => Promise<Post>
  mentions: Pick<MentionsService, 'findNamed'>
  /** How the post's sender is announced. */
  senderNameOf: (post: Pick<PostRow, 'props'>, username: string) => string
  /** Pushes the post to these people once more. */
  pushAgain: (tx: Tx, postId: string, userIds: string[]) => Promise<void>
}

type Round = { post_id: string; recipient_ids: string[]; sent: number }

/** Urgent posts that notify again and again, until one of those they name answers. */
export function persistentNotifications(deps: Deps) {
  const { db, transact, clock, config, tasks, users, channels } = deps
  const { findChannel, findPost, showPost, mentions } = deps
  const rounds = tasks.define<Round>('persistent-notifications.notify', { run: notify })

  /** What a new post leads to: its first round. */
  async function followUps({ post, channel, author, mentioned }: PostTold): Promise<NewTask[]> {
    if (!post.priority?.persistent_notifications) return []
    const named =
      channel.type === ChannelType.Direct
        ? [...mentioned.keys()]
        : (await mentions.findNamed(channel, post.message)).namedIds
    const recipient_ids = named.filter((id) => id !== author.id)
    const round = { post_id: post.id, recipient_ids, sent: 0 }
    return [rounds.toRow(round, { runAt: nextTime(), key: post.id })]
  }

  function nextTime(): number {
    const minutes = config.int('ServiceSettings.PersistentNotificationIntervalMinutes')
    return clock() + minutes * 60_000
  }

  async function notify(round: Round): Promise<void> {
    const { post_id, recipient_ids } = round
    const most = config.int('ServiceSettings.PersistentNotificationMaxCount')
    const isOn = config.bool('ServiceSettings.AllowPersistentNotifications')
    if (!isOn || round.sent >= most) return
    const row = await findPost(db, post_id)
    const channel = row?.delete_at === 0 ? await findChannel(db, row.channel_id) : undefined
    if (!row || !channel || channel.delete_at > 0) return
    if (await isAnswered(db, post_id, recipient_ids)) return
    const receivers = await membersAmong(recipient_ids, channel.id)
    const author = await users.getRow(row.user_id)
    const post = await showPost(db, row)
    const senderName = deps.senderNameOf(row, author.username)
    const sent = round.sent + 1
    await transact(async (tx) => {
      for (const userId of receivers) {
        tx.emit(persistentNotificationTriggered({ userId, post, channel, senderName }))
      }
      await deps.pushAgain(tx, post_id, receivers)
      if (sent < most) {
        await rounds.add(tx, { ...round, sent }, { runAt: nextTime(), key: post_id })
      }
    })
  }

  async function membersAmong(userIds: string[], channelId: string): Promise<string[]> {
    const stay = await Promise.all(userIds.map((id) => channels.isMember(id, channelId)))
    return userIds.filter((_, index) => stay[index])
  }

  return { followUps }
}
