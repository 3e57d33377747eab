import { type Static, Type } from 'typebox'
import { Id, Millis, Props } from './base.ts'

export const JobStatus = {
  Pending: 'pending',
  InProgress: 'in_progress',
  Success: 'success',
  Error: 'error',
  CancelRequested: 'cancel_requested',
  Canceled: 'canceled',
  Warning: 'warning',
} as const
export type JobStatus = (typeof JobStatus)[keyof typeof JobStatus]

/** Work in the background; `progress` goes from 0 to 100. */
export const Job = Type.Object({
  id: Id,
  type: Type.String(),
  priority: Type.Integer(),
  create_at: Millis,
  start_at: Millis,
  last_activity_at: Millis,
  status: Type.String(),
  progress: Type.Integer(),
  data: Type.Record(Type.String(), Type.String()),
})
export type Job = Static<typeof Job>

export const NewJob = Type.Object({
  type: Type.String({ minLength: 1, maxLength: 64 }),
  data: Type.Optional(Type.Union([Props, Type.Null()])),
})
export type NewJob = Static<typeof NewJob>

/** `force` sets a status that the present one doesn't lead to. */
export const JobStatusChange = Type.Object({
  status: Type.String(),
  force: Type.Optional(Type.Boolean()),
})
export type JobStatusChange = Static<typeof JobStatusChange>
