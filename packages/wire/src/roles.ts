import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'

export const Role = Type.Object({
  id: Id,
  name: Type.String(),
  display_name: Type.String(),
  description: Type.String(),
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
  permissions: Type.Array(Type.String()),
  scheme_managed: Type.Boolean(),
  built_in: Type.Boolean(),
  /** Of a role that a scheme brought along. */
  scheme_id: Type.Union([Type.String(), Type.Null()]),
})
export type Role = Static<typeof Role>

export const RolePatch = Type.Object({
  permissions: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
})

/** What a membership's row says of its roles. */
export type MemberFlags = {
  /** Explicit roles, separated by spaces. */
  roles: string
  scheme_guest: boolean
  scheme_user: boolean
  scheme_admin: boolean
}

export const memberKinds = ['guest', 'user', 'admin'] as const
export type MemberKind = (typeof memberKinds)[number]

/** The names of the roles that the scheme flags of a membership give. */
export type RoleNames = Readonly<Record<MemberKind, string>>

/** Explicit roles and those that the scheme flags give. */
export function effectiveRoles(member: MemberFlags, names: RoleNames): string[] {
  const flagged = memberKinds.filter((kind) => member[`scheme_${kind}`]).map((kind) => names[kind])
  return [...member.roles.split(' ').filter(Boolean), ...flagged]
}
