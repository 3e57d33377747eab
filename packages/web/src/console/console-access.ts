import type { Role } from '@mattermost/types/roles'
import type { Entities } from '#web/entities/entities.ts'
import { useEntities } from '#web/entities/store.ts'

let known: { roles: Entities['roles']; names: string; granted: ReadonlySet<string> } | undefined

/** The permissions that one's own roles in the system give. */
export function selectMayInConsole({ roles, users, myId }: Entities): ReadonlySet<string> {
  const names = users.get(myId)?.roles ?? ''
  if (known?.roles !== roles || known.names !== names) {
    known = { roles, names, granted: grantedBy(names, roles) }
  }
  return known.granted
}

function grantedBy(names: string, roles: ReadonlyMap<string, Role>): ReadonlySet<string> {
  return new Set(names.split(' ').flatMap((name) => roles.get(name)?.permissions ?? []))
}

/** Whether one may see the console at all. */
export function selectMaySeeConsole(now: Entities): boolean {
  for (const permission of selectMayInConsole(now)) {
    if (permission === 'manage_system' || permission.startsWith('sysconsole_read_')) return true
  }
  return false
}

/** Whether the own roles give any of these permissions, or all of them at once. */
export function useMayInConsole(...permissions: readonly string[]): boolean {
  const granted = useEntities(selectMayInConsole)
  return granted.has('manage_system') || permissions.some((name) => granted.has(name))
}
