import { type Static, Type } from 'typebox'

/** How an account logs in: `auth_service` '' is by password, others name who vouches for it. */
export const UserAuth = Type.Object({
  auth_data: Type.Optional(Type.Union([Type.String({ maxLength: 128 }), Type.Null()])),
  auth_service: Type.Optional(Type.String()),
  password: Type.Optional(Type.String()),
})
export type UserAuth = Static<typeof UserAuth>

export const LoginSwitch = Type.Object({
  current_service: Type.String(),
  new_service: Type.String(),
  email: Type.Optional(Type.String()),
  password: Type.Optional(Type.String()),
  new_password: Type.Optional(Type.String()),
  mfa_code: Type.Optional(Type.String()),
  ldap_id: Type.Optional(Type.String()),
})
export type LoginSwitch = Static<typeof LoginSwitch>

export const DesktopLogin = Type.Object({
  token: Type.String(),
  device_id: Type.Optional(Type.String({ maxLength: 512 })),
})

export const CodeExchange = Type.Object({
  login_code: Type.String(),
  code_verifier: Type.String(),
  state: Type.String(),
})
export type CodeExchange = Static<typeof CodeExchange>
