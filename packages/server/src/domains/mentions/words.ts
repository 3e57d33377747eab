import { readMarkdown } from '#platform/text/markdown.ts'

/**
 * A written word, and the forms of it that may be mentions: the first that is one counts. Where none
 * is, each of its parts may be one.
 */
export type Word = { text: string; forms: readonly string[]; parts: readonly string[] }

/** What the examined parts of a post are. */
export type Said = { message: string; props: Record<string, unknown> }

/** Names that stand for everybody in a channel, or for those of them who are there. */
export const wideNames: ReadonlySet<string> = new Set(['all', 'channel', 'here'])

const wordPattern = /[\p{L}\p{M}\p{N}:._@-]+/gu
const leading = /^[:._-]+/
const lastMarks = ':._-'
const partMarks = /[:.-]+/
/** Nothing longer is anybody's name or keyword. */
const longestForm = 128

/** Scripts that put no spaces between words. */
export const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u

/** The texts in which people are mentioned: the message, and those of its attachments. */
export function textsOf({ message, props }: Said): string[] {
  const texts = [message]
  const attachments = Array.isArray(props.attachments) ? props.attachments : []
  for (const attachment of attachments.filter(isObject)) {
    const fields = Array.isArray(attachment.fields) ? attachment.fields : []
    const values = fields.filter(isObject).map((field) => field.value)
    texts.push(...[attachment.pretext, attachment.text, ...values].filter(isText))
  }
  return texts
}

/** The words of a text that are plain: not those of code, addresses and emoji. */
export function plainWords(text: string): Word[] {
  return readMarkdown(text).texts.flatMap(splitWords)
}

/** The words of plain text. */
export function splitWords(text: string): Word[] {
  const words: Word[] = []
  for (const [found] of text.matchAll(wordPattern)) {
    const isEmoji = found.startsWith(':') && found.endsWith(':')
    const word = found.replace(leading, '')
    if (word && !isEmoji) words.push(toWord(word))
  }
  return words
}

/** The whole, then without what may be punctuation after it, mark by mark; and its parts. */
function toWord(word: string): Word {
  let end = word.length
  while (lastMarks.includes(word.charAt(end - 1))) end--
  const stem = word.slice(0, end)
  const forms: string[] = []
  const longest = Math.min(word.length, longestForm)
  for (let length = longest; length >= stem.length; length--) forms.push(word.slice(0, length))
  return { text: word, forms, parts: partsOf(stem).filter((part) => part.length <= longestForm) }
}

function partsOf(stem: string): string[] {
  return partMarks.test(stem) ? stem.split(partMarks).filter(Boolean) : []
}

/** The names after an @, in lower case, with and without what punctuation follows them. */
export function namesIn(words: readonly Word[]): Set<string> {
  const names = new Set<string>()
  for (const form of words.flatMap(({ forms, parts }) => [...forms, ...parts])) {
    if (form.startsWith('@') && form.length > 1) names.add(form.slice(1).toLowerCase())
  }
  return names
}

/** The names that a text mentions, in lower case. */
export function findMentionedNames(text: string): Set<string> {
  return text.includes('@') ? namesIn(plainWords(text)) : new Set()
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
