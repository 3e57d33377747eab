import { type Static, Type } from 'typebox'
import { WireError } from './base.ts'

/** People to be asked into a team, and into these channels of it. */
export const EmailInvite = Type.Object({
  emails: Type.Array(Type.String()),
  channelIds: Type.Optional(Type.Array(Type.String())),
  message: Type.Optional(Type.String({ maxLength: 10_000 })),
})
export type EmailInvite = Static<typeof EmailInvite>

/** People to be asked into channels as guests. */
export const GuestInvite = Type.Object({
  emails: Type.Array(Type.String()),
  channels: Type.Array(Type.String()),
  message: Type.Optional(Type.String({ maxLength: 10_000 })),
})
export type GuestInvite = Static<typeof GuestInvite>

/** What one address came to; null where the invitation is on its way. */
export const InviteResult = Type.Object({
  email: Type.String(),
  error: Type.Union([WireError, Type.Null()]),
})
export type InviteResult = Static<typeof InviteResult>
