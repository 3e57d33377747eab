import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ComponentType, useEffect, useMemo, useRef, useState } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useSession } from '#web/session/session.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { PlaceLinks } from './PlaceLinks.tsx'
import { SectionList, type SectionListProps } from './SectionList.tsx'
import type { SectionDialog } from './SectionView.tsx'
import styles from './SidebarSections.module.css'
import { sectionsOf, visibleIn } from './sections.ts'
import { useHiddenUnreads } from './use-hidden-unreads.ts'

type SidebarSectionsProps = {
  currentId: string | undefined
  /** Whether what is read is left out. */
  isFiltered: boolean
  onDialog: (dialog: SectionDialog) => void
}

/** All that the sidebar of a team holds, and signs of what is new beyond its edges. */
export function SidebarSections({ currentId, isFiltered, onDialog }: SidebarSectionsProps) {
  const text = useText()
  const scroller = useRef<HTMLDivElement>(null)
  useArrangement()
  const sections = useSections(currentId, isFiltered)
  const hidden = useHiddenUnreads(scroller, sections)
  const List = useSectionList(scroller)

  return (
    <div className={styles.frame}>
      <div ref={scroller} className={styles.scroller}>
        <PlaceLinks />
        <List sections={sections} currentId={currentId} onDialog={onDialog} />
      </div>
      {hidden.above && (
        <button type="button" className={styles.sign} data-side="above" onClick={hidden.toAbove}>
          <ArrowUp size={14} aria-hidden />
          {text('sidebar.new-above')}
        </button>
      )}
      {hidden.below && (
        <button type="button" className={styles.sign} data-side="below" onClick={hidden.toBelow}>
          <ArrowDown size={14} aria-hidden />
          {text('sidebar.new-below')}
        </button>
      )}
    </div>
  )
}

/**
 * Fetches what belongs to the sidebar of a team: its categories once, and after each break what one
 * has begun to write or written for later.
 */
function useArrangement(): void {
  const team = useCurrentTeam()
  const { realtime } = useSession()
  const epoch = useEntities((now) => now.connection.epoch)
  const isKnown = useEntities((now) => now.categories.has(team.id))
  useEffect(() => {
    if (!isKnown) void realtime.refresh({ kind: 'categories', teamId: team.id })
  }, [realtime, team.id, isKnown])
  // biome-ignore lint/correctness/useExhaustiveDependencies: in each epoch something may have been missed.
  useEffect(() => {
    void realtime.refresh({ kind: 'drafts', teamId: team.id })
    void realtime.refresh({ kind: 'scheduled', teamId: team.id })
  }, [realtime, team.id, epoch])
}

function useSections(currentId: string | undefined, isFiltered: boolean) {
  const { id: teamId } = useCurrentTeam()
  const channels = useEntities((now) => now.channels)
  const members = useEntities((now) => now.members)
  const preferences = useEntities((now) => now.preferences)
  const config = useEntities((now) => now.config)
  const myId = useEntities((now) => now.myId)
  const categories = useEntities((now) => now.categories)
  const users = useEntities((now) => now.users)
  return useMemo(() => {
    const now = { channels, members, preferences, config, myId, categories, users }
    return sectionsOf(now, { teamId, currentId, isFiltered }).map((section) => ({
      ...section,
      visible: visibleIn(now, section, currentId),
    }))
  }, [
    channels,
    members,
    preferences,
    config,
    myId,
    categories,
    users,
    teamId,
    currentId,
    isFiltered,
  ])
}

/** Dragging is fetched when the page is at rest: nobody drags before there is something to read. */
function useSectionList(
  scroller: React.RefObject<HTMLElement | null>,
): ComponentType<SectionListProps> {
  const [list, setList] = useState<{ List: ComponentType<SectionListProps> }>({ List: SectionList })
  const refocus = useRef<string>(undefined)

  useEffect(() => {
    let isHere = true
    const stop = whenAtRest(async () => {
      const { SortableSections } = await import('./SortableSections.tsx')
      if (!isHere) return
      refocus.current = focusedChannel(scroller.current)
      setList({ List: SortableSections })
    })
    return () => {
      isHere = false
      stop()
    }
  }, [scroller])

  // The rows are new ones: who stood on one stands on it again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, after the lists were changed.
  useEffect(() => {
    const channelId = refocus.current
    refocus.current = undefined
    if (!channelId) return
    scroller.current?.querySelector<HTMLElement>(`[data-channel="${channelId}"] a`)?.focus()
  }, [list])

  return list.List
}

function focusedChannel(within: HTMLElement | null): string | undefined {
  const focused = document.activeElement
  if (!focused || !within?.contains(focused)) return undefined
  return focused.closest<HTMLElement>('[data-channel]')?.dataset.channel
}

/** Runs something when the browser has nothing better to do. Returns how to call it off. */
function whenAtRest(run: () => Promise<void>): () => void {
  // Without it the app works all the same.
  const start = () => void run().catch(() => {})
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(start, 1_000)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(start, { timeout: 4_000 })
  return () => cancelIdleCallback(handle)
}
