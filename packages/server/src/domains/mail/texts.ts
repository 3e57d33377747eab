import { type Language, languageOf } from '#platform/http/language.ts'
import { german } from './texts.de.ts'
import { english } from './texts.en.ts'

export type Texts = typeof english

/** The texts in the reader's language; English for those that there are none for. */
export function textsFor(locale: string): { locale: Language; texts: Texts } {
  const language = languageOf(locale)
  return { locale: language, texts: language === 'de' ? german : english }
}
