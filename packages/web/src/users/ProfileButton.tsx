import { MessageCircle } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useText } from '#web/i18n/i18n.tsx'
import { Link } from '#web/router/router.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { placeBeside } from '#web/ui/place.ts'
import { Avatar } from './Avatar.tsx'
import { PresenceWord } from './Presence.tsx'
import styles from './ProfileButton.module.css'
import { useUser, useUserName } from './use-user.ts'

type ProfileButtonProps = {
  userId: string
  className?: string | undefined
  state?: string
  children: ReactNode
}

/** The name of a person; pressing it shows who that is. */
export function ProfileButton({ userId, className, state, children }: ProfileButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement>()
  return (
    <>
      <button
        type="button"
        className={`${styles.button} ${className ?? ''}`}
        data-state={state}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(anchor ? undefined : event.currentTarget)}
      >
        {children}
      </button>
      {anchor && <Card userId={userId} anchor={anchor} onClose={() => setAnchor(undefined)} />}
    </>
  )
}

type CardProps = { userId: string; anchor: HTMLElement; onClose: () => void }

function Card({ userId, anchor, onClose }: CardProps) {
  const text = useText()
  const team = useCurrentTeam()
  const name = useUserName(userId)
  const user = useUser(userId)
  const card = useRef<HTMLDivElement>(null)
  const fullName = [user?.first_name, user?.last_name].filter(Boolean).join(' ')

  useEffect(() => {
    card.current?.querySelector('a')?.focus()
    const handleOutside = (event: PointerEvent) => {
      const target = event.target
      if (!(target instanceof Node)) return
      if (!card.current?.contains(target) && !anchor.contains(target)) onClose()
    }
    document.addEventListener('pointerdown', handleOutside)
    return () => document.removeEventListener('pointerdown', handleOutside)
  }, [anchor, onClose])

  function handleKeyDown(event: KeyboardEvent) {
    event.stopPropagation()
    if (event.key !== 'Escape' && event.key !== 'Tab') return
    event.preventDefault()
    onClose()
    anchor.focus()
  }

  return createPortal(
    <div
      ref={card}
      className={styles.card}
      style={placeBeside(anchor, { width: 260, height: 164, side: 'left' })}
      role="dialog"
      aria-label={text('users.profile', { name })}
      onKeyDown={handleKeyDown}
    >
      <div className={styles.person}>
        <Avatar userId={userId} hasPresence />
        <span className={styles.names}>
          <strong className={styles.name}>{fullName || name}</strong>
          <span className={styles.handle}>@{user?.username}</span>
        </span>
      </div>
      <PresenceWord userId={userId} />
      <Link
        className={styles.write}
        to={{ page: 'messages', team: team.name, with: `@${user?.username ?? ''}` }}
        onClick={onClose}
      >
        <MessageCircle size={16} aria-hidden />
        {text('channels.message-name', { name })}
      </Link>
    </div>,
    document.body,
  )
}
