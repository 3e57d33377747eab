import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'
import { Post } from './posts.ts'
import { User } from './users.ts'

/** A user where they were asked for, else only the id. */
export const Participant = Type.Union([User, Type.Object({ id: Id })])
export type Participant = Static<typeof Participant>

/** A thread as one of its followers sees it. `id` is that of its root post. */
export const UserThread = Type.Object({
  id: Id,
  reply_count: Type.Integer(),
  last_reply_at: Millis,
  last_viewed_at: Millis,
  participants: Type.Array(Participant),
  post: Post,
  unread_replies: Type.Integer(),
  unread_mentions: Type.Integer(),
  is_urgent: Type.Boolean(),
  delete_at: Millis,
})
export type UserThread = Static<typeof UserThread>

/** `threads` is null where only the totals were asked for. */
export const UserThreads = Type.Object({
  total: Type.Integer(),
  total_unread_threads: Type.Integer(),
  total_unread_mentions: Type.Integer(),
  total_unread_urgent_mentions: Type.Integer(),
  threads: Type.Union([Type.Array(UserThread), Type.Null()]),
})
export type UserThreads = Static<typeof UserThreads>
