import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { MoreLanguage, type MoreTexts } from '#web/i18n/more-texts.tsx'
import en from './en.json' with { type: 'json' }

const PREFIX = 'console.'

/** The app may have a text of the same name, so in the files ours begin with a word of their own. */
type WithoutPrefix<Id> = Id extends `${typeof PREFIX}${infer Rest}` ? Rest : never

/** The name of a text of the console. A typo does not compile. */
export type ConsoleTextId = WithoutPrefix<keyof typeof en>

type Values = Record<string, string | number | Date>

const texts: MoreTexts = {
  english: en,
  others: { de: () => import('./de.json', { with: { type: 'json' } }) },
}

/** Adds the console's texts to those of the app, in the same language: few people need them. */
export function ConsoleLanguage({ children }: { children: ReactNode }) {
  return <MoreLanguage texts={texts}>{children}</MoreLanguage>
}

/** The language of the console's texts: `de`, or English. */
export function useConsoleLanguage(): string {
  const language = useIntl().locale.split('-')[0] ?? 'en'
  return language in texts.others ? language : 'en'
}

/** A function from the name of a text of the console to the text. */
export function useConsoleText(): (id: ConsoleTextId, values?: Values) => string {
  const intl = useIntl()
  return (id, values) => intl.formatMessage({ id: PREFIX + id }, values)
}
