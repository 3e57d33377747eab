import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { IntlProvider, useIntl } from 'react-intl'
import type { TextId } from './i18n.tsx'

type Values = Record<string, string | number | Date>

/** Texts that only some pages need, in English and by language. */
export type MoreTexts = {
  english: Record<string, string>
  others: Record<string, () => Promise<{ default: Record<string, string> }>>
}

type MoreLanguageProps = { texts: MoreTexts; children: ReactNode }

/** Adds texts to those of the app, in the same language. */
export function MoreLanguage({ texts, children }: MoreLanguageProps) {
  const intl = useIntl()
  const more = useMoreTexts(texts, intl.locale.split('-')[0] ?? 'en')
  const messages = useMemo(() => ({ ...plain(intl.messages), ...more }), [intl.messages, more])
  if (!more) return null
  return (
    <IntlProvider locale={intl.locale} defaultLocale="en" messages={messages}>
      {children}
    </IntlProvider>
  )
}

/** All texts of the app are plain; the type allows others. */
function plain(texts: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )
}

function useMoreTexts({ english, others }: MoreTexts, language: string) {
  const load = others[language]
  const [texts, setTexts] = useState(load ? undefined : english)
  useEffect(() => {
    let isCurrent = true
    const show = (found: Record<string, string>) => {
      if (isCurrent) setTexts(found)
    }
    if (load)
      load().then(
        (found) => show(found.default),
        () => show(english),
      )
    else show(english)
    return () => {
      isCurrent = false
    }
  }, [english, load])
  return texts
}

/** A function from the name of a text, of the app or of those that were added, to the text. */
export function useMoreText<Id extends string>(): (id: Id | TextId, values?: Values) => string {
  const intl = useIntl()
  return (id, values) => intl.formatMessage({ id }, values)
}
