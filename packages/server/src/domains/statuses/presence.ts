import type { Status } from '@redoubt/wire/users.ts'

/** What the server sees: sockets and activity. */
type Automatic = 'online' | 'away' | 'offline'

/** What a person sets; it hides the automatic status until it is taken back. */
export type Manual = 'away' | 'dnd' | 'offline' | 'ooo'

/** What is known of one person. */
export type Presence = {
  automatic: Automatic
  manual: Manual | ''
  /** The manual status that a timed `dnd` goes back to. */
  previous: Manual | ''
  /** Seconds; 0 for a `dnd` without end. */
  dndEndTime: number
  lastActivityAt: number
}

export function statusOf(presence: Presence): string {
  return presence.manual || presence.automatic
}

export function toStatus(userId: string, presence: Presence): Status {
  const status = statusOf(presence)
  return {
    user_id: userId,
    status,
    manual: presence.manual !== '',
    last_activity_at: presence.lastActivityAt,
    dnd_end_time: status === 'dnd' ? presence.dndEndTime : 0,
  }
}

/** Sets a status by hand. A time is truncated to its minute; `online` ends what was set before. */
export function setByHand(
  before: Presence,
  status: Manual | 'online',
  dndEndTime: number,
  now: number,
): Presence {
  const presence = { ...before, lastActivityAt: now, dndEndTime: 0, previous: '' as const }
  if (status === 'online') return { ...presence, automatic: 'online', manual: '' }
  if (status !== 'dnd' || dndEndTime === 0) return { ...presence, manual: status }
  // Extending a timed dnd still goes back to what was there before the first.
  const previous = before.manual === 'dnd' ? before.previous : before.manual
  return { ...presence, manual: 'dnd', previous, dndEndTime: dndEndTime - (dndEndTime % 60) }
}

/** Goes back to the previous status where the end of a timed `dnd` has come. */
export function withoutOverdueDnd(presence: Presence, now: number): Presence {
  const isOver =
    presence.manual === 'dnd' && presence.dndEndTime > 0 && presence.dndEndTime * 1000 <= now
  return isOver ? { ...presence, manual: presence.previous, previous: '', dndEndTime: 0 } : presence
}
