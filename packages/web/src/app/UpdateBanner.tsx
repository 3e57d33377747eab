import { RotateCw } from 'lucide-react'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './Banner.module.css'
import { useUpdate } from './updates.ts'

/** Offers the new version of the app; what is being written outlives the change. */
export function UpdateBanner() {
  const text = useText()
  const change = useUpdate()
  return (
    <div role="status">
      {change && (
        <p className={styles.banner} data-look="quiet">
          {text('update.ready')}
          <button type="button" className={styles.action} onClick={change}>
            <RotateCw size={14} aria-hidden />
            {text('update.reload')}
          </button>
        </p>
      )}
    </div>
  )
}
