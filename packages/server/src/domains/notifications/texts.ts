import { languageOf } from '#platform/http/language.ts'
import { german } from './texts.de.ts'
import { english } from './texts.en.ts'

export type NotificationTexts = typeof english

/** The texts in the reader's language; English for those that there are none for. */
export function textsFor(locale: string): NotificationTexts {
  return languageOf(locale) === 'de' ? german : english
}
