import type { Route } from '#web/router/routes.ts'

/** A page or a setting that can be found. */
export type Entry = {
  key: string
  title: string
  /** Where it is: the page of a setting, the group of a page. */
  place: string
  /** Further words by which it is found. */
  words: string
  to: Route
}

/** The entries that have every word of the term, those first whose titles say it. */
export function findEntries(entries: readonly Entry[], term: string): Entry[] {
  const words = term.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return entries
    .map((entry) => ({ entry, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry)
}

function scoreOf(entry: Entry, words: readonly string[]): number {
  const title = entry.title.toLocaleLowerCase()
  const all = `${title} ${entry.key} ${entry.place} ${entry.words}`.toLocaleLowerCase()
  if (!words.every((word) => all.includes(word))) return 0
  const inTitle = words.filter((word) => title.includes(word)).length
  return 1 + 3 * inTitle + (title.startsWith(words[0] ?? '') ? 2 : 0)
}
