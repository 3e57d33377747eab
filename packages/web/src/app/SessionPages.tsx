import { lazy, Suspense, useEffect } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { redirect, redirectToPath } from '#web/router/router.tsx'
import type { Route } from '#web/router/routes.ts'
import { SessionProvider } from '#web/session/session.tsx'
import { lastPath } from '#web/teams/last-place.ts'
import { useMyTeams } from '#web/teams/my-teams.ts'
import { Problem } from '#web/ui/Problem.tsx'
import { useMyId } from '#web/users/use-user.ts'

const TeamPages = lazy(async () => ({
  default: (await import('./TeamPages.tsx')).TeamPages,
}))
const SelectTeamPage = lazy(async () => ({
  default: (await import('#web/teams/SelectTeamPage.tsx')).SelectTeamPage,
}))
const CreateTeamPage = lazy(async () => ({
  default: (await import('#web/teams/CreateTeamPage.tsx')).CreateTeamPage,
}))
const ConsolePages = lazy(async () => ({
  default: (await import('#web/console/ConsolePages.tsx')).ConsolePages,
}))
const InvitePage = lazy(async () => ({
  default: (await import('#web/teams/InvitePage.tsx')).InvitePage,
}))

/** The pages of somebody who is logged in. */
export function SessionPages({ route }: { route: Route }) {
  return (
    <SessionProvider>
      <Suspense fallback={null}>
        <Page route={route} />
      </Suspense>
    </SessionProvider>
  )
}

function Page({ route }: { route: Route }) {
  const text = useText()
  switch (route.page) {
    case 'home':
    case 'login':
      return <ToLastPlace />
    case 'signup':
      return route.inviteId ? <InvitePage inviteId={route.inviteId} /> : <ToLastPlace />
    case 'selectTeam':
      return <SelectTeamPage />
    case 'createTeam':
      return <CreateTeamPage />
    case 'console':
      return <ConsolePages path={route.path} setting={route.setting} />
    case 'notFound':
      return <Problem title={text('problem.no-page')} onRetry={() => redirect({ page: 'home' })} />
    default:
      return <TeamPages route={route} />
  }
}

/** Leads to where one was last, or to the first team, or to the choice of one. */
function ToLastPlace() {
  const myId = useMyId()
  const [first] = useMyTeams()
  useEffect(() => {
    const last = lastPath(myId)
    if (!first) redirect({ page: 'selectTeam' })
    else if (last) redirectToPath(last)
    else redirect({ page: 'team', team: first.name })
  }, [myId, first])
  return null
}
