import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'
import { Draft, NewDraft } from './drafts.ts'
import { PriorityWish } from './posts.ts'

const { delete_at: _deleted, ...draftProperties } = Draft.properties

/** A draft that is to be posted at a time. */
export const ScheduledPost = Type.Object({
  ...draftProperties,
  id: Id,
  scheduled_at: Millis,
  /** When it could not be sent; 0 while it waits. */
  processed_at: Millis,
  /** Why it could not be sent; '' while it waits. */
  error_code: Type.String(),
})
export type ScheduledPost = Static<typeof ScheduledPost>

const OptionalPriority = Type.Optional(Type.Union([PriorityWish, Type.Null()]))

/** Clients send the whole object; what isn't named here is the server's. */
export const NewScheduledPost = Type.Object({
  ...NewDraft.properties,
  priority: OptionalPriority,
  metadata: Type.Optional(Type.Union([Type.Object({ priority: OptionalPriority }), Type.Null()])),
  scheduled_at: Type.Integer({ minimum: 0 }),
})
export type NewScheduledPost = Static<typeof NewScheduledPost>

/** By team id, and those of direct and group channels apart. */
export const ScheduledPostsByTeam = Type.Record(Type.String(), Type.Array(ScheduledPost))
export type ScheduledPostsByTeam = Static<typeof ScheduledPostsByTeam>
