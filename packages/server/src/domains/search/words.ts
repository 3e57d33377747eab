import type { Term } from './query.ts'

// The same classes as in the migration's search_text and search_pairs: both sides must agree.
const betweenWords = new RegExp(
  '[\\u0000-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00a9\\u00ab-\\u00b4\\u00b6-\\u00b9\\u00bb-\\u00bf' +
    '\\u00d7\\u00f7\\u2000-\\u206f\\u20a0-\\u20cf\\u2100-\\u2bff\\u2e00-\\u2e7f\\u3000-\\u3004\\u3008-\\u3020' +
    '\\u3030\\u303d-\\u303f\\u30fb\\ufe00-\\ufe6f\\u{1f000}-\\u{1faff}]+',
  'u',
)
const unspaced = new RegExp(
  '[\\u1100-\\u11ff\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u302f\\u3031-\\u303c\\u3041-\\u30fa\\u30fc-\\u31ff' +
    '\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua960-\\ua97f\\uac00-\\ud7ff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]',
  'u',
)

/** More would be a text, not a search: what comes after is left out. */
const maxWords = 100
/** PostgreSQL refuses words of 2,046 bytes. */
const maxLetters = 200

/** A word of the index, and at which place of its text it stands. */
type Lexeme = { word: string; isPrefix: boolean; place: number }

/** A term in PostgreSQL's notation of text searches, e.g. `'foo' <-> 'ba':*`. */
export type WordQuery = {
  text: string
  /** One word that may also be found by its stem. */
  hasStem: boolean
}

type Options = {
  /**
   * In long texts places are unknown from the 16,384th word on, so that letters of one word would
   * not be found side by side: there it is enough that all are in the text.
   */
  isLoose: boolean
}

/** Undefined where nothing of the term could be in an index. */
export function toWordQuery(term: Term, { isLoose }: Options): WordQuery | undefined {
  const lexemes = toLexemes(term)
  const [first] = lexemes
  if (!first) return undefined
  const hasStem = lexemes.length === 1 && !first.isPrefix && !term.isPhrase
  const text = lexemes.map((lexeme, index) => {
    const written = `'${lexeme.word}'${lexeme.isPrefix ? ':*' : ''}`
    if (index === 0) return written
    if (isLoose && !term.isPhrase) return ` & ${written}`
    return ` <${lexeme.place - (lexemes[index - 1]?.place ?? 0)}> ${written}`
  })
  return { text: text.join(''), hasStem: hasStem && !unspaced.test(first.word) }
}

function toLexemes(term: Term): Lexeme[] {
  const words = term.text.normalize('NFKC').split(betweenWords).filter(Boolean).slice(0, maxWords)
  const lexemes: Lexeme[] = []
  let place = 0
  for (const [index, word] of words.entries()) {
    const isLast = index === words.length - 1
    for (const run of toRuns(word)) {
      const isEnd = isLast && run.isEnd
      const added = run.isUnspaced
        ? toPairs(run.letters, place)
        : [toWord(run.letters, place, isEnd && term.isPrefix)]
      lexemes.push(...added)
      place += run.isUnspaced ? run.letters.length : 1
    }
  }
  return lexemes
}

type Run = { letters: string[]; isUnspaced: boolean; isEnd: boolean }

/** The stretches of a word that are written with spaces, and those that aren't. */
function toRuns(word: string): Run[] {
  const runs: Run[] = []
  for (const letter of word) {
    const isUnspaced = unspaced.test(letter)
    const last = runs.at(-1)
    if (last?.isUnspaced === isUnspaced) last.letters.push(letter)
    else runs.push({ letters: [letter], isUnspaced, isEnd: false })
  }
  const last = runs.at(-1)
  if (last) last.isEnd = true
  return runs
}

function toWord(letters: string[], place: number, isPrefix: boolean): Lexeme {
  const isCut = letters.length > maxLetters
  return {
    word: letters.slice(0, maxLetters).join(''),
    isPrefix: isPrefix || isCut,
    place,
  }
}

/** Each letter with its follower; a lone one stands for every pair that it begins. */
function toPairs(letters: string[], place: number): Lexeme[] {
  const [only = ''] = letters
  if (letters.length === 1) return [{ word: only, isPrefix: true, place }]
  return letters.slice(0, Math.min(letters.length - 1, maxWords)).map((letter, index) => ({
    word: `${letter}${letters[index + 1]}`,
    isPrefix: false,
    place: place + index,
  }))
}
