import { type ComponentProps, type ReactNode, useEffect, useState } from 'react'
import { FormattedMessage, IntlProvider, useIntl } from 'react-intl'
import en from './en.json' with { type: 'json' }

/** The name of a text. A typo does not compile. */
export type TextId = keyof typeof en

type Values = Record<string, string | number | Date>
type Texts = Record<TextId, string>

const TRANSLATIONS: Record<string, () => Promise<{ default: Texts }>> = {
  de: () => import('./de.json', { with: { type: 'json' } }),
}

/** Gives its children texts and formats of a locale such as `de` or `en-GB`. */
export function Language({ locale, children }: { locale: string; children: ReactNode }) {
  const texts = useTexts(locale.split('-')[0] ?? 'en')
  return (
    <IntlProvider locale={locale} defaultLocale="en" messages={texts} onError={ignoreMissing}>
      {children}
    </IntlProvider>
  )
}

/** Texts that aren't translated are shown in English, which is no error to report. */
function ignoreMissing(): void {}

function useTexts(language: string): Texts {
  const [texts, setTexts] = useState<Texts>(en)
  useEffect(() => {
    let isCurrent = true
    document.documentElement.lang = language
    const load = TRANSLATIONS[language]
    if (!load) {
      setTexts(en)
      return
    }
    load().then(
      (translated) => {
        if (isCurrent) setTexts({ ...en, ...translated.default })
      },
      () => setTexts(en),
    )
    return () => {
      isCurrent = false
    }
  }, [language])
  return texts
}

/** A function from the name of a text, and values for its placeholders, to the text. */
export function useText(): (id: TextId, values?: Values) => string {
  const intl = useIntl()
  return (id, values) => intl.formatMessage({ id }, values)
}

type TextProps = Omit<ComponentProps<typeof FormattedMessage>, 'id'> & { id: TextId }

/** A text as an element, for values that are elements themselves. */
export function Text(props: TextProps) {
  return <FormattedMessage {...props} />
}
