import { Paperclip } from 'lucide-react'
import type { PendingPost } from '#web/entities/entities.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useSession } from '#web/session/session.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { Byline } from './Byline.tsx'
import { Markdown } from './Markdown.tsx'
import styles from './PostItem.module.css'

type PendingBodyProps = { pending: PendingPost; name: string; isFirst: boolean }

/** A message that the server doesn't have yet, in the place where it will stand. */
export function PendingBody({ pending, name, isFirst }: PendingBodyProps) {
  const myId = useMyId()
  return (
    <>
      {isFirst ? <Avatar userId={myId} /> : <span className={styles.gutter} />}
      <div className={styles.main}>
        {isFirst && <Byline userId={myId} name={name} createAt={pending.createAt} />}
        <div className={styles.pending}>
          {pending.message !== '' && <Markdown>{pending.message}</Markdown>}
        </div>
        <PendingFiles files={pending.files} />
        <PendingState pending={pending} />
      </div>
    </>
  )
}

function PendingFiles({ files }: Pick<PendingPost, 'files'>) {
  const text = useText()
  if (files.length === 0) return null
  return (
    <ul className={styles.pendingFiles} aria-label={text('files.attached')}>
      {files.map((file) => (
        <li key={file.id}>
          <Paperclip size={14} aria-hidden /> {file.name}
        </li>
      ))}
    </ul>
  )
}

/** Nothing while the first try is under way, which is over before it could be read. */
function PendingState({ pending }: { pending: PendingPost }) {
  const text = useText()
  const { outbox } = useSession()
  if (pending.state === 'sending') return null
  if (pending.state === 'waiting') {
    return (
      <p className={styles.pendingState} role="status">
        {text('posts.waiting')}
      </p>
    )
  }
  return (
    <p className={styles.pendingState} data-state="failed" role="alert">
      {pending.reason || text('posts.failed')}
      <button
        type="button"
        className={styles.pendingAction}
        onClick={() => outbox.retry(pending.id)}
      >
        {text('posts.retry')}
      </button>
      <button
        type="button"
        className={styles.pendingAction}
        onClick={() => outbox.discard(pending.id)}
      >
        {text('posts.discard')}
      </button>
    </p>
  )
}
