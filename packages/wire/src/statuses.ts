import { type Static, Type } from 'typebox'
import { Id } from './base.ts'

/** What a client sends to set a status by hand; `dnd_end_time` in seconds, 0 for no end. */
export const StatusChange = Type.Object({
  user_id: Id,
  status: Type.Union([
    Type.Literal('online'),
    Type.Literal('away'),
    Type.Literal('dnd'),
    Type.Literal('offline'),
  ]),
  dnd_end_time: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
})
export type StatusChange = Static<typeof StatusChange>

/** `expires_at` is RFC 3339; empty or the year 1 for never. */
export const CustomStatus = Type.Object({
  emoji: Type.Optional(Type.String()),
  text: Type.Optional(Type.String()),
  duration: Type.Optional(Type.String()),
  expires_at: Type.Optional(Type.String()),
})
export type CustomStatus = Static<typeof CustomStatus>
