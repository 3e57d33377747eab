import styles from './Keys.module.css'
import { keysOf, type ShortcutId } from './table.ts'

const isMac = /Mac|iP(hone|ad)/.test(navigator.userAgent)

/** The keys of a shortcut. */
export function Keys({ id }: { id: ShortcutId }) {
  return (
    <span className={styles.keys}>
      {keysOf(id, isMac).map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  )
}
