/** Bounds of what a person would write, of which the parser makes short work even together. */
const MAX_NESTING = 8
const MAX_INDENT = 48
const MAX_LINES = 2_500
const MAX_BLOCKS = 400
const MAX_SIGNS_TOGETHER = 500
const MAX_SIGNS = 2_500

const MARKERS = /^(?:[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))+/
const MARKER = />|[-+*]|\d+[.)]/g
/** Lines that begin a block, or are a row of a table. */
const BLOCK = /^[ \t]*(?:[>#=|+*-]|\d{1,9}[.)]|\[\^)|\|/
const SIGNS = /[*_]+|~+|`+|www\.|:\/\/|[[\]<&\\@$]/gi
const FENCE = /^(`{3,}(?=[^`]*$)|~{3,})/
/** Within these, a fence is none. */
const HIDES_FENCES = /^ {0,3}(?:<|\$\$)/m

/**
 * Whether a text can be read as Markdown within a blink. The parser takes time by the square of some
 * signs, and room by the depth of nesting: a hostile message would freeze its readers.
 */
export function isTame(text: string): boolean {
  const lines = text.split(/\r\n|[\r\n]/)
  if (lines.length > MAX_LINES) return false
  let blocks = 0
  let signs = 0
  let together = 0
  for (const line of HIDES_FENCES.test(text) ? lines : withoutCode(lines)) {
    if (line.trim() === '') {
      together = 0
      continue
    }
    if (depthOf(line) > MAX_NESTING || indentOf(line) > MAX_INDENT) return false
    if (BLOCK.test(line)) blocks += 1
    const here = line.match(SIGNS)?.length ?? 0
    signs += here
    together += here
    if (blocks > MAX_BLOCKS || signs > MAX_SIGNS || together > MAX_SIGNS_TOGETHER) return false
  }
  return true
}

function depthOf(line: string): number {
  return MARKERS.exec(line)?.[0].match(MARKER)?.length ?? 0
}

/** Of text alone: code may be indented as it likes, and costs nothing. */
function indentOf(line: string): number {
  return MARKERS.test(line) ? line.search(/[^ \t]/) : 0
}

/** The lines outside of fenced code at the margin, where nothing else can end it. */
function withoutCode(lines: readonly string[]): string[] {
  let fence = ''
  return lines.filter((line) => {
    const found = FENCE.exec(line)?.[1] ?? ''
    if (fence === '') {
      fence = found
      return true
    }
    const isEnd = found.startsWith(fence) && line.slice(found.length).trim() === ''
    if (isEnd) fence = ''
    return isEnd
  })
}
