import type { ChannelRow } from '#domains/channels/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { BuiltInInfo } from './management.ts'
import type { CommandTexts } from './texts.ts'

/** What somebody typed, and where. */
export type CommandPlace = {
  actor: Actor
  channel: ChannelRow
  /** Of the channel, or where the caller is looking from; '' for none. */
  teamId: string
  rootId: string
}

/** The same for a command that answers in the caller's language. */
export type BuiltInPlace = CommandPlace & { texts: CommandTexts }

/** What comes of a built-in command: a post, a word to the caller, another place to be at. */
export type BuiltInResult = {
  say?: { message: string; type?: string; props?: Record<string, unknown> }
  text?: string
  goto?: string
}

export type BuiltIn = BuiltInInfo & {
  run: (place: BuiltInPlace, rest: string) => BuiltInResult | Promise<BuiltInResult>
}

/** The first word, and what follows it. */
export function splitWord(text: string): { word: string; rest: string } {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text.trim()) ?? []
  return { word, rest }
}

/** `@ada` as the name of an account. */
export function toUsername(word: string): string {
  return word.replace(/^@/, '').toLowerCase()
}

/** `~town-square` as the name of a channel. */
export function toChannelName(word: string): string {
  return word.replace(/^~/, '').toLowerCase()
}
