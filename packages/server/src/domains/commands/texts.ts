import type { Language } from '#platform/http/language.ts'
import { german } from './texts.de.ts'
import { english } from './texts.en.ts'

export type CommandTexts = typeof english

/** What built-in commands say in each language. */
export const commandTexts: Readonly<Record<Language, CommandTexts>> = { en: english, de: german }
