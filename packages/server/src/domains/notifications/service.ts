import type { ConfigService } from '#domains/config/service.ts'
import type { Letters, MailService } from '#domains/mail/service.ts'
import type { BotMessages, PostsService } from '#domains/posts/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import type { SigningKey } from '#platform/keys/signing-key.ts'
import type { Outgoing } from '#platform/net/outgoing.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { pushAcks } from './acks.ts'
import { activeChannels } from './active-channels.ts'
import { notificationAudience } from './audience.ts'
import { pushClears } from './clears.ts'
import { type ExpiredDevice, sessionExpiries } from './expiries.ts'
import { notificationMails } from './mails.ts'
import { pushProxy } from './push-proxy.ts'
import { openPushes } from './pushes.ts'
import type { Collapsing } from './readers.ts'
import { postSubjects } from './subjects.ts'
import { postTelling } from './telling.ts'
import { textsFor } from './texts.ts'
import { pushWithdrawals } from './withdrawals.ts'

export type NotificationsService = ReturnType<typeof notificationsService>

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  tasks: Pick<Tasks, 'define' | 'every'>
  outgoing: Pick<Outgoing, 'fetch'>
  signingKey: SigningKey
  mail: Pick<MailService, 'isOn'>
  letters: Pick<Letters, 'notification'>
  users: Pick<UsersService, 'getRow'>
  statuses: Pick<StatusesService, 'current'>
  posts: Pick<PostsService, 'accessToRead'>
  botMessages: BotMessages
  /** Whose client collapses threads. */
  collapsing: () => Collapsing
  /** Notes that a session's device takes no more pushes. */
  noteRemovedDevice: (tx: Tx, sessionId: string, deviceId: string) => Promise<void>
  findExpiredDevices: (db: Db, at: { after: number; until: number }) => Promise<ExpiredDevice[]>
  noteExpiryTold: (tx: Tx, sessionIds: string[]) => Promise<void>
}

/** Telling people of posts while they are away: by push and by mail. */
export function notificationsService(deps: Deps) {
  const { clock, botMessages } = deps
  const active = activeChannels(deps)
  const proxy = pushProxy(deps)
  const audience = notificationAudience({ ...deps, proxy })
  const pushes = openPushes({ ...deps, proxy })
  const subjects = postSubjects(deps)
  const mails = notificationMails(deps)
  const { clearPost, ...clears } = pushClears({ ...deps, audience, pushes })
  const withdrawals = pushWithdrawals({ ...deps, proxy, clears: { clearPost } })
  const expiries = sessionExpiries({ ...deps, proxy, pushes })
  const telling = postTelling({ ...deps, audience, active, proxy, pushes, mails, subjects })
  const acks = pushAcks({ ...deps, proxy, subjects, formatFor: telling.formatFor })

  /** Sends the actor a message that is sure to notify, so that they see whether it does. */
  async function test(actor: Actor): Promise<void> {
    await botMessages.tell(actor.userId, {
      message: { en: textsFor('en').test, de: textsFor('de').test },
      key: `notification-test:${newId(clock())}`,
      isForced: true,
    })
  }

  return {
    followUps: telling.followUps,
    repeat: telling.repeat,
    ...clears,
    ...withdrawals,
    ...expiries,
    noteLook: active.note,
    acknowledge: acks.acknowledge,
    canReceive: acks.canReceive,
    test,
    onChange: audience.onChange,
  }
}
