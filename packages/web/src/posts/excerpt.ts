import { charOf } from '#web/emoji/emoji.ts'

/** Longer than any place for an excerpt: what comes after is not looked at. */
const LENGTH = 1_000

/** Signs of Markdown, and what of each is left where there is room for words only. */
const SIGNS: readonly [RegExp, string][] = [
  [/^[ \t]*(?:```|~~~).*$/gm, ''],
  [/^[ \t]*(?:\|?[ \t]*:?-{2,}:?[ \t]*\|?)+$|^[ \t]*(?:[*_-][ \t]*){3,}$/gm, ''],
  [/^[ \t]*(?:>[ \t]?)+/gm, ''],
  [/^[ \t]*#{1,6}[ \t]+/gm, ''],
  [/^[ \t]*[-+*][ \t]+(?:\[[ xX]\][ \t]+)?/gm, '• '],
  [/!?\[([^[\]]*)\]\([^()\s]*(?:\s"[^"]*")?\)/g, '$1'],
  [/`+([^`]+)`+/g, '$1'],
  [/(\*\*|__|~~)(?=\S)([^*_~]+)\1/g, '$2'],
  [/(?<![\w*])([*_])(?=\S)([^*_]+)\1(?![\w*])/g, '$2'],
]

/** The words of a message, for places with a line or two: without the signs of Markdown. */
export function excerptOf(message: string): string {
  const words = SIGNS.reduce(
    (text, [sign, rest]) => text.replaceAll(sign, rest),
    message.slice(0, LENGTH),
  )
  return words
    .replaceAll(/:([a-z0-9+_-]+):/gi, (written, name: string) => charOf(name) ?? written)
    .replaceAll(/\s+/g, ' ')
    .trim()
}
