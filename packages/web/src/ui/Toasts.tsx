import { X } from 'lucide-react'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './Toasts.module.css'
import { dismiss, useToasts } from './toasts.ts'

/** Where the sentences of `say` appear, and are read out. */
export function Toasts() {
  const text = useText()
  const toasts = useToasts((now) => now.toasts)
  return (
    <div className={styles.toasts} role="status">
      {toasts.map(({ id, words, look }) => (
        <p key={id} className={styles.toast} data-look={look}>
          <span className={styles.words}>{words}</span>
          <button
            type="button"
            className={styles.close}
            aria-label={text('dialog.close')}
            onClick={() => dismiss(id)}
          >
            <X size={15} aria-hidden />
          </button>
        </p>
      ))}
    </div>
  )
}
