import type { ConfigService } from '#domains/config/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db } from '#platform/db/database.ts'
import type { DomainEvent } from '#platform/events/event.ts'
import { Lru } from '#platform/lru.ts'
import { statusChanged } from './events.ts'
import { type Presence, statusOf, withoutOverdueDnd } from './presence.ts'
import { findStatuses, type StatusRow } from './store.ts'

export type HeldPresences = ReturnType<typeof heldPresences>

type Deps = {
  db: Db
  clock: Clock
  config: ConfigService
  /** Whether the user has a live socket. */
  isConnected: (userId: string) => boolean
  /** Tells of what isn't written: of presence that the server noticed by itself. */
  publish: (event: DomainEvent) => void
  /** The same for what every node notices by itself. */
  publishHere: (event: DomainEvent) => void
  /** Has the other nodes see somebody as this one does. */
  share: (userId: string, presence: Presence) => void
}

const cachedPresences = 50_000
/** Other nodes know of activity as exactly as this. */
const activityShareMs = 30_000

/** The presences that this node knows of, in memory; whoever could see one change is told. */
export function heldPresences({ db, clock, config, isConnected, ...deps }: Deps) {
  const { publish, publishHere, share } = deps
  const presences = new Lru<Presence>(cachedPresences)

  /** The presence of each of these accounts that exists; asks the database for unknown ones only. */
  async function load(userIds: readonly string[]): Promise<Map<string, Presence>> {
    const found = new Map<string, Presence>()
    const missing = userIds.filter((userId) => {
      const presence = presences.get(userId)
      if (presence) found.set(userId, settle(userId, presence))
      return !presence
    })
    if (missing.length === 0) return found
    for (const row of await findStatuses(db, missing)) {
      // Whoever came first while this was read knows better.
      const presence = presences.get(row.user_id) ?? toPresence(row)
      presences.set(row.user_id, presence)
      found.set(row.user_id, settle(row.user_id, presence))
    }
    return found
  }

  function toPresence(row: StatusRow): Presence {
    return {
      automatic: isConnected(row.user_id) ? 'online' : 'offline',
      manual: row.manual,
      previous: row.previous,
      dndEndTime: row.dnd_end_time,
      lastActivityAt: row.last_activity_at,
    }
  }

  /** Ends a timed `dnd` that is over. No write: whoever reads the row comes to the same. */
  function settle(userId: string, presence: Presence): Presence {
    const settled = withoutOverdueDnd(presence, clock())
    if (settled === presence) return presence
    presences.set(userId, settled)
    announce(userId, presence, settled, publishHere)
    return settled
  }

  /** Also tells everybody who could see the change. */
  function replace(userId: string, before: Presence, after: Presence): void {
    hold(userId, after)
    announce(userId, before, after, publish)
  }

  function announce(
    userId: string,
    before: Presence,
    after: Presence,
    tell: (event: DomainEvent) => void,
  ): void {
    const status = statusOf(after)
    if (isEnabled() && status !== statusOf(before)) tell(statusChanged({ userId, status }))
  }

  /** Also tells the other nodes, where it is news to them. */
  function hold(userId: string, after: Presence): void {
    const before = presences.get(userId)
    presences.set(userId, after)
    if (!before || isNews(before, after)) share(userId, after)
  }

  /** What another node sees: it may know of later activity than this one, and of earlier. */
  function adopt(userId: string, presence: Presence): void {
    const known = presences.get(userId)?.lastActivityAt ?? 0
    const lastActivityAt = Math.max(known, presence.lastActivityAt)
    // A socket may have come here while the last one was going there.
    const isHere = presence.automatic === 'offline' && isConnected(userId)
    const automatic = isHere ? 'online' : presence.automatic
    presences.set(userId, { ...presence, automatic, lastActivityAt })
  }

  /** How this node sees these people, as far as it does without asking. */
  function held(userIds: readonly string[]): [userId: string, presence: Presence][] {
    return userIds.flatMap((userId) => {
      const presence = presences.get(userId)
      return presence ? [[userId, presence]] : []
    })
  }

  function isEnabled(): boolean {
    return config.bool('ServiceSettings.EnableUserStatuses')
  }

  /** Everybody who is held; ends what is over by now for all who could hear of it. */
  function all(): [userId: string, presence: Presence][] {
    return [...presences.entries()].map(([userId, presence]) => [userId, settle(userId, presence)])
  }

  return {
    peek: (userId: string) => presences.get(userId),
    all,
    load,
    settle,
    replace,
    hold,
    adopt,
    held,
    isEnabled,
  }
}

function isNews(before: Presence, after: Presence): boolean {
  const spanOf = (at: number) => Math.floor(at / activityShareMs)
  return (
    before.automatic !== after.automatic ||
    before.manual !== after.manual ||
    before.previous !== after.previous ||
    before.dndEndTime !== after.dndEndTime ||
    spanOf(before.lastActivityAt) !== spanOf(after.lastActivityAt)
  )
}
