import type { StatusChange } from '@redoubt/wire/statuses.ts'
import type { Status } from '@redoubt/wire/users.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import { makeBatcher } from '#platform/batcher.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import type { DomainEvent } from '#platform/events/event.ts'
import { Lru } from '#platform/lru.ts'
import { statusChanged } from './events.ts'
import { type Presence, setByHand, statusOf, toStatus, withoutOverdueDnd } from './presence.ts'
import { findStatuses, type StatusRow, saveActivity, upsertStatus } from './store.ts'

export type StatusesService = ReturnType<typeof statusesService>
export type { CustomStatuses } from './custom.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  /** Those of the ids that the actor may know of. */
  visibleAmong: (actor: Actor, userIds: string[]) => Promise<string[]>
  /** Whether the user has a live socket. */
  isConnected: (userId: string) => boolean
  /** Told of everybody who was out of office and isn't any more. */
  onBack: (userId: string) => Promise<void>
  /** Tells of what isn't written: of presence that the server noticed by itself. */
  publish: (event: DomainEvent) => void
  /** The same for what every node notices by itself. */
  publishHere: (event: DomainEvent) => void
  /** Has the other nodes see somebody as this one does. */
  share: (userId: string, presence: Presence) => void
}

const cachedPresences = 50_000
/** While somebody stays online, activity is written no more often than this. */
const activityWriteMs = 120_000
const maxBatch = 1_000
/** Other nodes know of activity as exactly as this. */
const activityShareMs = 30_000

