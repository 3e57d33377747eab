import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'

const RoleName = Type.String()

/** The roles that members have where the scheme applies; '' where its scope has no such role. */
export const Scheme = Type.Object({
  id: Id,
  name: Type.String(),
  display_name: Type.String(),
  description: Type.String(),
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
  scope: Type.Union([Type.Literal('team'), Type.Literal('channel')]),
  default_team_admin_role: RoleName,
  default_team_user_role: RoleName,
  default_team_guest_role: RoleName,
  default_channel_admin_role: RoleName,
  default_channel_user_role: RoleName,
  default_channel_guest_role: RoleName,
  default_playbook_admin_role: RoleName,
  default_playbook_member_role: RoleName,
  default_run_admin_role: RoleName,
  default_run_member_role: RoleName,
})
export type Scheme = Static<typeof Scheme>

export const NewScheme = Type.Object({
  name: Type.Optional(Type.String()),
  display_name: Type.String(),
  description: Type.Optional(Type.String()),
  scope: Type.Union([Type.Literal('team'), Type.Literal('channel')]),
})
export type NewScheme = Static<typeof NewScheme>

export const SchemePatch = Type.Object({
  name: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  display_name: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  description: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})
export type SchemePatch = Static<typeof SchemePatch>

/** Null or '' takes the scheme away. */
export const SchemeChoice = Type.Object({
  scheme_id: Type.Union([Type.String({ pattern: '^([a-z0-9]{26})?$' }), Type.Null()]),
})
