import { type ReactNode, useEffect, useState } from 'react'
import { IntlProvider, useIntl } from 'react-intl'
import en from './en.json' with { type: 'json' }

/** The name of a text. A typo does not compile. */
export type TextId = keyof typeof en

type Values = Record<string, string | number | Date>
type Texts = Record<TextId, string>

const TRANSLATIONS: Record<string, () => Promise<{ default: Texts }>> = {
  de: () => import('./de.json', { with: { type: 'json' } }),
}

/** Gives its children texts and formats of a locale such as `de` or `en-GB`. */
type LanguageProps = { locale: string; timeZone?: string | undefined; children: ReactNode }

/** Gives its children texts and formats of a locale such as `de` or `en-GB`, in a time zone. */
export function Language({ locale, timeZone, children }: LanguageProps) {
  const texts = useTexts(locale.split('-')[0] ?? 'en')
  if (!texts) return null
  return (
    <IntlProvider
      locale={locale}
      defaultLocale="en"
      messages={texts}
      {...(timeZone && { timeZone })}
    >
      {children}
    </IntlProvider>
  )
}

/** The texts of a language; English where there are none, and nothing while they are fetched. */
function useTexts(language: string): Texts | undefined {
  const load = TRANSLATIONS[language]
  const [texts, setTexts] = useState(load ? undefined : en)

  useEffect(() => {
    let isCurrent = true
    const show = (found: Texts) => {
      if (isCurrent) setTexts(found)
    }
    document.documentElement.lang = load ? language : 'en'
    if (load)
      load().then(
        (found) => show(found.default),
        () => show(en),
      )
    else show(en)
    return () => {
      isCurrent = false
    }
  }, [language, load])

  return texts
}

/** A function from the name of a text, and values for its placeholders, to the text. */
export function useText(): (id: TextId, values?: Values) => string {
  const intl = useIntl()
  return (id, values) => intl.formatMessage({ id }, values)
}
