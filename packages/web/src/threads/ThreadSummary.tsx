import type { Post } from '@mattermost/types/posts'
import { useEntities } from '#web/entities/store.ts'
import { participantIdsOf } from '#web/entities/threads.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import { useOpenThread } from './open-thread.ts'
import styles from './ThreadSummary.module.css'
import { useAgo } from './use-ago.ts'

const MAX_FACES = 4

/** Below a root: how many replies there are, by whom, and the way to them. */
export function ThreadSummary({ root }: { root: Post }) {
  const text = useText()
  const open = useOpenThread()
  const ago = useAgo(root.last_reply_at ?? 0)
  const unread = useEntities((now) => now.threads.get(root.id)?.unreadReplies ?? 0)
  const faces = participantIdsOf(root).slice(-MAX_FACES)
  return (
    <button
      type="button"
      className={styles.summary}
      data-state={unread > 0 ? 'unread' : 'read'}
      onClick={() => open(root.id)}
    >
      {faces.length > 0 && (
        <span className={styles.faces}>
          {faces.map((userId) => (
            <Avatar key={userId} userId={userId} size="small" />
          ))}
        </span>
      )}
      <span className={styles.count}>{text('threads.replies', { count: root.reply_count })}</span>
      {unread > 0 && <span className={styles.new}>{text('threads.new', { count: unread })}</span>}
      <span className={styles.last}>
        <span aria-hidden>· </span>
        {text('threads.last-reply', { ago })}
      </span>
    </button>
  )
}
