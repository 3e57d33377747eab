import { ChannelType } from '@redoubt/wire/channels.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Mentioned, Strength } from '#domains/mentions/service.ts'
import type { PostTold } from '#domains/posts/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { NewTask, Tasks } from '#platform/tasks/tasks.ts'
import type { ActiveChannels } from './active-channels.ts'
import type { NotificationAudience } from './audience.ts'
import { mailBatches } from './batches.ts'
import { contentFor, type Subject } from './content.ts'
import { decide, type Facts } from './decision.ts'
import type { NotificationMails } from './mails.ts'
import { toPushMessage } from './push-messages.ts'
import type { PushProxy } from './push-proxy.ts'
import { notePushedPost } from './pushed-store.ts'
import type { Pushes } from './pushes.ts'
import { type Collapsing, collapses, nameFormatOf, toMailReader } from './readers.ts'
import { countBadges, findPerson, findReceivers, type ReceiverRow } from './store.ts'
import type { PostSubjects } from './subjects.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  tasks: Pick<Tasks, 'define' | 'every'>
  statuses: Pick<StatusesService, 'current'>
  audience: NotificationAudience
  active: ActiveChannels
  proxy: Pick<PushProxy, 'isOn'>
  pushes: Pushes
  mails: NotificationMails
  subjects: PostSubjects
  collapsing: () => Collapsing
}

type Telling = {
  post_id: string
  mentioned: [string, Strength][]
  /** Again, of a post that waits for an answer: pushed to those alone whom it names. */
  isRepeated?: boolean
}

/** Somebody to be told, and by what. */
type Receiver = {
  row: ReceiverRow
  mention: Strength | undefined
  isCollapsing: boolean
  push: boolean
  mail: boolean
}

/** Tells of posts by push and mail: whoever should hear of them and isn't there. */
export function postTelling(deps: Deps) {
  const { db, transact, clock, config, tasks, statuses, audience, active } = deps
  const { proxy, pushes, mails, subjects, collapsing } = deps
  const telling = tasks.define<Telling>('notifications.tell', { run: tell })
  const batches = mailBatches({
    ...deps,
    findSubjects: subjects.find,
    send: async (tx, userId, waiting) => {
      const row = await findPerson(tx.db, userId, clock())
      if (row && audience.isMailOn()) await mails.sendBatch(tx, mailReader(row), waiting)
    },
  })

  /** What a new post leads to; nothing where it concerns nobody. */
  async function followUps(told: PostTold): Promise<NewTask[]> {
    if (!(await audience.isThere(told))) return []
    return [telling.toRow({ post_id: told.post.id, mentioned: [...told.mentioned] })]
  }

  /** Pushes a post once more to people whom it names. */
  function repeat(tx: Tx, postId: string, userIds: string[]): Promise<void> {
    const mentioned = userIds.map((id): [string, Strength] => [id, 'keyword'])
    return telling.add(tx, { post_id: postId, mentioned, isRepeated: true })
  }

  async function tell({ post_id, mentioned, isRepeated = false }: Telling): Promise<void> {
    const [subject] = await subjects.find([post_id])
    if (!subject) return
    const receivers = await receiversOf(subject, new Map(mentioned), isRepeated)
    const pushed = proxy.isOn()
      ? receivers.filter(({ push, row }) => push && row.devices.length > 0)
      : []
    const mailed = isRepeated || !audience.isMailOn() ? [] : receivers.filter(({ mail }) => mail)
    if (pushed.length === 0 && mailed.length === 0) return
    const badges = pushed.length > 0 ? await badgesOf(pushed) : new Map<string, number>()
    await transact(async (tx) => {
      const messages = pushed.map((receiver) => ({
        devices: receiver.row.devices,
        message: messageFor(subject, receiver, badges.get(receiver.row.id) ?? 0),
      }))
      await pushes.add(tx, messages)
      await notePushed(tx, subject, pushed)
      await mail(tx, subject, mailed)
    })
  }

  async function notePushed(tx: Tx, { post }: Subject, pushed: Receiver[]): Promise<void> {
    if (pushed.length === 0) return
    const { id: post_id, channel_id, root_id } = post
    const user_ids = pushed.map(({ row }) => row.id)
    await notePushedPost(tx, { post_id, channel_id, root_id, user_ids, create_at: clock() })
  }

  async function receiversOf(
    subject: Subject,
    mentioned: Mentioned,
    isRepeated: boolean,
  ): Promise<Receiver[]> {
    const { post, channel } = subject
    const isByWebhook = post.props.from_webhook === 'true'
    const place = { channelId: channel.id, teamId: channel.team_id, rootId: post.root_id }
    const who = { mentionedIds: [...mentioned.keys()], withOthers: !isRepeated }
    const found = await findReceivers(db, place, who, clock())
    const rows = found.filter((row) => isByWebhook || row.id !== post.user_id)
    const present = await statuses.current(rows.map((row) => row.id))
    return rows.map((row) => {
      const mention = mentioned.get(row.id)
      const isCollapsing = collapses(row, collapsing())
      const { status = 'offline', last_activity_at = 0 } = present.get(row.id) ?? {}
      const facts = {
        ...factsOf(subject, row),
        mention,
        isCollapsing,
        status,
        isLooking: active.isLooking(row.id, channel.id, last_activity_at),
      }
      return { row, mention, isCollapsing, ...decide(facts) }
    })
  }

  function factsOf(
    { post, channel }: Subject,
    row: ReceiverRow,
  ): Omit<Facts, 'mention' | 'isCollapsing' | 'status' | 'isLooking'> {
    const mustBeVerified = config.bool('EmailSettings.RequireEmailVerification')
    return {
      post: {
        isSystem: post.type.startsWith('system_'),
        isReply: post.root_id !== '',
        isForced: Boolean(post.props.force_notification),
        isInGroupChannel: channel.type === ChannelType.Group,
      },
      user: row.notify_props,
      member: row.member_props,
      isBot: row.is_bot,
      isMailable: row.remote_id === '' && (row.email_verified || !mustBeVerified),
      isFollowing: row.is_following,
    }
  }

  function badgesOf(receivers: Receiver[]): Promise<Map<string, number>> {
    return countBadges(
      db,
      receivers.map(({ row, isCollapsing }) => ({ id: row.id, isCollapsing })),
    )
  }

  function messageFor(subject: Subject, { row, mention, isCollapsing }: Receiver, badge: number) {
    const reader = { id: row.id, locale: row.locale, nameFormat: formatFor(row), mention }
    const contents = config.string('EmailSettings.PushNotificationContents')
    return toPushMessage(subject, contentFor(subject, reader), { contents, badge, isCollapsing })
  }

  async function mail(tx: Tx, subject: Subject, receivers: Receiver[]): Promise<void> {
    const waiting = receivers
      .filter(({ row }) => batches.isWaiting(row.preferences['notifications/email_interval']))
      .map(({ row }) => row.id)
    const added = new Set(waiting.length > 0 ? await batches.add(tx, waiting, subject.post) : [])
    for (const { row, mention } of receivers) {
      if (!added.has(row.id)) await mails.sendOne(tx, mailReader(row), subject, mention)
    }
  }

  function mailReader(row: Parameters<typeof toMailReader>[0]) {
    return toMailReader(row, formatFor(row))
  }

  function formatFor(row: Pick<ReceiverRow, 'preferences'>): string {
    return nameFormatOf(row, {
      format: config.string('TeamSettings.TeammateNameDisplay'),
      isLocked: config.bool('TeamSettings.LockTeammateNameDisplay'),
    })
  }

  return { followUps, repeat, formatFor }
}
