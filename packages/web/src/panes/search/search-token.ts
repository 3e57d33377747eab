/** The words that narrow a search, in the order in which they are offered. */
export const MODIFIERS = ['from', 'in', 'before', 'after', 'on', 'ext'] as const
export type Modifier = (typeof MODIFIERS)[number]

/** What is being typed: a word that may become a modifier, or the value of one. */
export type SearchToken = {
  modifier: Modifier | undefined
  term: string
  start: number
  end: number
}

const VALUE = /(?<=^|\s)-?(?<name>from|in|before|after|on|ext):\s?(?<term>[^\s"]*)$/iu
const WORD = /(?<=^|\s)-?(?<term>[a-z]*)$/iu

/** What stands before the caret, if something can be offered for it. */
export function searchTokenAt(text: string, caret: number): SearchToken | undefined {
  const before = text.slice(0, caret)
  const value = VALUE.exec(before)?.groups
  if (value) {
    const term = value.term ?? ''
    const modifier = MODIFIERS.find((one) => one === value.name?.toLowerCase())
    return { modifier, term: term.toLowerCase(), start: caret - term.length, end: caret }
  }
  const term = WORD.exec(before)?.groups?.term
  if (term === undefined) return undefined
  return { modifier: undefined, term: term.toLowerCase(), start: caret - term.length, end: caret }
}

/** The modifiers that a word may become. */
export function modifiersFor(term: string): Modifier[] {
  return MODIFIERS.filter((one) => one.startsWith(term))
}

/** The text with something in the place of what was being typed, and where the caret is then. */
export function withToken(
  text: string,
  { start, end }: SearchToken,
  inserted: string,
): { text: string; caret: number } {
  const isOpen = inserted.endsWith(':')
  const head = `${text.slice(0, start)}${inserted}${isOpen ? '' : ' '}`
  return { text: head + text.slice(end).replace(/^ /, ''), caret: head.length }
}

/** Days that one looks back to, as the search writes them. */
export function daysBack(
  now: Date,
): { id: 'today' | 'yesterday' | 'week' | 'month'; day: string }[] {
  const back = (days: number) => {
    const date = new Date(now)
    date.setDate(date.getDate() - days)
    return dayOf(date)
  }
  return [
    { id: 'today', day: back(0) },
    { id: 'yesterday', day: back(1) },
    { id: 'week', day: back(7) },
    { id: 'month', day: back(30) },
  ]
}

function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
