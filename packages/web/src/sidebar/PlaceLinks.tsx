import {
  AtSign,
  Bookmark,
  CalendarClock,
  type LucideIcon,
  MessagesSquare,
  PenLine,
} from 'lucide-react'
import { useMemo } from 'react'
import { isCollapsed } from '#web/entities/collapsing.ts'
import { draftsIn } from '#web/entities/drafts.ts'
import { scheduledOf } from '#web/entities/scheduled.ts'
import { useEntities } from '#web/entities/store.ts'
import { selectUnreadThreads } from '#web/entities/threads.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useRoute } from '#web/router/router.tsx'
import { isPlaceRoute, type PlaceRoute } from '#web/router/routes.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import styles from './PlaceLinks.module.css'
import { SidebarLink } from './SidebarLink.tsx'

/** The ways to what lies in many channels: threads, drafts, messages for later. */
export function PlaceLinks() {
  const text = useText()
  const team = useCurrentTeam()
  const { page } = useRoute()
  const hasThreads = useEntities(isCollapsed)
  const unread = useEntities(selectUnreadThreads(team.id))
  const drafts = useDraftCount()
  const { count: scheduled, failed } = useScheduledCount()
  return (
    <ul className={styles.list} aria-label={text('sidebar.places')}>
      {hasThreads && (
        <PlaceLink
          to={{ page: 'threads', team: team.name }}
          isCurrent={page === 'threads'}
          icon={MessagesSquare}
          count={unread}
          state={unread > 0 ? 'unread' : 'read'}
          label={unread > 0 ? text('threads.mine-unread', { count: unread }) : text('threads.mine')}
        >
          {text('threads.mine')}
        </PlaceLink>
      )}
      <PaneLink kind="mentions" icon={AtSign}>
        {text('panes.mentions')}
      </PaneLink>
      <PaneLink kind="saved" icon={Bookmark}>
        {text('panes.saved')}
      </PaneLink>
      {(drafts > 0 || page === 'drafts') && (
        <PlaceLink
          to={{ page: 'drafts', team: team.name }}
          isCurrent={page === 'drafts'}
          icon={PenLine}
          count={drafts}
          state="read"
          label={drafts > 0 ? text('drafts.count', { count: drafts }) : text('drafts.title')}
        >
          {text('drafts.title')}
        </PlaceLink>
      )}
      {(scheduled > 0 || page === 'scheduled') && (
        <PlaceLink
          to={{ page: 'scheduled', team: team.name }}
          isCurrent={page === 'scheduled'}
          icon={CalendarClock}
          count={scheduled}
          state={failed ? 'failed' : 'read'}
          label={
            scheduled > 0 ? text('scheduled.count', { count: scheduled }) : text('scheduled.title')
          }
        >
          {text('scheduled.title')}
        </PlaceLink>
      )}
    </ul>
  )
}

type PaneLinkProps = { kind: 'mentions' | 'saved'; icon: LucideIcon; children: string }

/** A pane beside whatever is shown, or its end. */
function PaneLink({ kind, icon, children }: PaneLinkProps) {
  const route = useRoute()
  if (!isPlaceRoute(route)) return null
  const { thread: _, pane, ...place } = route
  const isShown = pane?.kind === kind
  return (
    <PlaceLink
      to={isShown ? place : { ...place, pane: { kind } }}
      isCurrent={isShown}
      icon={icon}
      count={0}
      state="read"
      label={children}
    >
      {children}
    </PlaceLink>
  )
}

type PlaceLinkProps = {
  to: PlaceRoute
  isCurrent: boolean
  icon: LucideIcon
  count: number
  state: 'read' | 'unread' | 'failed'
  label: string
  children: string
}

function PlaceLink({ icon: Icon, label, children, ...link }: PlaceLinkProps) {
  return (
    <li>
      <SidebarLink
        {...link}
        sign={<Icon className={styles.icon} size={16} aria-hidden />}
        name={children}
        aria-label={label}
      />
    </li>
  )
}

function useDraftCount(): number {
  const team = useCurrentTeam()
  const drafts = useEntities((now) => now.drafts)
  const channels = useEntities((now) => now.channels)
  const members = useEntities((now) => now.members)
  return useMemo(
    () => draftsIn({ drafts, channels, members }, team.id).length,
    [drafts, channels, members, team.id],
  )
}

function useScheduledCount() {
  const team = useCurrentTeam()
  const scheduled = useEntities((now) => now.scheduled)
  const channels = useEntities((now) => now.channels)
  return useMemo(() => {
    const here = scheduledOf({ scheduled, channels }, team.id)
    return { count: here.length, failed: here.some((one) => Boolean(one.error_code)) }
  }, [scheduled, channels, team.id])
}
