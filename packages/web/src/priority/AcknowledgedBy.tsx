import type { PostAcknowledgement } from '@mattermost/types/posts'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useIntl } from 'react-intl'
import { useText } from '#web/i18n/i18n.tsx'
import { placeBeside } from '#web/ui/place.ts'
import { Avatar } from '#web/users/Avatar.tsx'
import { useUserName } from '#web/users/use-user.ts'
import styles from './Priority.module.css'

type AcknowledgedByProps = {
  given: readonly PostAcknowledgement[]
  anchor: HTMLElement
  onClose: () => void
}

/** Who has acknowledged a message, and when. */
export function AcknowledgedBy({ given, anchor, onClose }: AcknowledgedByProps) {
  const text = useText()
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    panel.current?.focus()
    const handleOutside = ({ target }: PointerEvent) => {
      if (!(target instanceof Node)) return
      if (!panel.current?.contains(target) && !anchor.contains(target)) onClose()
    }
    document.addEventListener('pointerdown', handleOutside)
    return () => document.removeEventListener('pointerdown', handleOutside)
  }, [anchor, onClose])

  function handleKeyDown(event: KeyboardEvent) {
    event.stopPropagation()
    if (event.key !== 'Escape' && event.key !== 'Tab') return
    event.preventDefault()
    onClose()
  }

  const height = Math.min(320, 56 + given.length * 40)
  return createPortal(
    <div
      ref={panel}
      className={styles.panel}
      style={{ ...placeBeside(anchor, { width: 280, height, side: 'start' }), height: 'auto' }}
      role="dialog"
      aria-label={text('priority.acknowledged-by')}
      tabIndex={-1}
      onKeyDown={handleKeyDown}
    >
      <h3 className={styles.panelTitle}>{text('priority.acknowledged-by')}</h3>
      <ul className={styles.people}>
        {given.map((one) => (
          <Reader key={one.user_id} one={one} />
        ))}
      </ul>
    </div>,
    document.body,
  )
}

function Reader({ one }: { one: PostAcknowledgement }) {
  const intl = useIntl()
  const name = useUserName(one.user_id)
  return (
    <li className={styles.person}>
      <Avatar userId={one.user_id} size="small" />
      <span className={styles.personName}>{name}</span>
      <time className={styles.quiet} dateTime={new Date(one.acknowledged_at).toISOString()}>
        {intl.formatDate(one.acknowledged_at, { dateStyle: 'short', timeStyle: 'short' })}
      </time>
    </li>
  )
}
