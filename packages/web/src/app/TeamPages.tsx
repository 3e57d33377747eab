import { Menu as MenuIcon } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { BandwidthBanner } from '#web/bandwidth/BandwidthBanner.tsx'
import { ChannelPage } from '#web/channels/ChannelPage.tsx'
import { selectChannelId } from '#web/channels/find-channel.ts'
import { Sidebar } from '#web/channels/Sidebar.tsx'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { redirect, redirectToPath } from '#web/router/router.tsx'
import {
  hrefOf,
  isChannelRoute,
  isPlaceRoute,
  type PlaceRoute,
  placeOf,
  type Route,
} from '#web/router/routes.ts'
import { CurrentTeamProvider } from '#web/teams/current-team.tsx'
import { lastPath } from '#web/teams/last-place.ts'
import { useMyTeams } from '#web/teams/my-teams.ts'
import { TeamRail } from '#web/teams/TeamRail.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { ErrorBoundary } from '#web/ui/ErrorBoundary.tsx'
import { Problem } from '#web/ui/Problem.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import { Hosts } from './Hosts.tsx'
import styles from './TeamPages.module.css'
import { UpdateBanner } from './UpdateBanner.tsx'

const Attendants = lazy(async () => ({
  default: (await import('./Attendants.tsx')).Attendants,
}))
const ListPage = lazy(async () => ({
  default: (await import('#web/pages/ListPage.tsx')).ListPage,
}))
const RunningPages = lazy(async () => ({
  default: (await import('#web/manage/RunningPages.tsx')).RunningPages,
}))
const SettingsPage = lazy(async () => ({
  default: (await import('#web/settings/SettingsPage.tsx')).SettingsPage,
}))
const SidePane = lazy(async () => ({
  default: (await import('#web/panes/SidePane.tsx')).SidePane,
}))

type TeamRoute = Extract<Route, { team: string }>

/** The pages within a team: teams, channels and the conversation side by side. */
export function TeamPages({ route }: { route: TeamRoute }) {
  const text = useText()
  const team = useMyTeams().find((one) => one.name === route.team)
  if (!team) {
    return (
      <Problem
        title={text('teams.not-found')}
        detail={text('teams.not-found-detail')}
        onRetry={() => redirect({ page: 'selectTeam' })}
      />
    )
  }
  return (
    <CurrentTeamProvider value={team}>
      <div className={styles.page}>
        <ConnectionBanner />
        <UpdateBanner />
        <BandwidthBanner />
        <Suspense fallback={null}>
          <Attendants />
        </Suspense>
        <Hosts />
        {route.page === 'team' ? (
          <ToLastChannel team={team.name} />
        ) : (
          isPlaceRoute(route) && <Panes route={route} teamId={team.id} />
        )}
        {route.page === 'settings' && (
          <Suspense fallback={null}>
            <SettingsPage section={route.section} />
          </Suspense>
        )}
        {(route.page === 'manage' || route.page === 'integrations') && (
          <Suspense fallback={null}>
            <RunningPages route={route} />
          </Suspense>
        )}
      </div>
    </CurrentTeamProvider>
  )
}

/** Leads to the channel of the team where one was last, or to the one that all are in. */
function ToLastChannel({ team }: { team: string }) {
  const myId = useMyId()
  useEffect(() => {
    const last = lastPath(myId, team)
    if (last) redirectToPath(last)
    else redirect({ page: 'channel', team, channel: 'town-square' })
  }, [myId, team])
  return null
}

function Panes({ route, teamId }: { route: PlaceRoute; teamId: string }) {
  const text = useText()
  const currentId = useEntities((now) =>
    isChannelRoute(route) ? selectChannelId(route, teamId)(now) : undefined,
  )
  const drawer = useDrawer(hrefOf(route))
  return (
    <div className={styles.panes}>
      <div ref={drawer.ref} className={styles.drawer} data-state={drawer.state}>
        <ErrorBoundary>
          <TeamRail />
        </ErrorBoundary>
        <ErrorBoundary>
          <Sidebar currentId={currentId} />
        </ErrorBoundary>
      </div>
      {drawer.state === 'open' && (
        <button
          type="button"
          className={styles.scrim}
          aria-label={text('channels.hide-sidebar')}
          onClick={drawer.close}
        />
      )}
      <main className={styles.main}>
        <ErrorBoundary>
          <Place
            key={placeOf(route)}
            route={route}
            leading={
              <span className={styles.opener}>
                <IconButton label={text('channels.show-sidebar')} onClick={drawer.open}>
                  <MenuIcon size={20} aria-hidden />
                </IconButton>
              </span>
            }
          />
        </ErrorBoundary>
        {route.pane && (
          <ErrorBoundary>
            <Suspense fallback={null}>
              <SidePane pane={route.pane} channelId={currentId} />
            </Suspense>
          </ErrorBoundary>
        )}
      </main>
    </div>
  )
}

/** A channel, or a list of what lies in many. */
function Place({ route, leading }: { route: PlaceRoute; leading: ReactNode }) {
  if (isChannelRoute(route)) return <ChannelPage route={route} leading={leading} />
  return (
    <Suspense fallback={null}>
      <ListPage route={route} leading={leading} />
    </Suspense>
  )
}

/** On narrow screens the sidebar is a drawer, which closes when it has led somewhere. */
function useDrawer(href: string) {
  const ref = useRef<HTMLDivElement>(null)
  const [openedAt, setOpenedAt] = useState<string>()
  const state = openedAt === href ? 'open' : 'closed'

  // Whoever comes back doesn't find it open again.
  useEffect(() => setOpenedAt((at) => (at === href ? at : undefined)), [href])

  useEffect(() => {
    if (state === 'closed') return
    ref.current?.querySelector<HTMLElement>('a, button')?.focus()
    const handleKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOpenedAt(undefined)
    }
    document.addEventListener('keydown', handleKey)
    return () => document.removeEventListener('keydown', handleKey)
  }, [state])

  return {
    ref,
    state,
    open: () => setOpenedAt(href),
    close: () => setOpenedAt(undefined),
  }
}
