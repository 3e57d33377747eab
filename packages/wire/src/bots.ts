import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'

/** A program that takes part as a user. */
export const Bot = Type.Object({
  user_id: Id,
  username: Type.String(),
  display_name: Type.String(),
  description: Type.String(),
  owner_id: Type.String(),
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
})
export type Bot = Static<typeof Bot>

export const NewBot = Type.Object({
  username: Type.String(),
  display_name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
})
export type NewBot = Static<typeof NewBot>

/** What isn't named stays. */
export const BotPatch = Type.Partial(NewBot)
export type BotPatch = Static<typeof BotPatch>
