/** A name that is being written: what it begins with, what there is of it, and where it starts. */
export type Token = { kind: '@' | '~' | ':' | '/'; term: string; start: number }

const BEFORE_CARET = /(?:^|[\s([{"'])(?<kind>[@~:])(?<term>[\w.+-]*)$/
/** A command stands at the beginning, and alone. */
const COMMAND = /^\/(?<term>[^\s/]*)$/
/** So much of an emoji's name tells it from a smile. */
const MIN_EMOJI = 2

/** The name before the caret, if it looks like one that can be completed. */
export function tokenAt(text: string, caret: number, hasCommands = false): Token | undefined {
  const command = hasCommands && COMMAND.exec(text.slice(0, caret))?.groups
  if (command) return { kind: '/', term: command.term?.toLowerCase() ?? '', start: 0 }
  const { kind, term = '' } = BEFORE_CARET.exec(text.slice(0, caret))?.groups ?? {}
  const start = caret - term.length - 1
  if (kind === '@' || kind === '~') return { kind, term: term.toLowerCase(), start }
  if (kind !== ':' || term.length < MIN_EMOJI) return undefined
  return { kind, term: term.toLowerCase(), start }
}

/** The text with the whole name in the place of its beginning, and where the caret is then. */
export function completed(
  text: string,
  token: Token,
  inserted: string,
): { text: string; caret: number } {
  const end = token.start + 1 + token.term.length
  const rest = text.slice(end).replace(/^ /, '')
  const before = `${text.slice(0, token.start)}${inserted} `
  return { text: before + rest, caret: before.length }
}
