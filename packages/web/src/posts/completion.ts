/** A name that is being written: what it begins with, what there is of it, and where it starts. */
export type Token = { kind: '@' | '~' | ':' | '/'; term: string; start: number }

const BEFORE_CARET = /(?:^|[\s([{"'])(?<kind>[@~:])(?<term>[\w.+-]*)$/
/** A command stands at the beginning, and alone. */
const COMMAND = /^\/(?<term>[^\s/]*)$/
/** So does what follows its name, on the same line. */
const ARGUMENTS = /^\/(?<term>[^\s/]+[^\S\n][^\n]*)$/
/** So much of an emoji's name tells it from a smile. */
const MIN_EMOJI = 2

/** The name before the caret, if it looks like one that can be completed. */
export function tokenAt(text: string, caret: number, hasCommands = false): Token | undefined {
  const before = text.slice(0, caret)
  const command = hasCommands && COMMAND.exec(before)?.groups
  if (command) return { kind: '/', term: command.term?.toLowerCase() ?? '', start: 0 }
  const { kind, term = '' } = BEFORE_CARET.exec(before)?.groups ?? {}
  const start = caret - term.length - 1
  if (kind === '@' || kind === '~') return { kind, term: term.toLowerCase(), start }
  if (kind === ':' && term.length >= MIN_EMOJI) return { kind, term: term.toLowerCase(), start }
  const called = hasCommands && ARGUMENTS.exec(before)?.groups
  return called ? { kind: '/', term: called.term ?? '', start: 0 } : undefined
}

/** All of a command but the word that is being written; empty while that is its name. */
export function argumentsHead(command: string): string {
  return /^[\s\S]*\s/.exec(command)?.[0] ?? ''
}

/** The text with the whole name in the place of its beginning, and where the caret is then. */
export function completed(
  text: string,
  token: Token,
  inserted: string,
): { text: string; caret: number } {
  const end = token.start + 1 + token.term.length
  const rest = text.slice(end).replace(/^ /, '')
  const before = `${text.slice(0, token.start)}${inserted.trimEnd()} `
  return { text: before + rest, caret: before.length }
}
