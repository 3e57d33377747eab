import type { ReactNode } from 'react'
import { PaneLanguage } from '#web/panes/texts/pane-text.tsx'
import type { ListRoute } from '#web/router/routes.ts'
import { DraftsPage } from './DraftsPage.tsx'
import { ThreadsPage } from './ThreadsPage.tsx'

type ListPageProps = { route: ListRoute; leading: ReactNode }

/** A list of what lies in many channels. */
export function ListPage({ route, leading }: ListPageProps) {
  return (
    <PaneLanguage>
      {route.page === 'threads' ? (
        <ThreadsPage route={route} leading={leading} />
      ) : (
        <DraftsPage page={route.page} leading={leading} />
      )}
    </PaneLanguage>
  )
}
