import type { PreferenceType } from '@mattermost/types/preferences'
import type { UserNotifyProps, UserProfile } from '@mattermost/types/users'
import { client } from '#web/api/client.ts'
import { withoutPreferences, withPreferences } from '#web/entities/preferences.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'

/**
 * Changes a preference: at once on this page, then at the server, which tells the other ones.
 * Throws, with the old value back, where the server refuses.
 */
export async function savePreference(category: string, name: string, value: string): Promise<void> {
  const { myId, preferences } = readEntities()
  const before = preferences.get(`${category}/${name}`)
  const preference: PreferenceType = { user_id: myId, category, name, value }
  update(withPreferences, [preference])
  try {
    await client.savePreferences(myId, [preference])
  } catch (error) {
    if (before === undefined) update(withoutPreferences, [preference])
    else update(withPreferences, [{ ...preference, value: before }])
    throw error
  }
}

/** Changes the own account in the same way. */
export async function saveMe(patch: Partial<UserProfile>): Promise<void> {
  const { myId, users } = readEntities()
  const before = users.get(myId)
  if (!before) return
  const { password: _, ...shown } = patch
  update(withUsers, [{ ...before, ...shown }])
  try {
    update(withUsers, [await client.patchMe(patch)])
  } catch (error) {
    update(withUsers, [before])
    throw error
  }
}

/** Changes how one is notified. The server takes the whole of it. */
export function saveNotify(changed: Partial<UserNotifyProps>): Promise<void> {
  const { myId, users } = readEntities()
  const before = users.get(myId)?.notify_props
  return saveMe({ notify_props: { ...before, ...changed } as UserNotifyProps })
}
