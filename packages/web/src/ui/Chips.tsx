import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './Chips.module.css'

/** What has been gathered so far. */
export function Chips({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul className={styles.chips} aria-label={label}>
      {children}
    </ul>
  )
}

/** One of what has been gathered, which can be given up again. */
export function Chip({ name, onRemove }: { name: string; onRemove: () => void }) {
  const text = useText()
  return (
    <li className={styles.chip}>
      {name}
      <button
        type="button"
        className={styles.remove}
        aria-label={text('files.remove', { name })}
        onClick={onRemove}
      >
        <X size={14} aria-hidden />
      </button>
    </li>
  )
}
