import { Menu as MenuIcon } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { BandwidthBanner } from '#web/bandwidth/BandwidthBanner.tsx'
import { ChannelPage } from '#web/channels/ChannelPage.tsx'
import { selectChannelId } from '#web/channels/find-channel.ts'
import { Sidebar } from '#web/channels/Sidebar.tsx'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { redirect, redirectToPath } from '#web/router/router.tsx'
import { type ChannelRoute, placeOf, type Route } from '#web/router/routes.ts'
import { Shortcuts } from '#web/switcher/Shortcuts.tsx'
import { CurrentTeamProvider } from '#web/teams/current-team.tsx'
import { lastPath } from '#web/teams/last-place.ts'
import { useMyTeams } from '#web/teams/my-teams.ts'
import { TeamRail } from '#web/teams/TeamRail.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { ErrorBoundary } from '#web/ui/ErrorBoundary.tsx'
import { Problem } from '#web/ui/Problem.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import styles from './TeamPages.module.css'
import { UpdateBanner } from './UpdateBanner.tsx'

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
        <Shortcuts />
        {route.page === 'team' ? (
          <ToLastChannel team={team.name} />
        ) : (
          <Panes route={route} teamId={team.id} />
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

function Panes({ route, teamId }: { route: ChannelRoute; teamId: string }) {
  const text = useText()
  const currentId = useEntities(selectChannelId(route, teamId))
  const drawer = useDrawer(placeOf(route))
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
          <ChannelPage
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
      </main>
    </div>
  )
}

/** On narrow screens the sidebar is a drawer, which closes when it has led somewhere. */
function useDrawer(href: string) {
  const ref = useRef<HTMLDivElement>(null)
  const [openedAt, setOpenedAt] = useState<string>()
  const state = openedAt === href ? 'open' : 'closed'

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
