import { Clock, MessageCircle, SmilePlus, UserPen } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useIntl } from 'react-intl'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Link } from '#web/router/router.tsx'
import { openOverlay } from '#web/shortcuts/overlay.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { placeBeside } from '#web/ui/place.ts'
import { Avatar } from './Avatar.tsx'
import { CustomStatusLine } from './CustomStatusEmoji.tsx'
import { PresenceWord } from './Presence.tsx'
import styles from './ProfileCard.module.css'
import { zoneOf } from './time-zone.ts'
import { useMyId, useUser, useUserName } from './use-user.ts'

type ProfileCardProps = { userId: string; anchor: HTMLElement; onClose: () => void }

const WIDTH = 288
/** How high the card is taken to be until it is drawn. */
const HEIGHT = 240

/** Who somebody is, and what can be done about it. */
export function ProfileCard({ userId, anchor, onClose }: ProfileCardProps) {
  const text = useText()
  const name = useUserName(userId)
  const card = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(HEIGHT)

  useLayoutEffect(() => setHeight(card.current?.scrollHeight ?? HEIGHT), [])

  useEffect(() => {
    card.current?.querySelector<HTMLElement>('a, button')?.focus()
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
    const stops = [...(card.current?.querySelectorAll<HTMLElement>('a, button') ?? [])]
    const at = stops.indexOf(document.activeElement as HTMLElement)
    const next = event.key === 'Tab' ? stops[at + (event.shiftKey ? -1 : 1)] : undefined
    if (next) {
      event.preventDefault()
      next.focus()
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      onClose()
      anchor.focus()
    }
  }

  const place = placeBeside(anchor, { width: WIDTH, height, side: 'start' })
  return createPortal(
    <div
      ref={card}
      className={styles.card}
      style={{ ...place, height: 'auto', maxHeight: 'calc(100dvh - 16px)' }}
      role="dialog"
      aria-label={text('users.profile', { name })}
      onKeyDown={handleKeyDown}
    >
      <Person userId={userId} />
      <Facts userId={userId} />
      <Actions userId={userId} name={name} onClose={onClose} />
    </div>,
    document.body,
  )
}

function Person({ userId }: { userId: string }) {
  const text = useText()
  const user = useUser(userId)
  const name = useUserName(userId)
  const fullName = [user?.first_name, user?.last_name].filter(Boolean).join(' ')
  return (
    <div className={styles.person}>
      <Avatar userId={userId} size="large" />
      <span className={styles.names}>
        <strong className={styles.name}>{fullName || name}</strong>
        <span className={styles.handle}>@{user?.username}</span>
        {user?.is_bot && <span className={styles.bot}>{text('posts.author-bot')}</span>}
      </span>
    </div>
  )
}

function Facts({ userId }: { userId: string }) {
  const text = useText()
  const intl = useIntl()
  const user = useUser(userId)
  const zone = user && zoneOf(user)
  const time = zone && intl.formatTime(new Date(), { timeZone: zone })
  return (
    <div className={styles.facts}>
      <PresenceWord userId={userId} />
      <CustomStatusLine userId={userId} />
      {user?.nickname && <span>{text('users.nickname', { nickname: user.nickname })}</span>}
      {user?.position && <span>{user.position}</span>}
      {user?.email && (
        <a className={styles.mail} href={`mailto:${user.email}`}>
          {user.email}
        </a>
      )}
      {time && (
        <span className={styles.time}>
          <Clock size={14} aria-hidden />
          {text('users.local-time', { time })}
        </span>
      )}
    </div>
  )
}

function Actions({ userId, name, onClose }: { userId: string; name: string; onClose: () => void }) {
  const text = useText()
  const team = useCurrentTeam()
  const myId = useMyId()
  const username = useUser(userId)?.username ?? ''
  const hasWords = useEntities((now) => now.config.EnableCustomUserStatuses !== 'false')
  if (userId !== myId) {
    return (
      <Link
        className={styles.action}
        to={{ page: 'messages', team: team.name, with: `@${username}` }}
        onClick={onClose}
      >
        <MessageCircle size={16} aria-hidden />
        {text('channels.message-name', { name })}
      </Link>
    )
  }
  return (
    <div className={styles.actions}>
      {hasWords && (
        <button
          type="button"
          className={styles.action}
          onClick={() => {
            onClose()
            openOverlay({ kind: 'custom-status' })
          }}
        >
          <SmilePlus size={16} aria-hidden />
          {text('custom-status.set')}
        </button>
      )}
      <Link
        className={styles.action}
        to={{ page: 'settings', team: team.name, section: 'profile' }}
        onClick={onClose}
      >
        <UserPen size={16} aria-hidden />
        {text('users.edit-profile')}
      </Link>
    </div>
  )
}
