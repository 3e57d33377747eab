import { lazy, Suspense, useEffect } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { redirect, redirectToPath } from '#web/router/router.tsx'
import type { Route } from '#web/router/routes.ts'
import { SessionProvider } from '#web/session/session.tsx'
import { TermsGate } from '#web/session/TermsGate.tsx'
import { selectIsGuided } from '#web/teams/guided.ts'
import { lastPath } from '#web/teams/last-place.ts'
import { useMyTeams } from '#web/teams/my-teams.ts'
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
const NotFoundPage = lazy(async () => ({
  default: (await import('#web/session/NotFoundPage.tsx')).NotFoundPage,
}))
const GuidePage = lazy(async () => ({
  default: (await import('#web/guide/GuidePage.tsx')).GuidePage,
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
        <TermsGate>
          <Page route={route} />
        </TermsGate>
      </Suspense>
    </SessionProvider>
  )
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'home':
    case 'login':
      return <ToLastPlace />
    case 'signup':
      return route.inviteId || route.token ? <InvitePage {...route} /> : <ToLastPlace />
    case 'selectTeam':
      return <SelectTeamPage />
    case 'createTeam':
      return <CreateTeamPage />
    case 'guide':
      return <GuidePage />
    case 'console':
      return <ConsolePages path={route.path} setting={route.setting} />
    case 'entrance':
      return <ToLastPlace />
    case 'notFound':
      return <NotFoundPage />
    default:
      return <TeamPages route={route} />
  }
}

/** Leads to where one was last, or to the first team, or to the choice of one. */
function ToLastPlace() {
  const myId = useMyId()
  const [first] = useMyTeams()
  const isGuided = useEntities(selectIsGuided)
  useEffect(() => {
    const last = lastPath(myId)
    if (!first) redirect({ page: isGuided ? 'guide' : 'selectTeam' })
    else if (last) redirectToPath(last)
    else redirect({ page: 'team', team: first.name })
  }, [myId, first, isGuided])
  return null
}
