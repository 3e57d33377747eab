import type { Permission } from '@redoubt/wire/permissions.gen.ts'

/** Neither given nor taken away by changing a role. */
export const ungrantable: readonly Permission[] = [
  'sysconsole_write_user_management_system_roles',
  'sysconsole_read_user_management_system_roles',
  'manage_roles',
  'manage_system',
]

/** Roles of people who run the system. */
const systemRoles = new Set([
  'secure_connection_manager',
  'shared_channel_manager',
  'system_admin',
  'system_manager',
  'system_read_only_admin',
  'system_user_manager',
])

/** Roles that everybody has somewhere: what the console's permission schemes are about. */
const ordinaryRoles = new Set([
  'team_admin',
  'channel_admin',
  'system_user',
  'team_user',
  'channel_user',
  'system_guest',
  'team_guest',
  'channel_guest',
  'playbook_admin',
  'playbook_member',
  'run_admin',
  'run_member',
])

/** What it takes to change a role: all of these. */
export function permissionsToPatch(name: string): readonly Permission[] {
  if (systemRoles.has(name))
    return ['manage_system', 'sysconsole_write_user_management_system_roles']
  if (ordinaryRoles.has(name)) return ['sysconsole_write_user_management_permissions']
  return [
    'sysconsole_write_user_management_permissions',
    'sysconsole_write_user_management_system_roles',
  ]
}
