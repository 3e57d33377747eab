import { type Static, Type } from 'typebox'
import { Id, Millis, Props } from './base.ts'

/** `token` is told only once, in the `Token` header of the login; elsewhere it is empty. */
export const Session = Type.Object({
  id: Id,
  token: Type.String(),
  create_at: Millis,
  expires_at: Millis,
  last_activity_at: Millis,
  user_id: Id,
  device_id: Type.String(),
  roles: Type.String(),
  is_oauth: Type.Boolean(),
  expired_notify: Type.Boolean(),
  props: Props,
  team_members: Type.Array(Props),
  local: Type.Boolean(),
})
export type Session = Static<typeof Session>

export const Login = Type.Object({
  id: Type.Optional(Type.String()),
  login_id: Type.Optional(Type.String()),
  password: Type.Optional(Type.String()),
  token: Type.Optional(Type.String()),
  device_id: Type.Optional(Type.String()),
  ldap_only: Type.Optional(Type.Union([Type.String(), Type.Boolean()])),
  /** In place of name and password: what the link of a mail carries. */
  magic_link_token: Type.Optional(Type.String()),
})
export type Login = Static<typeof Login>

/** What a phone tells of itself; flags come as text. */
export const DeviceProps = Type.Object({
  device_id: Type.Optional(Type.String({ maxLength: 512 })),
  device_notification_disabled: Type.Optional(Type.String()),
  mobile_version: Type.Optional(Type.String()),
})
export type DeviceProps = Static<typeof DeviceProps>
