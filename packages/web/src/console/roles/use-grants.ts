import type { Role } from '@mattermost/types/roles'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { client } from '#web/api/client.ts'
import { type Grants, withGrant } from './matrix.ts'

/** The roles of these names, as the server has them now. */
export function useRolesByNames(names: readonly string[]) {
  return useQuery({
    queryKey: ['console', 'roles', ...names],
    queryFn: () => client.getRolesByNames([...names]),
    enabled: names.length > 0,
    staleTime: 0,
  })
}

/** What roles grant, with changes that aren't saved yet. */
export function useGrants(roles: readonly Role[]) {
  const saved = useMemo(() => grantsOf(roles), [roles])
  const [grants, setGrants] = useState<Grants>(saved)
  const changed = roles.filter((role) => countChanges(saved, grants, role.name) > 0)
  return {
    grants,
    count: roles.reduce((sum, role) => sum + countChanges(saved, grants, role.name), 0),
    set: (roleName: string, permission: string, isGiven: boolean) =>
      setGrants(withGrant(grants, roleName, permission, isGiven)),
    reset: () => setGrants(saved),
    save: async () => {
      for (const role of changed) {
        await client.patchRole(role.id, { permissions: [...(grants.get(role.name) ?? [])] })
      }
    },
  }
}

export function grantsOf(roles: readonly Role[]): Grants {
  return new Map(roles.map((role) => [role.name, new Set(role.permissions)]))
}

function countChanges(saved: Grants, grants: Grants, name: string): number {
  const before = saved.get(name) ?? new Set()
  return before.symmetricDifference(grants.get(name) ?? new Set()).size
}
