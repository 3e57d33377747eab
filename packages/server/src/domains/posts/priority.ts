import { ChannelType } from '@redoubt/wire/channels.ts'
import type { PostPriority, PriorityWish } from '@redoubt/wire/posts.ts'
import type { ChannelRow } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Mentions } from '#domains/mentions/service.ts'
import type { UserRow } from '#domains/users/service.ts'
import { AppError, type ErrorId } from '#platform/app-error.ts'

type Wanting = {
  wish: PriorityWish | null | undefined
  isReply: boolean
  channel: ChannelRow
  author: UserRow
  mentions: Mentions
}

/** What a new post may ask of its readers; `{}` where it asks nothing. Throws for what it may not. */
export function toPriority(config: ConfigService, wanting: Wanting): Partial<PostPriority> {
  const priority = wanting.wish?.priority ?? ''
  const requested_ack = wanting.wish?.requested_ack ?? false
  const persistent_notifications = wanting.wish?.persistent_notifications ?? false
  if (!priority && !requested_ack && !persistent_notifications) return {}
  if (wanting.isReply) refuse('priority_post_only_allowed_for_root_post', 400)
  if (!config.bool('ServiceSettings.PostPriority'))
    refuse('priority_post_not_allowed_for_user', 403)
  if (persistent_notifications) requirePersistable(config, priority, wanting)
  return { priority, requested_ack, persistent_notifications }
}

/** Whoever is told again and again must be few, and named one by one. */
function requirePersistable(
  config: ConfigService,
  priority: PostPriority['priority'],
  { channel, author, mentions }: Wanting,
): void {
  const mayGuests = config.bool('ServiceSettings.AllowPersistentNotificationsForGuests')
  const isRefusedGuest = author.roles.split(' ').includes('system_guest') && !mayGuests
  if (!config.bool('ServiceSettings.AllowPersistentNotifications') || isRefusedGuest) {
    refuse('priority_post_not_allowed_for_user', 403)
  }
  if (priority !== 'urgent') refuse('urgent_persistent_notification_post', 400)
  if (channel.type === ChannelType.Direct) return
  if (mentions.namedIds.length === 0) refuse('min_recipients_persistent_notification_post', 400)
  const most = config.int('ServiceSettings.PersistentNotificationMaxRecipients')
  if (mentions.namedIds.length > most) {
    refuse('max_recipients_persistent_notification_post', 400, { MaxRecipients: most })
  }
}

type Suffix<Id> = Id extends `api.post.post_priority.${infer Rest}.request_error` ? Rest : never

function refuse(name: Suffix<ErrorId>, status: number, params = {}): never {
  throw new AppError(`api.post.post_priority.${name}.request_error`, status, { params })
}
