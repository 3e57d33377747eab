import { ancillaryPermissions, permissionScopes } from '@redoubt/wire/permissions.gen.ts'
import { isSettingsId } from '#web/console/pages.ts'
import type { ConsoleTextId } from '#web/console/texts/console-text.tsx'

/** How far a role reaches in an area of the console. */
export type Reach = 'none' | 'read' | 'write'

/** Names of areas that aren't pages of settings. */
const titles: Readonly<Record<string, ConsoleTextId>> = {
  about_edition_and_license: 'page.about',
  billing: 'area.billing',
  products_boards: 'area.boards',
  reporting_server_logs: 'page.logs',
  reporting_site_statistics: 'page.statistics',
  reporting_team_statistics: 'area.team_statistics',
  site_ip_filters: 'area.ip_filters',
  user_management_channels: 'page.channels',
  user_management_groups: 'area.groups',
  user_management_permissions: 'page.permissions',
  user_management_system_roles: 'page.system_roles',
  user_management_teams: 'page.teams',
  user_management_users: 'page.users',
}

const readPrefix = 'sysconsole_read_'

/** Every area of the console that a role can open. */
export const consoleAreas: readonly string[] = Object.keys(permissionScopes)
  .filter((name) => name.startsWith(readPrefix))
  .map((name) => name.slice(readPrefix.length))

export function titleOfArea(area: string): ConsoleTextId {
  return isSettingsId(area) ? `page.${area}` : (titles[area] ?? 'area.other')
}

export function reachOf(permissions: ReadonlySet<string>, area: string): Reach {
  if (permissions.has(`sysconsole_write_${area}`)) return 'write'
  return permissions.has(`${readPrefix}${area}`) ? 'read' : 'none'
}

/**
 * The permissions of a role whose reach in an area has changed. What comes along with a permission
 * of the console goes with it, unless another one brings it too.
 */
export function withReach(
  permissions: ReadonlySet<string>,
  area: string,
  reach: Reach,
): ReadonlySet<string> {
  const read = `${readPrefix}${area}`
  const write = `sysconsole_write_${area}`
  const granted = { none: [], read: [read], write: [read, write] }[reach]
  const next = new Set(permissions)
  for (const name of [read, write]) {
    next.delete(name)
    for (const more of ancillaryOf(name)) next.delete(more)
  }
  for (const name of granted) next.add(name)
  for (const name of [...next]) for (const more of ancillaryOf(name)) next.add(more)
  return next
}

function ancillaryOf(name: string): readonly string[] {
  const all: Readonly<Record<string, readonly string[]>> = ancillaryPermissions
  return all[name] ?? []
}
