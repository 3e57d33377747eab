import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'

/** One thing that somebody did, or tried to. */
export const Audit = Type.Object({
  id: Id,
  create_at: Millis,
  /** '' where there was no session. */
  user_id: Type.String(),
  action: Type.String(),
  extra_info: Type.String(),
  ip_address: Type.String(),
  session_id: Type.String(),
})
export type Audit = Static<typeof Audit>
