import { EmojiChar } from '#web/emoji/EmojiChar.tsx'
import { useEntities } from '#web/entities/store.ts'
import styles from './CustomStatus.module.css'
import { customStatusOf } from './custom-status.ts'

/** The emoji of what a user says of the present, with the words as its tooltip. */
export function CustomStatusEmoji({ userId }: { userId: string }) {
  const user = useEntities((now) => now.users.get(userId))
  const status = customStatusOf(user, Date.now())
  if (!status?.emoji) return null
  return (
    <span className={styles.emoji} title={status.text}>
      <EmojiChar name={status.emoji} />
    </span>
  )
}

/** The same with its words. */
export function CustomStatusLine({ userId }: { userId: string }) {
  const user = useEntities((now) => now.users.get(userId))
  const status = customStatusOf(user, Date.now())
  if (!status) return null
  return (
    <span className={styles.line}>
      {status.emoji && <EmojiChar name={status.emoji} />}
      <span className={styles.words}>{status.text}</span>
    </span>
  )
}
