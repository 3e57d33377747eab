import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { IntlProvider, useIntl } from 'react-intl'
import en from './en.json' with { type: 'json' }

/** The name of a text of the settings. A typo does not compile. */
export type SettingsTextId = keyof typeof en

type Values = Record<string, string | number | Date>
type Texts = Record<SettingsTextId, string>

const TRANSLATIONS: Record<string, () => Promise<{ default: Texts }>> = {
  de: () => import('./de.json', { with: { type: 'json' } }),
}

/** Adds the texts of the settings to those of the app, in the same language. */
export function SettingsLanguage({ children }: { children: ReactNode }) {
  const intl = useIntl()
  const texts = useTexts(intl.locale.split('-')[0] ?? 'en')
  const messages = useMemo(() => ({ ...intl.messages, ...texts }), [intl.messages, texts])
  if (!texts) return null
  const { timeZone } = intl
  return (
    <IntlProvider
      locale={intl.locale}
      defaultLocale="en"
      messages={messages}
      {...(timeZone && { timeZone })}
    >
      {children}
    </IntlProvider>
  )
}

function useTexts(language: string): Texts | undefined {
  const load = TRANSLATIONS[language]
  const [texts, setTexts] = useState<Texts | undefined>(load ? undefined : en)
  useEffect(() => {
    let isCurrent = true
    const show = (found: Texts) => {
      if (isCurrent) setTexts(found)
    }
    if (load)
      load().then(
        (found) => show(found.default),
        () => show(en),
      )
    else show(en)
    return () => {
      isCurrent = false
    }
  }, [load])
  return texts
}

/** A function from the name of a text of the settings to the text. */
export function useSettingsText(): (id: SettingsTextId, values?: Values) => string {
  const intl = useIntl()
  return (id, values) => intl.formatMessage({ id }, values)
}
