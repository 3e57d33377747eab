import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import type { NotificationAudience } from './audience.ts'
import { toBadgeMessage, toClearMessage } from './push-messages.ts'
import type { Pushes } from './pushes.ts'
import { type Collapsing, collapses } from './readers.ts'
import { countBadges, findPerson } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  tasks: Pick<Tasks, 'define'>
  audience: NotificationAudience
  pushes: Pushes
  collapsing: () => Collapsing
}

/** Where somebody has read, and on what; nowhere where only the number has changed. */
type Clearing = {
  user_id: string
  session_id: string
  places: { channel_id: string; root_id?: string; post_id?: string }[]
}

const mostPlaces = 50

/** Takes off phones what has been read elsewhere, and keeps the number on the app true. */
export function pushClears(deps: Deps) {
  const { db, transact, clock, tasks, audience, pushes, collapsing } = deps
  const clearing = tasks.define<Clearing>('notifications.clear', { run: clear, maxAttempts: 3 })

  async function add(tx: Tx, wanted: Clearing): Promise<void> {
    if (!audience.mayHaveDevice(wanted.user_id)) return
    await clearing.add(tx, { ...wanted, places: wanted.places.slice(0, mostPlaces) })
  }

  async function clear({ user_id, session_id, places }: Clearing): Promise<void> {
    const person = await findPerson(db, user_id, clock())
    const devices = (person?.devices ?? []).filter((device) => device.session_id !== session_id)
    if (!person || devices.length === 0) return
    const isCollapsing = collapses(person, collapsing())
    const badge = (await countBadges(db, [{ id: user_id, isCollapsing }])).get(user_id) ?? 0
    const about = { badge, isCollapsing }
    const messages =
      places.length > 0
        ? places.map((place) => toClearMessage(place, about))
        : [toBadgeMessage(about)]
    await transact((tx) =>
      pushes.add(
        tx,
        messages.map((message) => ({ devices, message })),
      ),
    )
  }

  return {
    /** Channels were read in a session. */
    channelsRead: (tx: Tx, by: { userId: string; sessionId: string }, channelIds: string[]) =>
      add(tx, {
        user_id: by.userId,
        session_id: by.sessionId,
        places: channelIds.map((channel_id) => ({ channel_id })),
      }),
    /** A thread was read to its end in a session. */
    threadRead: (
      tx: Tx,
      by: { userId: string; sessionId: string },
      thread: { channel_id: string; root_id: string },
    ) => add(tx, { user_id: by.userId, session_id: by.sessionId, places: [thread] }),
    /** Takes what was pushed of a post off all phones of somebody. */
    clearPost: (
      userId: string,
      place: { channel_id: string; root_id: string; post_id: string },
    ): Promise<void> => clear({ user_id: userId, session_id: '', places: [place] }),
    /** Something became unread again. */
    countsChanged: (tx: Tx, userId: string) =>
      add(tx, { user_id: userId, session_id: '', places: [] }),
  }
}
