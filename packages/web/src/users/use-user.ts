import type { UserProfile } from '@mattermost/types/users'
import { useEffect } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useSession } from '#web/session/session.tsx'
import { displayName, selectNameFormat } from './names.ts'

/** A user, who is fetched when not known yet. */
export function useUser(id: string): UserProfile | undefined {
  const { users } = useSession()
  const user = useEntities((now) => now.users.get(id))
  useEffect(() => {
    if (!user) users.request(id)
  }, [user, users, id])
  return user
}

/** What to call a user. */
export function useUserName(id: string): string {
  const text = useText()
  const user = useUser(id)
  const format = useEntities(selectNameFormat)
  return user ? displayName(user, format) : text('users.unknown')
}

/** The session's own user, which is always known. */
export function useMyId(): string {
  return useEntities((now) => now.myId)
}
