import type { PreferenceType } from '@mattermost/types/preferences'
import { withSettings } from './collapsing.ts'
import type { Entities } from './entities.ts'

type PreferenceName = Pick<PreferenceType, 'category' | 'name'>

/** The key of a preference in the store. */
function preferenceKey({ category, name }: PreferenceName): string {
  return `${category}/${name}`
}

export function withPreferences(now: Entities, changed: readonly PreferenceType[]): Entities {
  const preferences = new Map(now.preferences)
  for (const one of changed) preferences.set(preferenceKey(one), one.value)
  return withSettings(now, { ...now, preferences })
}

export function withoutPreferences(now: Entities, deleted: readonly PreferenceName[]): Entities {
  const preferences = new Map(now.preferences)
  for (const one of deleted) preferences.delete(preferenceKey(one))
  return withSettings(now, { ...now, preferences })
}

/** Takes the complete list: what it doesn't name is gone. */
export function withMyPreferences(now: Entities, all: readonly PreferenceType[]): Entities {
  const preferences = new Map(all.map((one) => [preferenceKey(one), one.value]))
  return withSettings(now, { ...now, preferences })
}
