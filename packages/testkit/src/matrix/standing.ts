import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Where the wire reference lies beside the repository; it isn't part of it. */
export const permissionsFile = path.resolve(
  import.meta.dirname,
  '../../../../../shared/reference/permissions.json',
)

/** What somebody is in the system, and in the team and channel that the requests are about. */
export type Standing = {
  system: readonly string[]
  team?: readonly string[]
  channel?: readonly string[]
}

/** Everybody who calls every endpoint; the least privileged first. */
export const standings = {
  anonymous: { system: [] },
  'administrator of another workspace': { system: [] },
  stranger: { system: ['system_user'] },
  guest: { system: ['system_guest'], team: ['team_guest'], channel: ['channel_guest'] },
  teammate: { system: ['system_user'], team: ['team_user'] },
  member: { system: ['system_user'], team: ['team_user'], channel: ['channel_user'] },
  bot: { system: ['system_user'], team: ['team_user'], channel: ['channel_user'] },
  system_custom_group_admin: { system: ['system_user', 'system_custom_group_admin'] },
  shared_channel_manager: { system: ['system_user', 'shared_channel_manager'] },
  secure_connection_manager: { system: ['system_user', 'secure_connection_manager'] },
  channel_admin: {
    system: ['system_user'],
    team: ['team_user'],
    channel: ['channel_user', 'channel_admin'],
  },
  team_admin: {
    system: ['system_user'],
    team: ['team_user', 'team_admin'],
    channel: ['channel_user'],
  },
  system_read_only_admin: { system: ['system_user', 'system_read_only_admin'] },
  system_user_manager: { system: ['system_user', 'system_user_manager'] },
  system_manager: { system: ['system_user', 'system_manager'] },
  system_admin: { system: ['system_user', 'system_admin'] },
} as const satisfies Record<string, Standing>

/** The name of a standing. */
export type RoleName = keyof typeof standings

export const roleNames = Object.keys(standings) as RoleName[]

export function hasSession(role: RoleName): boolean {
  return standings[role].system.length > 0
}

type Scope = 'system' | 'team' | 'channel'

type Reference = {
  roles: { name: string; permissions: string[] }[]
  job_permissions: { types: string[]; create: string; manage: string; read: string }[]
}

/** What the built-in roles grant in a fresh workspace, by the wire reference. */
export function openReference() {
  const reference = JSON.parse(readFileSync(permissionsFile, 'utf8')) as Reference
  const grants = new Map(reference.roles.map((role) => [role.name, new Set(role.permissions)]))
  const anyHas = (names: readonly string[] | undefined, isMeant: (grant: string) => boolean) =>
    (names ?? []).some((name) => [...(grants.get(name) ?? [])].some(isMeant))

  /** Whether one of the permissions that are meant is granted to the standing in that scope. */
  function holds(who: Standing, scope: Scope, isMeant: (grant: string) => boolean): boolean {
    if (anyHas(who.system, isMeant)) return true
    if (scope !== 'system' && anyHas(who.team, isMeant)) return true
    return scope === 'channel' && anyHas(who.channel, isMeant)
  }

  /** What `create_job_permission_of_type` and its like mean for a job of that type. */
  function jobPermission(deed: 'create' | 'manage' | 'read', type: string): string {
    return reference.job_permissions.find(({ types }) => types.includes(type))?.[deed] ?? ''
  }

  return { holds, jobPermission }
}
