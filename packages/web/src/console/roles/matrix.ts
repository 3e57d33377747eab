import type { Scheme } from '@mattermost/types/schemes'
import { type Permission, permissionScopes } from '@redoubt/wire/permissions.gen.ts'

/** The columns of the matrix: kinds of people. */
export const audiences = ['guests', 'members', 'channel_admins', 'team_admins'] as const
export type Audience = (typeof audiences)[number]

/** The permissions that schemes are about, by subject. */
export const permissionGroups = {
  posts: [
    'create_post',
    'edit_post',
    'delete_post',
    'edit_others_posts',
    'delete_others_posts',
    'upload_file',
    'get_public_link',
    'add_reaction',
    'remove_reaction',
    'remove_others_reactions',
    'use_channel_mentions',
    'use_group_mentions',
    'use_slash_commands',
  ],
  public_channels: [
    'list_team_channels',
    'join_public_channels',
    'read_public_channel',
    'create_public_channel',
    'manage_public_channel_properties',
    'manage_public_channel_members',
    'manage_public_channel_banner',
    'manage_public_channel_auto_translation',
    'add_bookmark_public_channel',
    'edit_bookmark_public_channel',
    'order_bookmark_public_channel',
    'delete_bookmark_public_channel',
    'convert_public_channel_to_private',
    'delete_public_channel',
  ],
  private_channels: [
    'create_private_channel',
    'manage_private_channel_properties',
    'manage_private_channel_members',
    'manage_private_channel_banner',
    'manage_private_channel_auto_translation',
    'add_bookmark_private_channel',
    'edit_bookmark_private_channel',
    'order_bookmark_private_channel',
    'delete_bookmark_private_channel',
    'convert_private_channel_to_public',
    'delete_private_channel',
  ],
  channels: ['manage_channel_roles', 'manage_channel_access_rules', 'read_deleted_posts'],
  teams: [
    'view_team',
    'view_members',
    'invite_user',
    'invite_guest',
    'add_user_to_team',
    'remove_user_from_team',
    'manage_team',
    'manage_team_roles',
    'import_team',
  ],
  integrations: [
    'manage_own_incoming_webhooks',
    'manage_others_incoming_webhooks',
    'bypass_incoming_webhook_channel_lock',
    'manage_own_outgoing_webhooks',
    'manage_others_outgoing_webhooks',
    'manage_own_slash_commands',
    'manage_others_slash_commands',
    'create_emojis',
    'delete_emojis',
    'delete_others_emojis',
  ],
  playbooks: ['playbook_public_create', 'playbook_private_create'],
  system: [
    'create_team',
    'list_public_teams',
    'join_public_teams',
    'list_private_teams',
    'join_private_teams',
    'create_direct_channel',
    'create_group_channel',
    'create_custom_group',
    'create_bot',
    'create_user_access_token',
    'manage_oauth',
  ],
} as const satisfies Record<string, readonly Permission[]>

export type PermissionGroup = keyof typeof permissionGroups
export type SchemePermission = (typeof permissionGroups)[PermissionGroup][number]

/** The names of the roles that stand behind the columns, by the scope of a permission. */
export type SchemeRoles = Readonly<
  Record<Audience, Readonly<Partial<Record<'system' | 'team' | 'channel', string>>>>
>

export const systemSchemeRoles: SchemeRoles = {
  guests: { system: 'system_guest', team: 'team_guest', channel: 'channel_guest' },
  members: { system: 'system_user', team: 'team_user', channel: 'channel_user' },
  channel_admins: { channel: 'channel_admin' },
  team_admins: { team: 'team_admin', channel: 'team_admin' },
}

/** A scheme of teams says nothing of what people may in the whole system. */
export function rolesOfScheme(scheme: Scheme): SchemeRoles {
  return {
    guests: { team: scheme.default_team_guest_role, channel: scheme.default_channel_guest_role },
    members: { team: scheme.default_team_user_role, channel: scheme.default_channel_user_role },
    channel_admins: { channel: scheme.default_channel_admin_role },
    team_admins: { team: scheme.default_team_admin_role, channel: scheme.default_team_admin_role },
  }
}

/** The name of every role behind the columns. */
export function roleNamesOf(roles: SchemeRoles): string[] {
  return [...new Set(audiences.flatMap((audience) => Object.values(roles[audience])))]
}

/** The role that gives a permission to a column, or undefined where none can. */
export function roleBehind(
  roles: SchemeRoles,
  audience: Audience,
  permission: SchemePermission,
): string | undefined {
  const scope = scopeOf(permission)
  return scope === 'system' || scope === 'team' || scope === 'channel'
    ? roles[audience][scope]
    : undefined
}

/** Public links are asked for of a channel's roles, whatever the scope of the permission says. */
function scopeOf(permission: SchemePermission): string {
  return permission === 'get_public_link' ? 'channel' : permissionScopes[permission]
}

/** What each role grants, by the name of the role. */
export type Grants = ReadonlyMap<string, ReadonlySet<string>>

/** What a cell shows. Admins are members too, so they have what members have. */
export type Cell = 'none' | 'off' | 'on' | 'inherited'

export function cellOf(
  roles: SchemeRoles,
  grants: Grants,
  audience: Audience,
  permission: SchemePermission,
): Cell {
  const name = roleBehind(roles, audience, permission)
  const isAdmin = audience === 'channel_admins' || audience === 'team_admins'
  if (isAdmin && name && isGranted(roles, grants, 'members', permission)) return 'inherited'
  if (!name) return 'none'
  return grants.get(name)?.has(permission) ? 'on' : 'off'
}

function isGranted(
  roles: SchemeRoles,
  grants: Grants,
  audience: Audience,
  permission: SchemePermission,
): boolean {
  const name = roleBehind(roles, audience, permission)
  return name !== undefined && grants.get(name)?.has(permission) === true
}

/** The grants after one was given or taken. */
export function withGrant(
  grants: Grants,
  roleName: string,
  permission: string,
  isGiven: boolean,
): Grants {
  const next = new Set(grants.get(roleName))
  if (isGiven) next.add(permission)
  else next.delete(permission)
  return new Map(grants).set(roleName, next)
}
