import type { UserSearch } from '@redoubt/wire/users.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { invalidUrl } from '#platform/app-error.ts'
import type { UserFilter, UserOrder } from './directory-store.ts'

/** What a list may be narrowed by; lists of roles are separated by commas. */
export type UserQuery = {
  in_team?: string
  not_in_team?: string
  in_channel?: string
  not_in_channel?: string
  in_group?: string
  not_in_group?: string
  without_team?: boolean
  active?: boolean
  inactive?: boolean
  role?: string
  roles?: string
  team_roles?: string
  channel_roles?: string
  sort?: string
}

/** What each order needs to be narrowed by. */
const scopeOfSort: Readonly<Record<string, 'in_team' | 'in_channel' | 'in_group'>> = {
  last_activity_at: 'in_team',
  create_at: 'in_team',
  status: 'in_channel',
  admin: 'in_channel',
  display_name: 'in_group',
}
const teamRoleNames = ['team_admin', 'team_user', 'team_guest']
const channelRoleNames = ['channel_admin', 'channel_user', 'channel_guest']

/** Throws 400 for an order that there isn't, or not of these. */
export function toOrder(
  { sort = '', ...query }: UserQuery,
  listPresent: () => Record<string, string>,
): UserOrder {
  if (sort === '' || sort === 'username') return { by: 'username' }
  const scope = scopeOfSort[sort]
  if (!scope || !query[scope]) throw invalidUrl('sort')
  if (sort !== 'status') return { by: sort as Exclude<UserOrder['by'], 'status'> }
  const byStatus = Object.groupBy(Object.entries(listPresent()), ([, status]) => status)
  const idsOf = (status: string) => (byStatus[status] ?? []).map(([userId]) => userId)
  return { by: 'status', online: idsOf('online'), away: idsOf('away'), dnd: idsOf('dnd') }
}

/** Throws 400 for a role that there isn't. */
export function toRoleFilter(
  query: Pick<UserQuery, 'role' | 'roles' | 'team_roles' | 'channel_roles'>,
  roles: Pick<RolesService, 'byNames'>,
): Pick<UserFilter, 'systemRoles' | 'teamRoles' | 'channelRoles'> {
  const named = (text = '') => text.split(',').filter(Boolean)
  const systemRoles = [...named(query.role), ...named(query.roles)]
  const teamRoles = named(query.team_roles)
  const channelRoles = named(query.channel_roles)
  if (roles.byNames(systemRoles).length !== systemRoles.length) throw invalidUrl('roles')
  if (!teamRoles.every((role) => teamRoleNames.includes(role))) throw invalidUrl('teamRoles')
  if (!channelRoles.every((role) => channelRoleNames.includes(role))) {
    throw invalidUrl('channelRoles')
  }
  return { systemRoles, teamRoles, channelRoles }
}

/** The roles of a search in the form of a list's. */
export function joinRoles(input: UserSearch) {
  return {
    ...(input.role && { role: input.role }),
    ...(input.roles && { roles: input.roles.join(',') }),
    ...(input.team_roles && { team_roles: input.team_roles.join(',') }),
    ...(input.channel_roles && { channel_roles: input.channel_roles.join(',') }),
  }
}

/** Lower-case words without a leading @. */
export function toWords(term: string): string[] {
  return term
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/^@/, ''))
    .filter(Boolean)
}
