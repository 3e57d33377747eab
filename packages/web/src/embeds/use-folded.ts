import { create } from 'zustand'
import { useEntities } from '#web/entities/store.ts'

const KEY = 'redoubt.previews'
/** More choices than that are of messages long gone. */
const MAX = 500

const useChoices = create<{ choices: ReadonlyMap<string, boolean> }>()(() => ({
  choices: new Map(stored()),
}))

function stored(): [string, boolean][] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(found) ? found.filter(([id]) => typeof id === 'string') : []
  } catch {
    return []
  }
}

/** Whether the preview of a message is folded: as chosen for it, else as the reader likes it. */
export function useFolded(postId: string): [boolean, (isFolded: boolean) => void] {
  const choice = useChoices((now) => now.choices.get(postId))
  const isUsual = useEntities(
    (now) => now.preferences.get('display_settings/collapse_previews') === 'true',
  )
  return [choice ?? isUsual, (isFolded) => choose(postId, isFolded)]
}

function choose(postId: string, isFolded: boolean): void {
  const choices = new Map([...useChoices.getState().choices].slice(1 - MAX)).set(postId, isFolded)
  useChoices.setState({ choices })
  try {
    localStorage.setItem(KEY, JSON.stringify([...choices]))
  } catch {
    // Without room the choice lives as long as the page.
  }
}
