import { CalendarClock } from 'lucide-react'
import { useMemo } from 'react'
import { scheduledIn } from '#web/entities/scheduled.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Link } from '#web/router/router.tsx'
import { useWhen } from '#web/scheduling/use-when.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import styles from './Composing.module.css'

/** Tells what of one's own is still to be sent to a place. */
export function ScheduledLine({ channelId, rootId }: { channelId: string; rootId: string }) {
  const text = useText()
  const when = useWhen()
  const team = useCurrentTeam()
  const scheduled = useEntities((now) => now.scheduled)
  const here = useMemo(
    () => scheduledIn(scheduled, channelId, rootId),
    [scheduled, channelId, rootId],
  )
  const [next] = here
  if (!next) return null
  const hasFailed = here.some((one) => Boolean(one.error_code))
  return (
    <p className={styles.above} data-state={hasFailed ? 'failed' : 'waiting'}>
      <CalendarClock size={14} aria-hidden />
      {hasFailed
        ? text('scheduling.failed')
        : text('scheduling.waiting', { count: here.length, when: when(next.scheduled_at) })}
      <Link to={{ page: 'scheduled', team: team.name }}>{text('scheduling.see-all')}</Link>
    </p>
  )
}
