import type { Draft } from '@mattermost/types/drafts'
import { CalendarClock, PenLine } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { draftsIn, placeOfDraft } from '#web/entities/drafts.ts'
import { scheduledOf } from '#web/entities/scheduled.ts'
import { useEntities } from '#web/entities/store.ts'
import { Empty } from '#web/panes/Empty.tsx'
import { usePaneText } from '#web/panes/texts/pane-text.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { DraftEntry } from './DraftEntry.tsx'
import styles from './DraftsPage.module.css'
import { PageFrame } from './PageFrame.tsx'
import { ScheduledEntry } from './ScheduledEntry.tsx'
import { TabLinks } from './Tabs.tsx'

type DraftsPageProps = { page: 'drafts' | 'scheduled'; leading: ReactNode }

/** What one has begun to write, and what is to be sent later. */
export function DraftsPage({ page, leading }: DraftsPageProps) {
  const text = usePaneText()
  const team = useCurrentTeam()
  const drafts = useDrafts()
  const scheduled = useScheduled()
  const tabs = [
    {
      to: { page: 'drafts', team: team.name } as const,
      label:
        drafts.length > 0 ? text('drafts.tab', { count: drafts.length }) : text('drafts.title'),
      isCurrent: page === 'drafts',
    },
    {
      to: { page: 'scheduled', team: team.name } as const,
      label:
        scheduled.length > 0
          ? text('scheduled.tab', { count: scheduled.length })
          : text('scheduled.title'),
      isCurrent: page === 'scheduled',
    },
  ]
  return (
    <PageFrame
      title={text(page === 'drafts' ? 'drafts.title' : 'scheduled.title')}
      leading={leading}
      above={<TabLinks label={text('drafts.tabs')} tabs={tabs} />}
    >
      {page === 'drafts' ? <Drafts drafts={drafts} /> : <Scheduled ids={scheduled} />}
    </PageFrame>
  )
}

function Drafts({ drafts }: { drafts: readonly Draft[] }) {
  const text = usePaneText()
  if (drafts.length === 0) {
    return <Empty icon={PenLine} title={text('drafts.none')} detail={text('drafts.none-detail')} />
  }
  return (
    <ul className={styles.list} aria-label={text('drafts.title')}>
      {drafts.map((draft) => (
        <DraftEntry key={placeOfDraft(draft)} draft={draft} />
      ))}
    </ul>
  )
}

function Scheduled({ ids }: { ids: readonly string[] }) {
  const text = usePaneText()
  if (ids.length === 0) {
    return (
      <Empty
        icon={CalendarClock}
        title={text('scheduled.none')}
        detail={text('scheduled.none-detail')}
      />
    )
  }
  return (
    <ul className={styles.list} aria-label={text('scheduled.title')}>
      {ids.map((id) => (
        <ScheduledEntry key={id} id={id} />
      ))}
    </ul>
  )
}

function useDrafts(): Draft[] {
  const team = useCurrentTeam()
  const drafts = useEntities((now) => now.drafts)
  const channels = useEntities((now) => now.channels)
  const members = useEntities((now) => now.members)
  return useMemo(
    () => draftsIn({ drafts, channels, members }, team.id),
    [drafts, channels, members, team.id],
  )
}

function useScheduled(): string[] {
  const team = useCurrentTeam()
  const scheduled = useEntities((now) => now.scheduled)
  const channels = useEntities((now) => now.channels)
  return useMemo(
    () => scheduledOf({ scheduled, channels }, team.id).map(({ id }) => id),
    [scheduled, channels, team.id],
  )
}
