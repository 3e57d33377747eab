import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'

/** What a person makes for a program; `expires_at` 0 or absent for never. */
export const NewAccessToken = Type.Object({
  description: Type.String(),
  expires_at: Type.Optional(Millis),
})
export type NewAccessToken = Static<typeof NewAccessToken>

/** `token` is told only once, in the answer that made it. */
export const AccessToken = Type.Object({
  id: Id,
  token: Type.Optional(Type.String()),
  user_id: Id,
  description: Type.String(),
  is_active: Type.Boolean(),
  expires_at: Type.Optional(Millis),
})
export type AccessToken = Static<typeof AccessToken>
