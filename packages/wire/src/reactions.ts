import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'

/** What an emoji's name is made of; system and custom ones alike. */
export const EmojiName = Type.String({ maxLength: 64, pattern: '^[a-zA-Z0-9+_-]+$' })

/**
 * What a client sends to react. `user_id` has to be the caller's own id. Malformed values are the
 * service's to refuse: the wire has error ids of its own for them.
 */
export const NewReaction = Type.Object({
  user_id: Type.String(),
  post_id: Type.String(),
  emoji_name: Type.String(),
})
export type NewReaction = Static<typeof NewReaction>

/** One user's emoji on one post. Key: (post_id, user_id, emoji_name). */
export const Reaction = Type.Object({
  user_id: Id,
  post_id: Id,
  emoji_name: Type.String(),
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
  remote_id: Type.String(),
  channel_id: Id,
})
export type Reaction = Static<typeof Reaction>

/** Reactions by post id; an empty list for a post without. */
export const ReactionsByPost = Type.Record(Type.String(), Type.Array(Reaction))
export type ReactionsByPost = Static<typeof ReactionsByPost>
