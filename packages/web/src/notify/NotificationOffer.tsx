import { Bell } from 'lucide-react'
import styles from '#web/app/Banner.module.css'
import { useText } from '#web/i18n/i18n.tsx'
import { askPermission, declineNotifications, useIsOffered } from './permission.ts'

/** Offers notifications once, after one would have been of use. */
export function NotificationOffer() {
  const text = useText()
  const isOffered = useIsOffered()
  return (
    <div role="status">
      {isOffered && (
        <p className={styles.banner} data-look="quiet">
          <Bell size={16} aria-hidden />
          <span>{text('notify.offer')}</span>
          <button type="button" className={styles.action} onClick={() => void askPermission()}>
            {text('notify.allow')}
          </button>
          <button type="button" className={styles.action} onClick={declineNotifications}>
            {text('notify.decline')}
          </button>
        </p>
      )}
    </div>
  )
}
