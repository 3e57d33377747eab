import type { Post } from '@mattermost/types/posts'
import { EyeOff, Info } from 'lucide-react'
import { useIntl } from 'react-intl'
import { withPostDeleted } from '#web/entities/posts.ts'
import { update } from '#web/entities/store.ts'
import { Extras } from '#web/extras/Extras.tsx'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './EphemeralItem.module.css'
import { Markdown } from './Markdown.tsx'

/** What the server or a program says to the reader alone. It goes with the page, or when dismissed. */
export function EphemeralItem({ post }: { post: Post }) {
  const text = useText()
  const intl = useIntl()
  const time = intl.formatTime(post.create_at)
  return (
    <article
      className={styles.post}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk through all messages.
      tabIndex={0}
      aria-label={`${text('posts.system-author')}, ${text('posts.only-you')}, ${time}`}
    >
      <span className={styles.sign} aria-hidden>
        <Info size={20} />
      </span>
      <div className={styles.main}>
        <p className={styles.byline}>
          <strong>{text('posts.system-author')}</strong>
          <time className={styles.note} dateTime={new Date(post.create_at).toISOString()}>
            {time}
          </time>
          <span className={styles.note}>
            <EyeOff size={12} aria-hidden /> {text('posts.only-you')}
          </span>
          <button
            type="button"
            className={styles.dismiss}
            onClick={() => update(withPostDeleted, { ...post, delete_at: Date.now() })}
          >
            {text('posts.dismiss')}
          </button>
        </p>
        {post.message !== '' && <Markdown>{post.message}</Markdown>}
        <Extras post={post} />
      </div>
    </article>
  )
}
