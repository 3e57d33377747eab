import { moderatedPermissions, type Permission } from '@redoubt/wire/permissions.gen.ts'
import {
  effectiveRoles,
  type MemberFlags,
  type MemberKind,
  memberKinds,
  type RoleNames,
} from '@redoubt/wire/roles.ts'
import type { Scheme } from '@redoubt/wire/schemes.ts'
import type { StateChange } from '#platform/events/event.ts'
import type { RoleRow } from './store.ts'

/** The schemes that apply in a channel: its own and that of its team. */
export type ChannelSchemes = { own: string | null; team: string | null }

/** All roles and schemes of a workspace in memory: every access asks for them. */
export function roleRegistry(roles: RoleRow[], schemes: Scheme[]) {
  const rolesByName = new Map<string, RoleRow>()
  const grantsByName = new Map<string, ReadonlySet<string>>()
  const schemesById = new Map<string, Scheme>()
  const schemesByRole = new Map<string, Scheme>()
  for (const role of roles) keepRole(role)
  for (const scheme of schemes) keepScheme(scheme)

  /** Unless a later change has been heard of already. */
  function keepRole(role: RoleRow): void {
    if ((rolesByName.get(role.name)?.update_at ?? 0) > role.update_at) return
    rolesByName.set(role.name, role)
    grantsByName.set(role.name, new Set(role.delete_at === 0 ? role.permissions : []))
  }

  function keepScheme(scheme: Scheme): void {
    if ((schemesById.get(scheme.id)?.update_at ?? 0) > scheme.update_at) return
    schemesById.set(scheme.id, scheme)
    for (const name of schemeRoleNames(scheme)) schemesByRole.set(name, scheme)
  }

  function has(name: string, permission: Permission): boolean {
    return grantsByName.get(name)?.has(permission) ?? false
  }

  /** Whether any of the roles lists the permission. */
  function anyGrants(names: Iterable<string>, permission: Permission): boolean {
    for (const name of names) if (has(name, permission)) return true
    return false
  }

  function liveScheme(id: string | null): Scheme | undefined {
    const scheme = id ? schemesById.get(id) : undefined
    return scheme?.delete_at === 0 ? scheme : undefined
  }

  function teamRoleNames(schemeId: string | null): RoleNames {
    const scheme = liveScheme(schemeId)
    return toNames((kind) => scheme?.[`default_team_${kind}_role`] || `team_${kind}`)
  }

  /** The roles of channels that have no scheme of their own. */
  function higherRoleNames(teamSchemeId: string | null): RoleNames {
    const scheme = liveScheme(teamSchemeId)
    return toNames((kind) => scheme?.[`default_channel_${kind}_role`] || `channel_${kind}`)
  }

  function channelRoleNames({ own, team }: ChannelSchemes): RoleNames {
    const scheme = liveScheme(own)
    if (!scheme) return higherRoleNames(team)
    return toNames((kind) => scheme[`default_channel_${kind}_role`] || higherRoleNames(team)[kind])
  }

  /** Whether a membership of a team gives the permission. */
  function grantsInTeam(member: MemberFlags, schemeId: string | null, need: Permission): boolean {
    return anyGrants(effectiveRoles(member, teamRoleNames(schemeId)), need)
  }

  /** Whether a membership of a channel gives the permission. */
  function grantsInChannel(
    member: MemberFlags,
    schemes: ChannelSchemes,
    need: Permission,
  ): boolean {
    const explicit = member.roles.split(' ').filter(Boolean)
    if (anyGrants(explicit, need)) return true
    const names = channelRoleNames(schemes)
    const higher = higherRoleNames(schemes.team)
    return memberKinds.some(
      (kind) => member[`scheme_${kind}`] && grantsByScheme(kind, names[kind], higher[kind], need),
    )
  }

  /** A channel's scheme only takes away, and only what moderation is about. */
  function grantsByScheme(
    kind: MemberKind,
    name: string,
    higher: string,
    need: Permission,
  ): boolean {
    if (!has(higher, need)) return false
    const isModerated = kind !== 'admin' && moderatedPermissions[need] !== undefined
    return name === higher || !isModerated || has(name, need)
  }

  /** What a role of a channel's scheme amounts to, below a team with the given scheme. */
  function mergedPermissions(role: RoleRow, teamSchemeId: string | null): string[] {
    const scheme = schemesByRole.get(role.name)
    const kind = memberKinds.find((each) => scheme?.[`default_channel_${each}_role`] === role.name)
    if (scheme?.scope !== 'channel' || !kind) return role.permissions
    const higher = rolesByName.get(higherRoleNames(teamSchemeId)[kind])?.permissions ?? []
    const own = new Set(role.permissions)
    const isModerated = (name: string) => moderatedPermissions[name as Permission] !== undefined
    return higher.filter((name) => kind === 'admin' || !isModerated(name) || own.has(name))
  }

  /**
   * What a list of role names means for a member: flags for the scheme's roles, the others as they
   * are. Undefined where one doesn't exist or isn't for members to have.
   */
  function parseMemberRoles(text: string, names: RoleNames): MemberFlags | undefined {
    const given = text.split(' ').filter(Boolean)
    const flagged = new Set(Object.values(names))
    const explicit = given.filter((name) => !flagged.has(name))
    const isAllowed = explicit.every((name) => {
      const role = rolesByName.get(name)
      return role && role.delete_at === 0 && !role.scheme_managed && !role.built_in
    })
    if (!isAllowed) return undefined
    return {
      roles: explicit.join(' '),
      scheme_guest: given.includes(names.guest),
      scheme_user: given.includes(names.user),
      scheme_admin: given.includes(names.admin),
    }
  }

  function onChange(change: StateChange): void {
    if (change.kind === 'role') keepRole(change.role)
    if (change.kind === 'scheme') keepScheme(change.scheme)
  }

  return {
    anyGrants,
    teamRoleNames,
    channelRoleNames,
    higherRoleNames,
    grantsInTeam,
    grantsInChannel,
    mergedPermissions,
    parseMemberRoles,
    onChange,
    find: (name: string) => rolesByName.get(name),
    all: () => [...rolesByName.values()],
    schemeOfRole: (name: string) => schemesByRole.get(name),
    findScheme: (id: string) => liveScheme(id),
    allSchemes: () => [...schemesById.values()].filter((scheme) => scheme.delete_at === 0),
  }
}

/** The names of all roles of a scheme. */
function schemeRoleNames(scheme: Scheme): string[] {
  return Object.entries(scheme).flatMap(([key, value]) =>
    key.startsWith('default_') && value !== '' ? [String(value)] : [],
  )
}

function toNames(nameOf: (kind: MemberKind) => string): RoleNames {
  return { guest: nameOf('guest'), user: nameOf('user'), admin: nameOf('admin') }
}
