/** The addresses in a text, however they are parted. */
export function addressesIn(text: string): string[] {
  const found = text
    .split(/[\s,;]+/)
    .map((word) => word.replace(/^<|>$/g, '').toLowerCase())
    .filter((word) => /^[^@\s]+@[^@\s]+$/.test(word))
  return [...new Set(found)]
}
