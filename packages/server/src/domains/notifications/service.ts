import { ChannelType } from '@redoubt/wire/channels.ts'
import type { PushAck, PushNotification } from '@redoubt/wire/notifications.ts'
import type { ChannelRow } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Letters, MailService } from '#domains/mail/service.ts'
import type { BotMessages, PostRow, PostsService } from '#domains/posts/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { SigningKey } from '#platform/keys/signing-key.ts'
import type { Outgoing } from '#platform/net/outgoing.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { pushAcks } from './acks.ts'
import { activeChannels } from './active-channels.ts'
import { pushClears } from './clears.ts'
import { pushProxy } from './push-proxy.ts'
import { openPushes } from './pushes.ts'
import type { Collapsing } from './readers.ts'
import { receiversAhead } from './receivers-ahead.ts'
import { postSubjects } from './subjects.ts'
import { postTelling } from './telling.ts'

export type NotificationsService = ReturnType<typeof notificationsService>

export type NotificationsDeps = {
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
  collapsing: () => Collapsing
  findPosts: (db: Db, ids: string[]) => Promise<PostRow[]>
  findChannels: (db: Db, ids: string[]) => Promise<ChannelRow[]>
  findUsers: (db: Db, ids: string[]) => Promise<UserRow[]>
  /** Notes that a session's device takes no more pushes. */
  noteRemovedDevice: (tx: Tx, sessionId: string, deviceId: string) => Promise<void>
}
