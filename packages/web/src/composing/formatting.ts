/** A text and what of it is selected. */
export type Selected = { text: string; start: number; end: number }

export type Format =
  | 'bold'
  | 'italic'
  | 'strike'
  | 'heading'
  | 'link'
  | 'code'
  | 'quote'
  | 'bullets'
  | 'numbers'

const MARKS: Readonly<Partial<Record<Format, string>>> = { bold: '**', italic: '*', strike: '~~' }
const PREFIXES: Readonly<Partial<Record<Format, string>>> = {
  heading: '### ',
  quote: '> ',
  bullets: '- ',
}

/** The text with a format given to what is selected, or taken from it where it has that already. */
export function formatted(format: Format, selected: Selected): Selected {
  const mark = MARKS[format]
  if (mark) return marked(selected, mark)
  if (format === 'link') return linked(selected)
  if (format === 'code') return coded(selected)
  return prefixed(selected, (at) => PREFIXES[format] ?? `${at + 1}. `)
}

function marked({ text, start, end }: Selected, mark: string): Selected {
  const before = text.slice(0, start)
  const inner = text.slice(start, end)
  const after = text.slice(end)
  const width = mark.length
  if (isMarked(before, after, mark)) {
    return {
      text: before.slice(0, -width) + inner + after.slice(width),
      start: start - width,
      end: end - width,
    }
  }
  // Spaces at the ends would keep the marks from being such.
  const [, lead = '', core = '', tail = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(inner) ?? []
  const begin = start + lead.length + width
  return {
    text: `${before}${lead}${mark}${core}${mark}${tail}${after}`,
    start: begin,
    end: begin + core.length,
  }
}

/** Whether a mark stands at both sides, and is no part of a longer one such as `**` of `***`. */
function isMarked(before: string, after: string, mark: string): boolean {
  if (!before.endsWith(mark) || !after.startsWith(mark)) return false
  const sign = mark[0] ?? ''
  const run = before.length - before.replace(new RegExp(`\\${sign}+$`), '').length
  return mark.length === 2 ? run >= 2 : run % 2 === 1
}

const ADDRESS = 'https://'

function linked({ text, start, end }: Selected): Selected {
  const inner = text.slice(start, end)
  const isAddress = /^https?:\/\/\S+$/.test(inner)
  const name = isAddress ? '' : inner
  const address = isAddress ? inner : ADDRESS
  const link = `[${name}](${address})`
  const at = name === '' ? start + 1 : start + name.length + 3
  return {
    text: text.slice(0, start) + link + text.slice(end),
    start: at,
    end: name === '' ? at : at + address.length,
  }
}

function coded(selected: Selected): Selected {
  const { text, start, end } = selected
  const inner = text.slice(start, end)
  if (!inner.includes('\n')) return marked(selected, '`')
  const isLineStart = start === 0 || text[start - 1] === '\n'
  const open = `${isLineStart ? '' : '\n'}\`\`\`\n`
  const close = `${inner.endsWith('\n') ? '' : '\n'}\`\`\`${text[end] === '\n' ? '' : '\n'}`
  const begin = start + open.length
  return {
    text: text.slice(0, start) + open + inner + close + text.slice(end),
    start: begin,
    end: begin + inner.length,
  }
}

/** Any prefix of a line: of two at once, none makes sense. */
const ANY_PREFIX = /^(?:#{1,6} |> |[-*] |\d+\. )/

function prefixed({ text, start, end }: Selected, prefixOf: (at: number) => string): Selected {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const next = text.indexOf('\n', end)
  const to = next < 0 ? text.length : next
  const lines = text.slice(from, to).split('\n')
  const isThere = lines.every((line, at) => line.startsWith(prefixOf(at)))
  const changed = lines
    .map((line, at) =>
      isThere ? line.slice(prefixOf(at).length) : prefixOf(at) + line.replace(ANY_PREFIX, ''),
    )
    .join('\n')
  const isEmpty = start === end
  const grown = changed.length - (to - from)
  return {
    text: text.slice(0, from) + changed + text.slice(to),
    start: isEmpty ? Math.max(from, start + grown) : from,
    end: isEmpty ? Math.max(from, end + grown) : from + changed.length,
  }
}

type Keys = { key: string; code: string } & Record<
  'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey',
  boolean
>

/** The format that keys ask for. With Shift, digits are other signs on other keyboards. */
export function formatOfKeys({
  key,
  code,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
}: Keys): Format | undefined {
  if (!ctrlKey && !metaKey) return undefined
  const letter = key.toLowerCase()
  if (altKey) return shiftKey ? undefined : ({ KeyK: 'link', KeyC: 'code' } as const)[code]
  if (shiftKey) {
    if (letter === 'x') return 'strike'
    return ({ Digit7: 'numbers', Digit8: 'bullets', Digit9: 'quote' } as const)[code]
  }
  return ({ b: 'bold', i: 'italic' } as const)[letter]
}
