import type { UserProfile } from '@mattermost/types/users'
import type { ConfigVersion } from '@redoubt/wire/config.ts'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client } from '#web/api/client.ts'
import { orElse } from '#web/api/errors.ts'
import { consoleClient } from '#web/console/console-client.ts'
import { settings } from './settings.ts'
import { type ConfigTree, valueAt } from './values.ts'

export const CONFIG = ['console', 'config'] as const
export const HISTORY = ['console', 'config-history'] as const
const VERSIONS = 200

/** The values of the settings that one may see, as the server has them now. */
export function useConfigValues() {
  const query = useQuery({
    queryKey: CONFIG,
    queryFn: async () => (await client.getConfig()) as unknown as ConfigTree,
    // Another administrator may have changed something.
    refetchOnMount: 'always',
  })
  const values = useMemo(() => query.data && toValues(query.data), [query.data])
  return { query, values }
}

function toValues(tree: ConfigTree): ReadonlyMap<string, unknown> {
  return new Map(
    settings.flatMap(({ key }) => {
      const value = valueAt(tree, key)
      return value === undefined ? [] : [[key, value] as const]
    }),
  )
}

/** Which settings the environment decides. */
export function useLockedSettings(): (key: string) => boolean {
  const { data } = useQuery({
    queryKey: ['console', 'config-environment'],
    queryFn: async () => (await client.getEnvironmentConfig()) as unknown as ConfigTree,
  })
  return (key) => data !== undefined && valueAt(data, key) === true
}

/** When and by whom a setting was last changed. */
export type LastChange = { at: number; userId: string; username: string }

/** The last change of each setting that was ever changed, as far as one may know. */
export function useLastChanges(): ReadonlyMap<string, LastChange> {
  const { data } = useQuery({
    queryKey: HISTORY,
    queryFn: async () => {
      const versions = await orElse(consoleClient.configHistory(0, VERSIONS), [])
      const ids = [...new Set(versions.map((one) => one.user_id).filter(Boolean))]
      const users = ids.length > 0 ? await orElse(client.getProfilesByIds(ids), []) : []
      return toLastChanges(versions, users)
    },
    refetchOnMount: 'always',
  })
  return data ?? NONE
}

const NONE: ReadonlyMap<string, LastChange> = new Map()

function toLastChanges(
  versions: readonly ConfigVersion[],
  users: readonly UserProfile[],
): ReadonlyMap<string, LastChange> {
  const names = new Map(users.map((user) => [user.id, user.username]))
  const changes = new Map<string, LastChange>()
  for (const { changed_keys, create_at: at, user_id: userId } of versions) {
    const change = { at, userId, username: names.get(userId) ?? '' }
    for (const key of changed_keys) if (!changes.has(key)) changes.set(key, change)
  }
  return changes
}
