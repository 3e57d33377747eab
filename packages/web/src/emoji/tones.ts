import { client } from '#web/api/client.ts'
import { withPreferences } from '#web/entities/preferences.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'

const PREFERENCE = { category: 'emoji', name: 'emoji_skintone' } as const

/** The tones as the preference calls them, by code points, which other clients know as well. */
const CODES: Readonly<Record<string, string>> = {
  '1F3FB': 'light',
  '1F3FC': 'medium_light',
  '1F3FD': 'medium',
  '1F3FE': 'medium_dark',
  '1F3FF': 'dark',
}

/** The skin tone that one has chosen, empty for none, and a function to choose another. */
export function useTone(): [string, (tone: string) => void] {
  const code = useEntities(
    (now) => now.preferences.get(`${PREFERENCE.category}/${PREFERENCE.name}`) ?? '',
  )
  return [CODES[code] ?? '', choose]
}

function choose(tone: string): void {
  const { myId } = readEntities()
  const value = Object.entries(CODES).find(([, name]) => name === tone)?.[0] ?? 'default'
  const preference = { user_id: myId, ...PREFERENCE, value }
  update(withPreferences, [preference])
  // What can't be saved holds as long as the page.
  void client.savePreferences(myId, [preference]).catch(() => {})
}
