/** A formula between dollars: none of money, which has a space or a word beside its sign. */
const INLINE = /(?<![\\$\w])\$(?![\s$])[^$\n]*[^\s\\$]\$(?![\w$])/
const BLOCK = /\$\$[^$]+\$\$|^ {0,3}(?:```|~~~)(?:math|latex|tex)\s*$/m

/** What holds dollars that are to stay as they are: code and formulas. */
const KEPT = new RegExp(
  String.raw`(\\.|(\x60+)[^\x60][\s\S]*?\2|\$\$[\s\S]*?\$\$|${INLINE.source})|\$`,
  'g',
)

/** The text with all other dollars marked as such: beside formulas, money stays money. */
export function withMoney(text: string): string {
  return text.replace(KEPT, (found: string, kept?: string) => (kept ? found : '\\$'))
}

/** Whether a message holds formulas, and whether some of them stand between single dollars. */
export function mathIn(text: string): { isMath: boolean; isInline: boolean } {
  const isInline = INLINE.test(text)
  return { isMath: isInline || BLOCK.test(text), isInline }
}
