import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { useEntities } from '#web/entities/store.ts'
import { participantIdsOf } from '#web/entities/threads.ts'
import { usePaneText } from '#web/panes/texts/pane-text.tsx'
import { excerptOf } from '#web/posts/excerpt.ts'
import { useAgo } from '#web/threads/use-ago.ts'
import { Avatar } from '#web/users/Avatar.tsx'
import { useUserName } from '#web/users/use-user.ts'
import styles from './ThreadEntry.module.css'

const MAX_FACES = 4

type ThreadEntryProps = { rootId: string; isCurrent: boolean; onOpen: () => void }

/** A thread in a list: how it began, and what has come of it. */
export function ThreadEntry({ rootId, isCurrent, onOpen }: ThreadEntryProps) {
  const text = usePaneText()
  const root = useEntities((now) => now.posts.get(rootId))
  const unread = useEntities((now) => now.threads.get(rootId)?.unreadReplies ?? 0)
  const mentions = useEntities((now) => now.threads.get(rootId)?.unreadMentions ?? 0)
  const name = useUserName(root?.user_id ?? '')
  const title = useChannelTitle(root?.channel_id ?? '')
  const ago = useAgo(root?.last_reply_at ?? 0)
  if (!root) return null
  const faces = participantIdsOf(root).slice(-MAX_FACES)

  return (
    <li>
      <button
        type="button"
        className={styles.entry}
        data-state={unread > 0 ? 'unread' : 'read'}
        aria-current={isCurrent || undefined}
        onClick={onOpen}
      >
        <Avatar userId={root.user_id} />
        <span className={styles.text}>
          <span className={styles.head}>
            <span className={styles.name}>{name}</span>
            <span className={styles.channel}>{title}</span>
            <span className={styles.ago}>{ago}</span>
          </span>
          <span className={styles.message}>
            {excerptOf(root.message) || text('threads.no-words')}
          </span>
          <span className={styles.foot}>
            <span className={styles.faces}>
              {faces.map((userId) => (
                <Avatar key={userId} userId={userId} size="small" />
              ))}
            </span>
            {text('threads.replies', { count: root.reply_count })}
            {unread > 0 && (
              <span className={styles.new} data-look={mentions > 0 ? 'mention' : 'plain'}>
                {text('threads.new', { count: unread })}
              </span>
            )}
          </span>
        </span>
      </button>
    </li>
  )
}
