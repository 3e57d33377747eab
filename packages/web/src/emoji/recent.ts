const KEY = 'redoubt.recent-emoji'
const MAX = 16

/** The emoji that were chosen last on this device, the latest first. */
export function recentNames(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter((name) => typeof name === 'string') : []
  } catch {
    return []
  }
}

/** Remembers that an emoji was chosen. */
export function noteRecent(name: string): void {
  const others = recentNames().filter((one) => one !== name)
  try {
    localStorage.setItem(KEY, JSON.stringify([name, ...others].slice(0, MAX)))
  } catch {
    // Without room nothing is remembered.
  }
}
