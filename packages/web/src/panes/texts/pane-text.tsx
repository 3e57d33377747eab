import type { ReactNode } from 'react'
import { MoreLanguage, type MoreTexts, useMoreText } from '#web/i18n/more-texts.tsx'
import en from './en.json' with { type: 'json' }

/** The name of a text of panes and lists. A typo does not compile. */
export type PaneTextId = keyof typeof en

const texts: MoreTexts = {
  english: en,
  others: { de: () => import('./de.json', { with: { type: 'json' } }) },
}

/** Gives its children the texts of panes and lists besides those of the app. */
export function PaneLanguage({ children }: { children: ReactNode }) {
  return <MoreLanguage texts={texts}>{children}</MoreLanguage>
}

/** A function from the name of a text to the text. */
export function usePaneText() {
  return useMoreText<PaneTextId>()
}
