import { useText } from '#web/i18n/i18n.tsx'
import styles from './Skeleton.module.css'

/** Grey lines in the place of what is being fetched. */
export function Skeleton({ lines = 3, kind = 'line' }: { lines?: number; kind?: 'line' | 'post' }) {
  const text = useText()
  return (
    <div className={styles.skeleton} role="status" aria-label={text('loading')}>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all the same.
        <div key={index} className={styles.row} data-kind={kind}>
          {kind === 'post' && <span className={styles.disc} />}
          <span className={styles.line} />
        </div>
      ))}
    </div>
  )
}
