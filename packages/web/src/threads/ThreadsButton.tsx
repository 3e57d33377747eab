import { MessagesSquare } from 'lucide-react'
import { isCollapsed } from '#web/entities/collapsing.ts'
import { useEntities } from '#web/entities/store.ts'
import { selectUnreadThreads } from '#web/entities/threads.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import styles from './ThreadsButton.module.css'

/** The way to one's threads, with how many of them are unread. */
export function ThreadsButton({ onOpen }: { onOpen: () => void }) {
  const text = useText()
  const team = useCurrentTeam()
  const isOffered = useEntities(isCollapsed)
  const unread = useEntities(selectUnreadThreads(team.id))
  if (!isOffered) return null
  return (
    <button
      type="button"
      className={styles.button}
      data-state={unread > 0 ? 'unread' : 'read'}
      aria-label={unread > 0 ? text('threads.mine-unread', { count: unread }) : undefined}
      onClick={onOpen}
    >
      <MessagesSquare className={styles.icon} size={16} aria-hidden />
      <span className={styles.name}>{text('threads.mine')}</span>
      {unread > 0 && <span className={styles.count} data-count={unread} aria-hidden />}
    </button>
  )
}
