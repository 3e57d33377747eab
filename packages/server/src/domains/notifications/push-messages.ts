import { ChannelType } from '@redoubt/wire/channels.ts'
import type { PushNotification } from '@redoubt/wire/notifications.ts'
import type { Content, Subject } from './content.ts'

/** A push without what belongs to its device. */
export type PushMessage = Omit<
  PushNotification,
  'ack_id' | 'platform' | 'server_id' | 'device_id' | 'signature'
>

const version = 'v2'

/** The push of a post. Where phones fetch its content themselves, it tells no more than an id. */
export function toPushMessage(
  { post, channel, override }: Subject,
  content: Content,
  options: { contents: string; badge: number; isCollapsing: boolean },
): PushMessage {
  const { contents, badge, isCollapsing } = options
  const common = {
    type: 'message' as const,
    version,
    category: 'CAN_REPLY',
    badge,
    post_id: post.id,
    channel_id: channel.id,
    is_crt_enabled: isCollapsing,
  }
  if (contents === 'id_loaded') {
    return { ...common, message: content.texts.idLoaded, is_id_loaded: true }
  }
  const isDirect = channel.type === ChannelType.Direct
  const isPlaceTold = contents !== 'generic_no_channel' || isDirect
  return {
    ...common,
    ...(channel.team_id && { team_id: channel.team_id }),
    ...(post.root_id && { root_id: post.root_id }),
    ...(isPlaceTold && { channel_name: content.place }),
    sender_id: post.user_id,
    sender_name: content.sender,
    ...ofWebhook(post.props, override),
    message: contents === 'full' ? fullText(content, isDirect) : content.generic,
    is_id_loaded: false,
  }
}

function fullText({ sender, text }: Content, isDirect: boolean): string {
  return isDirect ? text : `${sender}: ${text}`
}

function ofWebhook({ from_webhook, override_icon_url }: Record<string, unknown>, override: string) {
  return {
    ...(from_webhook === 'true' && { from_webhook }),
    ...(override && { override_username: override }),
    ...(override && typeof override_icon_url === 'string' && { override_icon_url }),
  }
}

/** Takes the pushes of a channel or thread off phones: it was read elsewhere, or a post of it is gone. */
export function toClearMessage(
  of: { channel_id: string; root_id?: string | undefined; post_id?: string | undefined },
  options: { badge: number; isCollapsing: boolean },
): PushMessage {
  return {
    type: 'clear',
    version,
    post_id: of.post_id ?? '',
    channel_id: of.channel_id,
    ...(of.root_id && options.isCollapsing && { root_id: of.root_id }),
    badge: options.badge,
    cont_ava: 1,
    is_crt_enabled: options.isCollapsing,
    is_id_loaded: false,
  }
}

/** Sets the number on the app, and nothing else. */
export function toBadgeMessage(options: { badge: number; isCollapsing: boolean }): PushMessage {
  return {
    type: 'update_badge',
    version,
    post_id: '',
    badge: options.badge,
    cont_ava: 1,
    is_crt_enabled: options.isCollapsing,
    is_id_loaded: false,
  }
}

/** Tells a phone that its session has ended. */
export function toExpiryMessage(message: string): PushMessage {
  return {
    type: 'session',
    version,
    post_id: '',
    message,
    is_crt_enabled: false,
    is_id_loaded: false,
  }
}

/** Asks whether a device can be reached. */
export const testMessage: PushMessage = {
  type: 'test',
  version,
  post_id: '',
  is_crt_enabled: false,
  is_id_loaded: false,
}
