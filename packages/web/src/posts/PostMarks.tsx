import type { Post } from '@mattermost/types/posts'
import { Bookmark, Pin } from 'lucide-react'
import { selectIsSaved } from '#web/actions/use-post-actions.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { PriorityLabel } from '#web/priority/PriorityLabel.tsx'
import styles from './PostMarks.module.css'

/** What sets a message apart from others: pressing, pinned, saved. */
export function PostMarks({ post }: { post: Post }) {
  const text = useText()
  const isSaved = useEntities(selectIsSaved(post.id))
  const { priority } = post.metadata
  if (!post.is_pinned && !isSaved && !priority?.priority) return null
  return (
    <p className={styles.marks}>
      <PriorityLabel priority={priority} />
      {post.is_pinned && (
        <span className={styles.mark}>
          <Pin size={12} aria-hidden />
          {text('posts.pinned')}
        </span>
      )}
      {isSaved && (
        <span className={styles.mark}>
          <Bookmark size={12} aria-hidden />
          {text('posts.saved')}
        </span>
      )}
    </p>
  )
}
