/** From where to where a text holds what was looked for. */
export type Span = { start: number; end: number }

const PIECE = /(?<minus>-?)"(?<quoted>[^"]*)"|[^\s"]+/gu
const MODIFIER = /^-?(from|in|channel|before|after|on|ext):(?<value>.*)$/iu
const ENDINGS = /(?:ing|ed|es|ly|er|en|s|e)$/u
/** So much of a word has to be left for another form of it to be the same word. */
const MIN_STEM = 3
const LETTER = '[\\p{L}\\p{N}]'
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** What matches the words of a query in a text; `undefined` where it has none. */
export function markerOf(query: string): RegExp | undefined {
  const patterns = piecesOf(query).map(patternOf).filter(Boolean)
  if (patterns.length === 0) return undefined
  return new RegExp(patterns.join('|'), 'giu')
}

/** Where a text holds what was looked for. */
export function spansIn(text: string, marker: RegExp): Span[] {
  return [...text.matchAll(marker)]
    .filter((found) => found[0] !== '')
    .map((found) => ({ start: found.index, end: found.index + found[0].length }))
}

/** The words and phrases that have to be there: modifiers and what is excluded are none. */
function piecesOf(query: string): { text: string; isQuoted: boolean }[] {
  const pieces: { text: string; isQuoted: boolean }[] = []
  let isValue = false
  for (const [whole, ...rest] of query.matchAll(PIECE)) {
    const quoted = rest[1]
    const modifier = quoted === undefined ? MODIFIER.exec(whole) : null
    // The value of a modifier may follow after a space.
    const wasValue = isValue
    isValue = modifier?.groups?.value === ''
    if (modifier || wasValue || whole.startsWith('-')) continue
    pieces.push({ text: quoted ?? whole, isQuoted: quoted !== undefined })
  }
  return pieces
}

function patternOf({ text, isQuoted }: { text: string; isQuoted: boolean }): string {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? []
  const last = words.at(-1)
  if (!last) return ''
  const before = words.slice(0, -1).map(literal)
  const end = isQuoted ? literal(last) : openEnd(last, text.endsWith('*'))
  const joined = [...before, end].join('[^\\p{L}\\p{N}]+')
  return SPACELESS.test(text) ? joined : `(?<!${LETTER})${joined}(?!${LETTER})`
}

/** The search finds other forms of a word too. */
function openEnd(word: string, isPrefix: boolean): string {
  if (SPACELESS.test(word)) return literal(word)
  if (isPrefix) return `${literal(word)}${LETTER}*`
  const stem = word.replace(ENDINGS, '')
  return stem.length < MIN_STEM ? literal(word) : `${literal(stem)}${LETTER}{0,4}`
}

function literal(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
