import { Suspense } from 'react'
import { IntegrationsPages } from '#web/integrations/IntegrationsPages.tsx'
import type { RunningRoute } from '#web/router/running-routes.ts'
import { ErrorBoundary } from '#web/ui/ErrorBoundary.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { ManageShell } from './ManageShell.tsx'
import { TeamSections } from './TeamSections.tsx'
import { ManageLanguage } from './texts/manage-text.tsx'

type TeamRoute = Extract<RunningRoute, { team: string }>

/** The pages for running a team. */
export function RunningPages({ route }: { route: TeamRoute }) {
  const kind = route.page === 'manage' ? route.section : (route.path.split('/')[0] ?? '')
  return (
    <ManageLanguage>
      <ManageShell page={route.page} current={kind}>
        <ErrorBoundary key={kind}>
          <Suspense fallback={<Skeleton lines={6} />}>
            {route.page === 'manage' ? (
              <TeamSections section={route.section} />
            ) : (
              <IntegrationsPages path={route.path} />
            )}
          </Suspense>
        </ErrorBoundary>
      </ManageShell>
    </ManageLanguage>
  )
}
