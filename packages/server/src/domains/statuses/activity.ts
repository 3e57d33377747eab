import type { ConfigService } from '#domains/config/service.ts'
import { makeBatcher } from '#platform/batcher.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact } from '#platform/db/database.ts'
import { Lru } from '#platform/lru.ts'
import type { HeldPresences } from './holding.ts'
import type { Presence } from './presence.ts'
import { saveActivity } from './store.ts'

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  isConnected: (userId: string) => boolean
  presences: HeldPresences
}

/** While somebody stays online, activity is written no more often than this. */
const activityWriteMs = 120_000
const cachedWrites = 50_000
const maxBatch = 1_000

/** What the server notices by itself: activity, idleness, sockets that come and go. */
export function statusActivity({ transact, clock, config, isConnected, presences }: Deps) {
  const { load, replace, hold } = presences
  /** When a user's activity was last written. */
  const writtenAt = new Lru<number>(cachedWrites)

  const writeActivity = makeBatcher<string, void>({
    maxSize: maxBatch,
    run: async (userIds) => {
      const rows = [...new Set(userIds)].map((userId) => ({
        user_id: userId,
        last_activity_at: presences.peek(userId)?.lastActivityAt ?? 0,
      }))
      await transact.single((tx) => saveActivity(tx, rows))
      return userIds.map(() => undefined)
    },
  })

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

  return {
    noteActivity,
    awayIfIdle,
    /** What is noted while nobody waits for it. */
    noted: {
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
    },
  }
}