/** Who is there. Held in memory; what must outlive the process is written behind. */
export function statusesService(deps: Deps) {
  const { db, transact, clock, config, roles, isConnected, publish, visibleAmong, share } = deps
  const presences = new Lru<Presence>(cachedPresences)
  /** When a user's activity was last written. */
  const writtenAt = new Lru<number>(cachedPresences)

  const writeActivity = makeBatcher<string, void>({
    maxSize: maxBatch,
    run: async (userIds) => {
      const rows = [...new Set(userIds)].map((userId) => ({
        user_id: userId,
        last_activity_at: presences.get(userId)?.lastActivityAt ?? 0,
      }))
      await transact.single((tx) => saveActivity(tx, rows))
      return userIds.map(() => undefined)
    },
  })

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
    announce(userId, presence, settled, deps.publishHere)
    return settled
  }

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

  /** Throws 404 where there is no such account, and where statuses are switched off. */
  async function get(actor: Actor, idOrMe: string): Promise<Status> {
    const userId = resolveMe(actor, idOrMe)
    const visible = await visibleAmong(actor, [userId])
    const presence = isEnabled() ? (await load(visible)).get(userId) : undefined
    if (!presence) throw new AppError('api.status.user_not_found.app_error', 404)
    return toStatus(userId, presence)
  }

  /** How these accounts are, whoever wants to know: unknown ones are left out. */
  async function current(userIds: readonly string[]): Promise<Map<string, Status>> {
    const found = await load(userIds)
    return new Map([...found].map(([userId, presence]) => [userId, toStatus(userId, presence)]))
  }

  /** In the order of the ids; nobody knows of an unknown one that it isn't just offline. */
  async function byIds(actor: Actor, userIds: string[]): Promise<Status[]> {
    if (userIds.length === 0) throw invalidBody('user_ids')
    if (!isEnabled()) return []
    const wanted = [...new Set(userIds)]
    const found = await load(await visibleAmong(actor, wanted))
    return wanted.map((userId) => toStatus(userId, found.get(userId) ?? unknown))
  }

  /** Everybody who is known to be there. */
  function listPresent(): Record<string, string> {
    if (!isEnabled()) return {}
    const statuses = [...presences.entries()].map(([userId, presence]) => [
      userId,
      statusOf(settle(userId, presence)),
    ])
    return Object.fromEntries(statuses.filter(([, status]) => status !== 'offline'))
  }

  /** Those of them whom the actor may know of. */
  async function listVisible(actor: Actor): Promise<Record<string, string>> {
    const present = listPresent()
    const visible = new Set(await visibleAmong(actor, Object.keys(present)))
    return Object.fromEntries(Object.entries(present).filter(([userId]) => visible.has(userId)))
  }

  /** Sets the own status by hand, or with the permission somebody else's. */
  async function update(actor: Actor, idOrMe: string, input: StatusChange): Promise<Status> {
    const userId = resolveMe(actor, idOrMe)
    if (input.user_id !== userId) throw invalidBody('user_id')
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    const before = (await load([userId])).get(userId)
    if (!before || !isEnabled()) throw new AppError('api.status.user_not_found.app_error', 404)
    return toStatus(userId, await change(userId, before, input.status, input.dnd_end_time ?? 0))
  }

  /** Somebody goes out of office, or comes back. */
  async function setOutOfOffice(userId: string, isOut: boolean): Promise<void> {
    const before = (await load([userId])).get(userId)
    if (!before || !isEnabled() || isOut === (before.manual === 'ooo')) return
    await change(userId, before, isOut ? 'ooo' : 'online', 0)
  }

  async function change(
    userId: string,
    before: Presence,
    status: StatusChange['status'] | 'ooo',
    dndEndTime: number,
  ): Promise<Presence> {
    const after = setByHand(before, status, dndEndTime, clock())
    await transact.single((tx) => upsertStatus(tx, toRow(userId, after)))
    // Sockets may have come or gone while this was written.
    const { automatic } = status === 'online' ? after : (presences.get(userId) ?? after)
    replace(userId, presences.get(userId) ?? before, { ...after, automatic })
    if (before.manual === 'ooo' && status !== 'ooo') await deps.onBack(userId)
    return settle(userId, { ...after, automatic })
  }

  /** Notes that the user does something: posts, looks at a channel, moves the mouse. */
  async function noteActivity(userId: string): Promise<void> {
    const before = (await load([userId])).get(userId)
    if (!before) return
    const after: Presence = { ...before, automatic: 'online', lastActivityAt: clock() }
    replace(userId, before, after)
    const isDue = after.lastActivityAt - (writtenAt.get(userId) ?? 0) >= activityWriteMs
    if (before.automatic !== 'online' || isDue) await save(userId)
  }

  async function save(userId: string): Promise<void> {
    writtenAt.set(userId, clock())
    await writeActivity(userId)
  }

  /** Turns somebody online who has been idle for too long into away. */
  async function awayIfIdle(userId: string): Promise<void> {
    const before = (await load([userId])).get(userId)
    if (before?.automatic !== 'online') return
    const limitMs = config.int('TeamSettings.UserStatusAwayTimeout') * 1000
    if (clock() - before.lastActivityAt < limitMs) return
    replace(userId, before, { ...before, automatic: 'away' })
  }

  /** What a client says of its user: active, or idle; `isManual` where the user said so. */
  async function setActive(userId: string, isActive: boolean, isManual: boolean): Promise<void> {
    if (!isManual) return isActive ? noteActivity(userId) : awayIfIdle(userId)
    const before = (await load([userId])).get(userId)
    if (before) await change(userId, before, isActive ? 'online' : 'away', 0)
  }

  /** A socket's client takes itself to be online: nobody has to be told of that. */
  async function come(userId: string): Promise<void> {
    const before = (await load([userId])).get(userId)
    if (!before || !isConnected(userId)) return
    if (before.automatic === 'offline') hold(userId, { ...before, automatic: 'online' })
    await noteActivity(userId)
  }

  /** With the last socket everybody has gone who could be told. */
  async function go(userId: string): Promise<void> {
    const before = (await load([userId])).get(userId)
    if (!before || isConnected(userId) || before.automatic === 'offline') return
    hold(userId, { ...before, automatic: 'offline', lastActivityAt: clock() })
    await save(userId)
  }

  const background = new Set<Promise<void>>()

  /** For what nobody waits for. Activity that can't be written is written with the next one. */
  function inBackground(work: (userId: string) => Promise<void>): (userId: string) => void {
    return (userId) => {
      const task = work(userId)
        .catch(() => undefined)
        .finally(() => background.delete(task))
      background.add(task)
    }
  }

  async function settled(): Promise<void> {
    while (background.size > 0) await Promise.all(background)
  }

  /** Ends what is over by now for all who could hear of it. */
  function sweep(): void {
    for (const [userId, presence] of [...presences.entries()]) settle(userId, presence)
  }

  return {
    get,
    byIds,
    current,
    listPresent,
    listVisible,
    update,
    setOutOfOffice,
    setActive,
    sweep,
    adopt,
    held,
    /** The user posts or looks at a channel. */
    noteActivity: inBackground(noteActivity),
    /** A sign of life that isn't activity. */
    noteAlive: inBackground(awayIfIdle),
    /** A socket has come. */
    noteSocket: inBackground(come),
    /** The last socket has gone. */
    noteGone: inBackground(go),
    /** Resolves once all that was noted is written. */
    settled,
  }
}

const unknown: Presence = {
  automatic: 'offline',
  manual: '',
  previous: '',
  dndEndTime: 0,
  lastActivityAt: 0,
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

function toRow(userId: string, presence: Presence): StatusRow {
  return {
    user_id: userId,
    manual: presence.manual,
    previous: presence.previous,
    dnd_end_time: presence.dndEndTime,
    last_activity_at: presence.lastActivityAt,
  }
}
