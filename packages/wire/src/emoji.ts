import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'

/** An emoji that somebody added to the workspace. */
export const Emoji = Type.Object({
  id: Id,
  creator_id: Id,
  name: Type.String(),
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
})
export type Emoji = Static<typeof Emoji>

/** The form field that goes along with the picture of a new emoji, as JSON. */
export const NewEmoji = Type.Object({ creator_id: Type.String(), name: Type.String() })
export type NewEmoji = Static<typeof NewEmoji>

export const EmojiSearch = Type.Object({
  term: Type.String(),
  prefix_only: Type.Optional(Type.Union([Type.Boolean(), Type.String()])),
})
export type EmojiSearch = Static<typeof EmojiSearch>
