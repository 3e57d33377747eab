import { useEffect } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { type TextId, useText } from '#web/i18n/i18n.tsx'
import { useSession } from '#web/session/session.tsx'
import styles from './Presence.module.css'

const WORDS: Record<string, TextId> = {
  online: 'status.online',
  away: 'status.away',
  dnd: 'status.dnd',
  offline: 'status.offline',
  ooo: 'status.ooo',
}

/** What a user does, asked for as long as it is shown; `undefined` where the server doesn't tell. */
function useStatus(userId: string): string | undefined {
  const { statuses } = useSession()
  useEffect(() => statuses.watch(userId), [statuses, userId])
  return useEntities((now) => now.statuses.get(userId))
}

/** A mark for what a user does: its shape tells the same as its colour. */
export function StatusDot({ status }: { status: string }) {
  return <span className={styles.dot} data-status={status} aria-hidden />
}

/** A mark for the corner of an avatar. */
export function PresenceDot({ userId }: { userId: string }) {
  const status = useStatus(userId)
  return status ? <StatusDot status={status} /> : null
}

/** The same as a word. */
function usePresenceWord(userId: string): string {
  const text = useText()
  const id = WORDS[useStatus(userId) ?? '']
  return id ? text(id) : ''
}

export function PresenceWord({ userId }: { userId: string }) {
  const status = useStatus(userId)
  const word = usePresenceWord(userId)
  if (!status || !word) return null
  return (
    <span className={styles.word}>
      <StatusDot status={status} />
      {word}
    </span>
  )
}
