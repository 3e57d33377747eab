import { type Held, openHeld } from '#platform/held.ts'
import { spaceless, splitWords, type Word } from './words.ts'

/** What one person is mentioned by beside their name. */
export type Keywords = {
  /** In lower case. */
  keys: readonly string[]
  /** Compared as it is written; '' where it mentions nobody. */
  firstName: string
}

export type KeywordIndex = ReturnType<typeof keywordIndex>

/** Everybody's own keywords, held in memory: most posts contain none, and cost no query. */
export function keywordIndex(load: (ids: string[] | undefined) => Promise<Map<string, Keywords>>) {
  const usersByKey = new Map<string, Set<string>>()
  /** Keys that are found within a longer word. */
  const spacelessKeys = new Set<string>()
  const people: Held<Keywords> = openHeld({ load, onReplace: replace })

  function replace(id: string, before: Keywords | undefined, after: Keywords | undefined): void {
    for (const key of keysOf(before)) remove(key, id)
    for (const key of keysOf(after)) add(key, id)
  }

  function add(key: string, id: string): void {
    usersByKey.set(key, (usersByKey.get(key) ?? new Set()).add(id))
    if (spaceless.test(key)) spacelessKeys.add(key)
  }

  function remove(key: string, id: string): void {
    const users = usersByKey.get(key)
    users?.delete(id)
    if (users?.size !== 0) return
    usersByKey.delete(key)
    spacelessKeys.delete(key)
  }

  /** Whom a form of a word stands for: compared in lower case, and as it is written. */
  function usersOf(form: string): Set<string> {
    const own = usersByKey.get(form)
    const lower = form.toLowerCase()
    const others = lower === form ? undefined : usersByKey.get(lower)
    return new Set([...(own ?? []), ...(others ?? [])])
  }

  /** Whom the keys within a word stand for. */
  function usersWithin({ text }: Word): string[] {
    if (spacelessKeys.size === 0 || !spaceless.test(text)) return []
    const lower = text.toLowerCase()
    const found = [...spacelessKeys].filter((key) => lower.includes(key))
    return found.flatMap((key) => [...(usersByKey.get(key) ?? [])])
  }

  /** Whether the text may contain anybody's keyword, as quickly as that can be said. */
  function mayContain(text: string): boolean {
    if (usersByKey.size === 0) return false
    // Escapes and entities spell words that only the parser sees.
    if (/[\\&]/.test(text)) return true
    return splitWords(text).some(
      (word) =>
        [...word.forms, ...word.parts].some((form) => usersOf(form).size > 0) ||
        usersWithin(word).length > 0,
    )
  }

  return {
    /** Resolves once everything that has changed so far is known. */
    ready: async (): Promise<void> => void (await people.current()),
    usersOf,
    usersWithin,
    mayContain,
    note: people.note,
    noteAll: people.noteAll,
  }
}

function keysOf(keywords: Keywords | undefined): string[] {
  if (!keywords) return []
  return [...keywords.keys, keywords.firstName].filter(Boolean)
}
