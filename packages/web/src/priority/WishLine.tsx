import { BellRing, CheckCheck, Flame, X } from 'lucide-react'
import type { Wishes } from '#web/entities/entities.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import styles from './Priority.module.css'
import { PriorityLabel } from './PriorityLabel.tsx'

type WishLineProps = { wishes: Wishes; onClear: () => void }

/** What the message that is being written asks of its readers. */
export function WishLine({ wishes, onClear }: WishLineProps) {
  const text = useText()
  const { priority, isBurning } = wishes
  if (!priority && !isBurning) return null
  return (
    <p className={styles.wishes}>
      <PriorityLabel priority={priority && { ...priority, persistent_notifications: false }} />
      {priority?.requested_ack && (
        <span className={styles.wish}>
          <CheckCheck size={14} aria-hidden />
          {text('priority.request')}
        </span>
      )}
      {priority?.persistent_notifications && (
        <span className={styles.wish}>
          <BellRing size={14} aria-hidden />
          {text('priority.persistent')}
        </span>
      )}
      {isBurning && (
        <span className={`${styles.wish} ${styles.burn}`}>
          <Flame size={14} aria-hidden />
          {text('priority.burn')}
        </span>
      )}
      <IconButton size="small" label={text('priority.clear')} onClick={onClear}>
        <X size={14} aria-hidden />
      </IconButton>
    </p>
  )
}
