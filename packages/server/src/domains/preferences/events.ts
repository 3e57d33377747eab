import type { Preference } from '@redoubt/wire/preferences.ts'
import { defineEvent } from '#platform/events/event.ts'

type Change = { userId: string; preferences: Preference[] }

export const preferencesChanged = defineEvent<Change>('preferences_changed', {
  audience: ({ userId }) => ({ user_id: userId }),
  data: ({ preferences }) => ({ preferences: JSON.stringify(preferences) }),
})

export const preferencesDeleted = defineEvent<Change>('preferences_deleted', {
  audience: ({ userId }) => ({ user_id: userId }),
  data: ({ preferences }) => ({ preferences: JSON.stringify(preferences) }),
})

/** Tells the user's clients to read the sidebar again: favourites are preferences. */
export const sidebarTouched = defineEvent<string>('sidebar_category_updated', {
  audience: (userId) => ({ user_id: userId }),
  data: () => ({}),
})
