/** The languages that the server itself speaks. */
export type Language = 'en' | 'de'

const spoken: readonly Language[] = ['en', 'de']

/** What is spoken to somebody of this locale: English where theirs isn't spoken. */
export function languageOf(locale: string): Language {
  return parseLanguage(locale.replaceAll('_', '-')) ?? 'en'
}

/** The first of the wanted languages that is spoken (RFC 9110 §12.5.4); undefined for none. */
export function parseLanguage(acceptLanguage: string | undefined): Language | undefined {
  const wanted = (acceptLanguage ?? '').split(',', 20).map((part) => {
    const [tag = '', quality = ''] = part.split(';')
    const weight = Number(/^\s*q=([\d.]+)\s*$/.exec(quality)?.[1] ?? 1)
    return { name: tag.trim().toLowerCase().split('-', 1)[0], weight }
  })
  const liked = wanted.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)
  return liked.flatMap(({ name }) => spoken.filter((language) => language === name))[0]
}
