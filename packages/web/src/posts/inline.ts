/** A stretch of a message: words, or something that a name stands for. */
export type Part = { kind: 'text' | 'mention' | 'channel' | 'emoji'; value: string }

const TOKEN =
  /(?<![\w@.~-])@(?<mention>[a-zA-Z0-9][\w.-]*)|(?<![\w@.~-])~(?<channel>[a-z0-9][\w-]*)|:(?<emoji>[a-zA-Z0-9+_-]+):/g

/** Cuts a text at what looks like mentions, links to channels, and emoji of the known names. */
export function splitText(text: string, isEmoji: (name: string) => boolean): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const found of text.matchAll(TOKEN)) {
    const part = partOf(found.groups ?? {}, isEmoji)
    if (!part) continue
    if (found.index > end) parts.push({ kind: 'text', value: text.slice(end, found.index) })
    parts.push(part)
    end = found.index + found[0].length
  }
  if (end < text.length) parts.push({ kind: 'text', value: text.slice(end) })
  return parts
}

function partOf(
  { mention, channel, emoji }: Record<string, string | undefined>,
  isEmoji: (name: string) => boolean,
): Part | undefined {
  if (mention) return { kind: 'mention', value: mention }
  if (channel) return { kind: 'channel', value: channel }
  return emoji && isEmoji(emoji) ? { kind: 'emoji', value: emoji } : undefined
}

/**
 * The name in a word that may end in punctuation, as in `@ada.`: the longest that exists
 * (spec 16). Answers with what follows it, too.
 */
export function nameIn(
  word: string,
  isName: (name: string) => boolean,
): { name: string; rest: string } | undefined {
  for (let end = word.length; end > 0; end -= 1) {
    const name = word.slice(0, end).toLowerCase()
    if (isName(name)) return { name, rest: word.slice(end) }
    if (!/[._-]$/.test(name)) return undefined
  }
  return undefined
}
