import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { IntlProvider, useIntl } from 'react-intl'
import en from './en.json' with { type: 'json' }

/** The name of a text of the console. A typo does not compile. */
export type ConsoleTextId = keyof typeof en

type Values = Record<string, string | number | Date>
type Texts = Record<ConsoleTextId, string>

const TRANSLATIONS: Record<string, () => Promise<{ default: Texts }>> = {
  de: () => import('./de.json', { with: { type: 'json' } }),
}

/** Adds the console's texts to those of the app, in the same language: few people need them. */
export function ConsoleLanguage({ children }: { children: ReactNode }) {
  const intl = useIntl()
  const texts = useConsoleTexts(useConsoleLanguage())
  const messages = useMemo(() => ({ ...intl.messages, ...texts }), [intl.messages, texts])
  if (!texts) return null
  return (
    <IntlProvider locale={intl.locale} defaultLocale="en" messages={messages}>
      {children}
    </IntlProvider>
  )
}

/** The language of the console's texts: `de`, or English. */
export function useConsoleLanguage(): string {
  const language = useIntl().locale.split('-')[0] ?? 'en'
  return language in TRANSLATIONS ? language : 'en'
}

function useConsoleTexts(language: string): Texts | undefined {
  const load = TRANSLATIONS[language]
  const [texts, setTexts] = useState<Texts | undefined>(load ? undefined : en)
  useEffect(() => {
    let isCurrent = true
    const show = (found: Texts) => {
      if (isCurrent) setTexts(found)
    }
    if (!load) show(en)
    else
      load().then(
        (found) => show(found.default),
        () => show(en),
      )
    return () => {
      isCurrent = false
    }
  }, [load])
  return texts
}

/** A function from the name of a text of the console to the text. */
export function useConsoleText(): (id: ConsoleTextId, values?: Values) => string {
  const intl = useIntl()
  return (id, values) => intl.formatMessage({ id }, values)
}
