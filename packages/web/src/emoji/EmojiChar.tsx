import styles from './EmojiChar.module.css'
import { charOf, wordsOf } from './emoji.ts'

/** An emoji by its short name; one that we don't know is shown as it was written. */
export function EmojiChar({ name }: { name: string }) {
  const char = charOf(name)
  if (!char) return <span>:{name}:</span>
  return (
    <span className={styles.emoji} role="img" aria-label={wordsOf(name)} title={`:${name}:`}>
      {char}
    </span>
  )
}
