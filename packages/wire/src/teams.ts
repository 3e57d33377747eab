import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'

/** `email` and `invite_id` are empty for those who may not manage the team or invite to it. */
export const Team = Type.Object({
  id: Id,
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
  display_name: Type.String(),
  name: Type.String(),
  description: Type.String(),
  email: Type.String(),
  type: Type.Union([Type.Literal('O'), Type.Literal('I')]),
  company_name: Type.String(),
  allowed_domains: Type.String(),
  invite_id: Type.String(),
  allow_open_invite: Type.Boolean(),
  last_team_icon_update: Type.Optional(Millis),
  scheme_id: Type.Union([Type.String(), Type.Null()]),
  group_constrained: Type.Union([Type.Boolean(), Type.Null()]),
  policy_id: Type.Union([Type.String(), Type.Null()]),
  cloud_limits_archived: Type.Boolean(),
})
export type Team = Static<typeof Team>

export const NewTeam = Type.Object({
  name: Type.String(),
  display_name: Type.String(),
  type: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  company_name: Type.Optional(Type.String()),
  allowed_domains: Type.Optional(Type.String()),
  allow_open_invite: Type.Optional(Type.Boolean()),
  email: Type.Optional(Type.String()),
})
export type NewTeam = Static<typeof NewTeam>

export const TeamPatch = Type.Object({
  display_name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  company_name: Type.Optional(Type.String()),
  allowed_domains: Type.Optional(Type.String()),
  allow_open_invite: Type.Optional(Type.Boolean()),
  group_constrained: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
})
export type TeamPatch = Static<typeof TeamPatch>

/** `roles` are the effective ones: explicit roles and those of the scheme flags. */
export const TeamMember = Type.Object({
  team_id: Id,
  user_id: Id,
  roles: Type.String(),
  delete_at: Millis,
  scheme_guest: Type.Boolean(),
  scheme_user: Type.Boolean(),
  scheme_admin: Type.Boolean(),
  explicit_roles: Type.String(),
})
export type TeamMember = Static<typeof TeamMember>

/** Unread numbers; thread fields only where collapsed threads were asked for. */
export const TeamUnread = Type.Object({
  team_id: Id,
  msg_count: Type.Integer(),
  mention_count: Type.Integer(),
  mention_count_root: Type.Integer(),
  msg_count_root: Type.Integer(),
  thread_count: Type.Integer(),
  thread_mention_count: Type.Integer(),
  thread_urgent_mention_count: Type.Integer(),
})
export type TeamUnread = Static<typeof TeamUnread>

export const TeamStats = Type.Object({
  team_id: Id,
  total_member_count: Type.Integer(),
  active_member_count: Type.Integer(),
})
export type TeamStats = Static<typeof TeamStats>
