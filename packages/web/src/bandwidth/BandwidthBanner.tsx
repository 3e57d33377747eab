import { Feather } from 'lucide-react'
import styles from '#web/app/Banner.module.css'
import { useText } from '#web/i18n/i18n.tsx'
import { chooseBandwidth, useIsLowBandwidth } from './bandwidth.ts'

/** The sign of the low-bandwidth mode, and the way out of it. */
export function BandwidthBanner() {
  const text = useText()
  const isLow = useIsLowBandwidth()
  return (
    <div role="status">
      {isLow && (
        <p className={styles.banner} data-look="quiet">
          <Feather size={14} aria-hidden />
          {text('bandwidth.low-detail')}
          <button type="button" className={styles.action} onClick={() => chooseBandwidth('off')}>
            {text('bandwidth.leave')}
          </button>
        </p>
      )}
    </div>
  )
}
