/** Words that belong together: all of one piece of the query, or of what stood in quotes. */
export type Term = {
  text: string
  /** In quotes: the words as they are, side by side. */
  isPhrase: boolean
  /** Ends with `*`: the last word may go on. */
  isPrefix: boolean
}

/** A word that begins with `#`. */
export type Tag = { text: string; isPrefix: boolean }

const modifierNames = ['from', 'in', 'before', 'after', 'on', 'ext'] as const
type ModifierName = (typeof modifierNames)[number]

/** Values of the modifiers as they were typed, by name. */
export type Modifiers = Record<ModifierName, string[]>

/** What was typed, taken apart. What is `excluded` must not be in what is found. */
export type Query = {
  terms: Term[]
  tags: Tag[]
  modifiers: Modifiers
  excluded: { terms: Term[]; tags: Tag[]; modifiers: Modifiers }
}

type Piece = { text: string; isQuoted: boolean; isExcluded: boolean }

/** Any text is a query: what makes no sense as one is left out. */
export function parseQuery(text: string): Query {
  const query: Query = { ...nothing(), excluded: nothing() }
  const pieces = split(text.normalize('NFKC').toWellFormed())
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at]
    if (!piece) break
    const side = piece.isExcluded ? query.excluded : query
    const modifier = toModifier(piece)
    if (!modifier) {
      addWords(side, piece)
      continue
    }
    const follower = modifier.value === '' ? pieces[at + 1] : undefined
    if (follower && !toModifier(follower)) at++
    const value = modifier.value || (follower && !toModifier(follower) ? follower.text : '')
    if (value) side.modifiers[modifier.name].push(value)
    else addWords(side, piece)
  }
  return query
}

/** Whether there is anything to look for. */
export function isEmptyQuery({ excluded, ...wanted }: Query): boolean {
  return [wanted, excluded].every(
    ({ terms, tags, modifiers }) =>
      terms.length + tags.length + Object.values(modifiers).flat().length === 0,
  )
}

function nothing() {
  const modifiers: Modifiers = { from: [], in: [], before: [], after: [], on: [], ext: [] }
  return { terms: [] as Term[], tags: [] as Tag[], modifiers }
}

/** What stands in quotes is one piece, everything else ends at spaces and quotes. */
function split(text: string): Piece[] {
  return [...text.matchAll(/(-?)"([^"]*)"|[^\s"]+/gu)].map(([whole, minus, quoted]) => {
    if (quoted !== undefined) return { text: quoted, isQuoted: true, isExcluded: minus === '-' }
    const bare = whole.replace(/^-+/u, '')
    return { text: bare, isQuoted: false, isExcluded: bare !== whole }
  })
}

function toModifier(piece: Piece): { name: ModifierName; value: string } | undefined {
  const match = piece.isQuoted ? null : /^([a-z]+):(.*)$/isu.exec(piece.text)
  if (!match) return undefined
  const [, typed = '', value = ''] = match
  const lower = typed.toLowerCase()
  const wanted = lower === 'channel' ? 'in' : lower
  const name = modifierNames.find((known) => known === wanted)
  return name && { name, value }
}

const tagPattern = /^\p{L}[\p{L}\d\-_.]*[\p{L}\d]$/u
const letterPattern = /[\p{L}\p{N}\p{M}]/u

/** What isn't part of a word is cut off at both ends; a text without words is nothing to look for. */
function addWords(side: { terms: Term[]; tags: Tag[] }, { text, isQuoted }: Piece): void {
  if (!letterPattern.test(text)) return
  if (isQuoted) {
    side.terms.push({ text, isPhrase: true, isPrefix: false })
    return
  }
  const letters = [...text]
  const first = letters.findIndex((letter) => letterPattern.test(letter))
  const last = letters.findLastIndex((letter) => letterPattern.test(letter))
  const word = letters.slice(first, last + 1).join('')
  const isPrefix = letters.includes('*', last + 1)
  if (letters[first - 1] === '#' && tagPattern.test(word)) side.tags.push({ text: word, isPrefix })
  else side.terms.push({ text: word, isPhrase: false, isPrefix })
}
