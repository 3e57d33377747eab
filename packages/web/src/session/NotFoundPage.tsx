import { ErrorPage } from './ErrorPage.tsx'
import { EntranceLanguage } from './texts/entrance-text.tsx'

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <EntranceLanguage>
      <ErrorPage />
    </EntranceLanguage>
  )
}
