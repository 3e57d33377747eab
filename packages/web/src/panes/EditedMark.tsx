import type { Post } from '@mattermost/types/posts'
import { useText } from '#web/i18n/i18n.tsx'
import { useMyId } from '#web/users/use-user.ts'
import styles from './EditedMark.module.css'
import { usePane } from './use-pane.ts'

/** Says that a message was edited. To its author it shows how it read before. */
export function EditedMark({ post }: { post: Post }) {
  const text = useText()
  const myId = useMyId()
  const { open } = usePane()
  if (post.user_id !== myId) {
    return (
      <span className={styles.mark} data-mark="edited">
        {text('posts.edited')}
      </span>
    )
  }
  return (
    <button
      type="button"
      className={styles.mark}
      data-mark="edited"
      title={text('panes.history')}
      onClick={() => open({ kind: 'history', postId: post.id })}
    >
      {text('posts.edited')}
    </button>
  )
}
