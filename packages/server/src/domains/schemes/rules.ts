import { moderatedPermissions, type Permission } from '@redoubt/wire/permissions.gen.ts'
import type { NewScheme, Scheme, SchemePatch } from '@redoubt/wire/schemes.ts'
import { AppError } from '#platform/app-error.ts'

type RoleField = Extract<keyof Scheme, `default_${string}_role`>

/** A role that a scheme brings along: its field, what it is called, and where it begins. */
export type RoleTemplate = { field: RoleField; label: string; from: string }

const channelRoles: readonly RoleTemplate[] = [
  { field: 'default_channel_admin_role', label: 'Channel Admin', from: 'channel_admin' },
  { field: 'default_channel_user_role', label: 'Channel User', from: 'channel_user' },
  { field: 'default_channel_guest_role', label: 'Channel Guest', from: 'channel_guest' },
]

/** The roles that a scheme of each scope has. */
export const roleTemplates: Readonly<Record<Scheme['scope'], readonly RoleTemplate[]>> = {
  channel: channelRoles,
  team: [
    { field: 'default_team_admin_role', label: 'Team Admin', from: 'team_admin' },
    { field: 'default_team_user_role', label: 'Team User', from: 'team_user' },
    { field: 'default_team_guest_role', label: 'Team Guest', from: 'team_guest' },
    ...channelRoles,
    { field: 'default_playbook_admin_role', label: 'Playbook Admin', from: 'playbook_admin' },
    { field: 'default_playbook_member_role', label: 'Playbook Member', from: 'playbook_member' },
    { field: 'default_run_admin_role', label: 'Run Admin', from: 'run_admin' },
    { field: 'default_run_member_role', label: 'Run Member', from: 'run_member' },
  ],
}

/** Of what a role grants, what the same role in a channel's scheme has a say in. */
export function onlyModerated(permissions: readonly string[]): string[] {
  return permissions.filter((name) => moderatedPermissions[name as Permission] !== undefined)
}

/** Throws 400 for a name, display name or description that isn't valid. */
export function requireValidScheme(scheme: Partial<NewScheme> | SchemePatch): void {
  const { name, display_name: displayName, description } = scheme
  const isValid =
    (name == null || /^[a-z0-9_]{2,64}$/.test(name)) &&
    (displayName == null || (displayName.length > 0 && [...displayName].length <= 128)) &&
    [...(description ?? '')].length <= 1024
  if (!isValid) throw new AppError('app.scheme.save.invalid_scheme.app_error', 400)
}
