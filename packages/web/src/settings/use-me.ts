import type { UserProfile } from '@mattermost/types/users'
import { useEntities } from '#web/entities/store.ts'

/** The session's own user. */
export function useMe(): UserProfile {
  const me = useEntities((now) => now.users.get(now.myId))
  if (!me) throw new Error('The settings are shown once the session is loaded.')
  return me
}

/** The value of an own preference, or what holds without one. */
export function usePreference(key: string, fallback: string): string {
  return useEntities((now) => now.preferences.get(key)) ?? fallback
}
