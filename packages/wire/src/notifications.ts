import { type Static, Type } from 'typebox'

const text = Type.Optional(Type.String())

/** What a push proxy is given, and what phones fetch where only an id was pushed. */
export const PushNotification = Type.Object({
  ack_id: Type.String(),
  platform: Type.String(),
  server_id: Type.String(),
  device_id: Type.String(),
  post_id: Type.String(),
  category: text,
  sound: text,
  message: text,
  badge: Type.Optional(Type.Integer()),
  cont_ava: Type.Optional(Type.Integer()),
  team_id: text,
  channel_id: text,
  root_id: text,
  channel_name: text,
  type: Type.Union([
    Type.Literal('message'),
    Type.Literal('clear'),
    Type.Literal('update_badge'),
    Type.Literal('session'),
    Type.Literal('test'),
  ]),
  sub_type: text,
  sender_id: text,
  sender_name: text,
  override_username: text,
  override_icon_url: text,
  from_webhook: text,
  version: text,
  is_crt_enabled: Type.Boolean(),
  is_id_loaded: Type.Boolean(),
  signature: text,
})
export type PushNotification = Static<typeof PushNotification>

/** A phone has shown a push, or wants its content: `post_id` where `is_id_loaded`. */
export const PushAck = Type.Object({
  id: text,
  received_at: Type.Optional(Type.Number()),
  platform: text,
  type: text,
  post_id: text,
  is_id_loaded: Type.Optional(Type.Boolean()),
})
export type PushAck = Static<typeof PushAck>
