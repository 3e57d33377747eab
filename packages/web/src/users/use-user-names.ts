import { useEffect } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useSession } from '#web/session/session.tsx'
import { displayName, selectNameFormat } from './names.ts'

/** What to call users, who are fetched when not known yet. */
export function useUserNames(ids: readonly string[]): string[] {
  const text = useText()
  const session = useSession()
  const users = useEntities((now) => now.users)
  const format = useEntities(selectNameFormat)
  useEffect(() => {
    for (const id of ids) if (!users.has(id)) session.users.request(id)
  }, [ids, users, session])
  return ids.map((id) => {
    const user = users.get(id)
    return user ? displayName(user, format) : text('users.unknown')
  })
}
