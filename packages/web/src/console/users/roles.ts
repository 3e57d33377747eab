import type { ConsoleTextId } from '#web/console/texts/console-text.tsx'

/** The roles that an administrator gives somebody, beside that of a member or a guest. */
export const grantableRoles = [
  'system_admin',
  'system_manager',
  'system_user_manager',
  'system_read_only_admin',
  'system_custom_group_admin',
  'shared_channel_manager',
  'secure_connection_manager',
  'system_post_all',
  'system_post_all_public',
  'system_user_access_token',
] as const

const known: ReadonlySet<string> = new Set([...grantableRoles, 'system_user', 'system_guest'])

/** What a role is called, where it is one of ours. */
export function titleOfRole(name: string): ConsoleTextId | undefined {
  return known.has(name) ? (`role.${name}` as ConsoleTextId) : undefined
}
