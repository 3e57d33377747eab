import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'
import { User } from './users.ts'

/** People who can be mentioned together. Counts and members only where they were asked for. */
export const Group = Type.Object({
  id: Id,
  name: Type.Union([Type.String(), Type.Null()]),
  display_name: Type.String(),
  description: Type.String(),
  source: Type.String(),
  remote_id: Type.Union([Type.String(), Type.Null()]),
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
  has_syncables: Type.Boolean(),
  allow_reference: Type.Boolean(),
  member_count: Type.Optional(Type.Integer()),
  member_ids: Type.Union([Type.Array(Id), Type.Null()]),
  channel_member_count: Type.Optional(Type.Integer()),
  channel_member_timezones_count: Type.Optional(Type.Integer()),
  /** Where the group is linked to a team or channel: whether its members administer that. */
  scheme_admin: Type.Optional(Type.Boolean()),
})
export type Group = Static<typeof Group>

const Ids = Type.Array(Id, { maxItems: 1000 })

export const NewGroup = Type.Object({
  name: Type.String(),
  display_name: Type.String(),
  source: Type.String(),
  allow_reference: Type.Boolean(),
  description: Type.Optional(Type.String()),
  remote_id: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  user_ids: Type.Optional(Type.Union([Ids, Type.Null()])),
})
export type NewGroup = Static<typeof NewGroup>

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))

export const GroupPatch = Type.Object({
  name: Text,
  display_name: Text,
  description: Text,
  allow_reference: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
})
export type GroupPatch = Static<typeof GroupPatch>

export const GroupMemberIds = Type.Object({
  user_ids: Type.Array(Id, { minItems: 1, maxItems: 1000 }),
})

export const GroupMember = Type.Object({
  group_id: Id,
  user_id: Id,
  create_at: Millis,
  delete_at: Millis,
})
export type GroupMember = Static<typeof GroupMember>

export const GroupMembers = Type.Object({
  members: Type.Array(User),
  total_member_count: Type.Integer(),
})

/** Members of a team or channel, and which groups each of them is in. */
export const UsersWithGroups = Type.Object({
  users: Type.Array(
    Type.Object({
      ...User.properties,
      groups: Type.Array(Group),
      scheme_guest: Type.Boolean(),
      scheme_user: Type.Boolean(),
      scheme_admin: Type.Boolean(),
    }),
  ),
  total_count: Type.Integer(),
})
export type UsersWithGroups = Static<typeof UsersWithGroups>
