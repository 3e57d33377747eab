import { type Static, Type } from 'typebox'

/** A new secret, also as a picture for authenticator apps (PNG in base64). */
export const MfaSecret = Type.Object({ secret: Type.String(), qr_code: Type.String() })
export type MfaSecret = Static<typeof MfaSecret>

/** Switching on needs a code that the new secret makes. */
export const MfaChange = Type.Object({
  activate: Type.Boolean(),
  code: Type.Optional(Type.String()),
})
export type MfaChange = Static<typeof MfaChange>

export const MfaRequired = Type.Object({ mfa_required: Type.Boolean() })
