import type messages from './errors.en.json'

type ErrorId = keyof typeof messages

/** Reads a value by `Section.Key`. */
export type Read = {
  bool(name: string): boolean
  int(name: string): number
  string(name: string): string
  list(name: string): string[]
}

/** What must hold of a configuration, and how its breach is told. */
export type ConfigRule = {
  name: string
  error: Extract<ErrorId, `model.config.is_valid.${string}`>
  holds: (read: Read) => boolean
}

type TailOf<Id> = Id extends `model.config.is_valid.${infer Tail}.app_error` ? Tail : never
/** What follows the common beginning of the error ids. */
type Name = TailOf<ErrorId>

const prefix = 'model.config.is_valid'

/** `error` is what stands between the common beginning and end of the error ids. */
export function rule(name: string, error: Name, holds: (read: Read) => boolean): ConfigRule {
  return { name, error: `${prefix}.${error}.app_error`, holds }
}

/** A number that has a lower bound. */
export function atLeast(name: string, least: number, error: Name): ConfigRule {
  return rule(name, error, (read) => read.int(name) >= least)
}

/** One of a few words. */
export function oneOf(name: string, allowed: readonly string[], error: Name): ConfigRule {
  return rule(name, error, (read) => allowed.includes(read.string(name)))
}

/** A rule that only matters while a switch is on. */
export function when(flag: string, { name, error, holds }: ConfigRule): ConfigRule {
  return { name, error, holds: (read) => !read.bool(flag) || holds(read) }
}

/** A text of a form. */
export function matches(name: string, pattern: RegExp, error: Name): ConfigRule {
  return rule(name, error, (read) => pattern.test(read.string(name)))
}

/** Whether a text is an address that browsers open. */
export const isUrl = (text: string) =>
  ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '') && !/\s/.test(text)
/** Whether a text is an address of a WebSocket. */
export const isSocketUrl = (text: string) =>
  ['ws:', 'wss:'].includes(URL.parse(text)?.protocol ?? '')
/** A text that may be missing, and if it isn't, must pass. */
export const emptyOr = (name: string, check: (text: string) => boolean, error: Name) =>
  rule(name, error, (read) => read.string(name) === '' || check(read.string(name)))
/** A text that may not be missing. */
export const filled = (name: string, error: Name) =>
  rule(name, error, (read) => read.string(name) !== '')
