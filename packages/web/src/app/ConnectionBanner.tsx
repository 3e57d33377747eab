import { CloudOff } from 'lucide-react'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './ConnectionBanner.module.css'

/** Says that the server is away, and that nothing written meanwhile is lost. */
export function ConnectionBanner() {
  const text = useText()
  const isAway = useEntities((now) => now.connection.state === 'offline')
  return (
    <div role="status">
      {isAway && (
        <p className={styles.banner}>
          <CloudOff size={16} aria-hidden />
          {text('connection.lost')}
        </p>
      )}
    </div>
  )
}
