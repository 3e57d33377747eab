import { german } from './texts.de.ts'
import { english } from './texts.en.ts'

export type Texts = typeof english

/** The texts in the reader's language; English for those that there are none for. */
export function textsFor(locale: string): { locale: string; texts: Texts } {
  const isGerman = locale.toLowerCase().split(/[-_]/)[0] === 'de'
  return isGerman ? { locale: 'de', texts: german } : { locale: 'en', texts: english }
}
