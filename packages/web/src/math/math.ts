/** A formula between dollars: none of money, which has a space or a word beside its sign. */
const INLINE = /(?<![\\$\w])\$(?![\s$])[^$\n]*[^\s\\$]\$(?![\w$])/
const BLOCK = /\$\$[^$]+\$\$|^ {0,3}(?:```|~~~)(?:math|latex|tex)\s*$/m

/** Whether a message holds formulas, and whether some of them stand between single dollars. */
export function mathIn(text: string): { isMath: boolean; isInline: boolean } {
  const isInline = INLINE.test(text)
  return { isMath: isInline || BLOCK.test(text), isInline }
}
