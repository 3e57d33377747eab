import { CloudOff } from 'lucide-react'
import { useIntl } from 'react-intl'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './Banner.module.css'

/** Says that the server is away, as of when things are shown, and that nothing written is lost. */
export function ConnectionBanner() {
  const text = useText()
  const asOf = useAsOf()
  const isShown = useEntities(
    (now) =>
      now.connection.state === 'offline' || (now.connection.state !== 'online' && now.asOf > 0),
  )
  return (
    <div role="status">
      {isShown && (
        <p className={styles.banner}>
          <CloudOff size={16} aria-hidden />
          <span>
            <strong>
              {asOf ? text('connection.as-of', { time: asOf }) : text('connection.off')}
            </strong>{' '}
            {text('connection.kept')}
          </span>
        </p>
      )}
    </div>
  )
}

/** The time until which all is true; with the day where that is another one. */
function useAsOf(): string {
  const intl = useIntl()
  const asOf = useEntities((now) => now.asOf)
  if (asOf === 0) return ''
  const isToday = new Date(asOf).toDateString() === new Date().toDateString()
  return isToday
    ? intl.formatTime(asOf)
    : intl.formatDate(asOf, { dateStyle: 'medium', timeStyle: 'short' })
}
