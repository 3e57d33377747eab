import { type Static, Type } from 'typebox'
import { Id, Millis, StringMap } from './base.ts'

/**
 * A person or bot. Fields that a viewer may not know are absent or empty, never null.
 * Zero values of the optional fields are left out.
 */
export const User = Type.Object({
  id: Id,
  create_at: Type.Optional(Millis),
  update_at: Type.Optional(Millis),
  delete_at: Millis,
  username: Type.String(),
  auth_data: Type.Optional(Type.String()),
  auth_service: Type.String(),
  email: Type.String(),
  email_verified: Type.Optional(Type.Boolean()),
  nickname: Type.String(),
  first_name: Type.String(),
  last_name: Type.String(),
  position: Type.String(),
  roles: Type.String(),
  props: Type.Optional(StringMap),
  notify_props: Type.Optional(StringMap),
  last_password_update: Type.Optional(Millis),
  last_picture_update: Type.Optional(Millis),
  failed_attempts: Type.Optional(Type.Integer()),
  locale: Type.String(),
  timezone: Type.Optional(StringMap),
  mfa_active: Type.Optional(Type.Boolean()),
  remote_id: Type.Optional(Type.String()),
  last_activity_at: Type.Optional(Millis),
  is_bot: Type.Optional(Type.Boolean()),
  bot_description: Type.Optional(Type.String()),
  bot_last_icon_update: Type.Optional(Millis),
  terms_of_service_id: Type.Optional(Type.String()),
  terms_of_service_create_at: Type.Optional(Millis),
  disable_welcome_email: Type.Boolean(),
})
export type User = Static<typeof User>

/** What a sign-up sends. Everything but the three is optional. */
export const NewUser = Type.Object({
  username: Type.String(),
  email: Type.String(),
  password: Type.Optional(Type.String()),
  nickname: Type.Optional(Type.String()),
  first_name: Type.Optional(Type.String()),
  last_name: Type.Optional(Type.String()),
  position: Type.Optional(Type.String()),
  locale: Type.Optional(Type.String()),
  props: Type.Optional(StringMap),
  notify_props: Type.Optional(StringMap),
  timezone: Type.Optional(StringMap),
  disable_welcome_email: Type.Optional(Type.Boolean()),
})
export type NewUser = Static<typeof NewUser>

/** `props`, `notify_props` and `timezone` replace the whole map. */
export const UserPatch = Type.Object({
  username: Type.Optional(Type.String()),
  password: Type.Optional(Type.String()),
  nickname: Type.Optional(Type.String()),
  first_name: Type.Optional(Type.String()),
  last_name: Type.Optional(Type.String()),
  position: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  props: Type.Optional(StringMap),
  notify_props: Type.Optional(StringMap),
  locale: Type.Optional(Type.String()),
  timezone: Type.Optional(StringMap),
})
export type UserPatch = Static<typeof UserPatch>

export const UserSearch = Type.Object({
  term: Type.String({ minLength: 1 }),
  team_id: Type.Optional(Type.String()),
  not_in_team_id: Type.Optional(Type.String()),
  in_channel_id: Type.Optional(Type.String()),
  not_in_channel_id: Type.Optional(Type.String()),
  in_group_id: Type.Optional(Type.String()),
  not_in_group_id: Type.Optional(Type.String()),
  allow_inactive: Type.Optional(Type.Boolean()),
  without_team: Type.Optional(Type.Boolean()),
  role: Type.Optional(Type.String()),
  roles: Type.Optional(Type.Array(Type.String())),
  team_roles: Type.Optional(Type.Array(Type.String())),
  channel_roles: Type.Optional(Type.Array(Type.String())),
  limit: Type.Optional(Type.Integer()),
})
export type UserSearch = Static<typeof UserSearch>

export const UserAutocomplete = Type.Object({
  users: Type.Array(User),
  out_of_channel: Type.Optional(Type.Array(User)),
  agents: Type.Optional(Type.Array(User)),
})
export type UserAutocomplete = Static<typeof UserAutocomplete>

export const Status = Type.Object({
  user_id: Id,
  status: Type.String(),
  manual: Type.Boolean(),
  last_activity_at: Millis,
  dnd_end_time: Type.Integer(),
  active_channel: Type.Optional(Type.String()),
})
export type Status = Static<typeof Status>
