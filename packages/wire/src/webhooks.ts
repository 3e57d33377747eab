import { type Static, Type } from 'typebox'
import { Id, Millis, OptionalId, Props } from './base.ts'
import { PriorityWish } from './posts.ts'

const Text = Type.Optional(Type.String())
const Texts = Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()]))

/** An address at which a program writes into a channel. */
export const IncomingWebhook = Type.Object({
  id: Id,
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
  last_used: Millis,
  user_id: Id,
  channel_id: Id,
  team_id: Id,
  display_name: Type.String(),
  description: Type.String(),
  username: Type.String(),
  icon_url: Type.String(),
  channel_locked: Type.Boolean(),
})
export type IncomingWebhook = Static<typeof IncomingWebhook>

export const NewIncomingWebhook = Type.Object({
  channel_id: Id,
  user_id: Type.Optional(OptionalId),
  display_name: Text,
  description: Text,
  username: Text,
  icon_url: Text,
  channel_locked: Type.Optional(Type.Boolean()),
})
export type NewIncomingWebhook = Static<typeof NewIncomingWebhook>

/** What is left out stays as it is, but for the texts: clients send them all. */
export const IncomingWebhookUpdate = Type.Object({
  id: Id,
  channel_id: Type.Optional(OptionalId),
  team_id: Type.Optional(OptionalId),
  display_name: Text,
  description: Text,
  username: Text,
  icon_url: Text,
  channel_locked: Type.Optional(Type.Boolean()),
})
export type IncomingWebhookUpdate = Static<typeof IncomingWebhookUpdate>

/** A program that is told of what is written in public channels. */
export const OutgoingWebhook = Type.Object({
  id: Id,
  token: Type.String(),
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
  creator_id: Id,
  channel_id: Type.String(),
  team_id: Id,
  trigger_words: Type.Array(Type.String()),
  trigger_when: Type.Integer(),
  callback_urls: Type.Array(Type.String()),
  display_name: Type.String(),
  description: Type.String(),
  content_type: Type.String(),
  username: Type.String(),
  icon_url: Type.String(),
})
export type OutgoingWebhook = Static<typeof OutgoingWebhook>

/** 0: the first word is one of the trigger words; 1: it begins with one. */
const TriggerWhen = Type.Optional(Type.Union([Type.Literal(0), Type.Literal(1)]))

const outgoingFields = {
  channel_id: Type.Optional(OptionalId),
  trigger_words: Texts,
  trigger_when: TriggerWhen,
  callback_urls: Texts,
  display_name: Text,
  description: Text,
  content_type: Text,
  username: Text,
  icon_url: Text,
}

export const NewOutgoingWebhook = Type.Object({
  ...outgoingFields,
  team_id: Id,
  creator_id: Type.Optional(OptionalId),
})
export type NewOutgoingWebhook = Static<typeof NewOutgoingWebhook>

export const OutgoingWebhookUpdate = Type.Object({
  ...outgoingFields,
  id: Id,
  team_id: Type.Optional(OptionalId),
})
export type OutgoingWebhookUpdate = Static<typeof OutgoingWebhookUpdate>

const MaybeText = Type.Optional(Type.Union([Type.String(), Type.Null()]))

const MaybePriority = Type.Optional(Type.Union([PriorityWish, Type.Null()]))

const messageFields = {
  text: MaybeText,
  username: MaybeText,
  icon_url: MaybeText,
  type: MaybeText,
  props: Type.Optional(Type.Union([Props, Type.Null()])),
  attachments: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
}

/** What a program sends to its incoming webhook: Slack's fields, and some more. */
export const HookMessage = Type.Object({
  ...messageFields,
  icon_emoji: MaybeText,
  channel: MaybeText,
  priority: MaybePriority,
})
export type HookMessage = Static<typeof HookMessage>

/** What a program answers when an outgoing webhook has told it of a post. */
export const HookAnswer = Type.Object({
  ...messageFields,
  response_type: MaybeText,
  priority: MaybePriority,
})
export type HookAnswer = Static<typeof HookAnswer>
