import { type Entities, NOTHING } from '#web/entities/entities.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { sessionUserId } from '#web/session/cookies.ts'
import { type KeptChannel, keptOf, withKeptPosts } from './kept.ts'
import { readKept } from './kept-store.ts'
import type { OfflineDb } from './offline-db.ts'

/** Writing is put off for so long, so that a lively channel is written once for many posts. */
const SETTLE_MS = 2_000

/** Keeps what the session sees in the browser's database, for a start without the server. */
export function openKeeper(opening: Promise<OfflineDb | undefined>): { close: () => void } {
  const userId = sessionUserId()
  let db: OfflineDb | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let written = NOTHING

  /** Asks for all of it at once: of a page that goes away, the browser does nothing later. */
  function write(): void {
    clearTimeout(timer)
    timer = undefined
    const now = readEntities()
    // After a logout nothing may come back.
    if (!db || now === written || now.myId !== userId || sessionUserId() !== userId) return
    // Without room the next start asks the server.
    writeKept(db, written, now).catch(() => {})
    written = now
  }

  function handleHidden() {
    if (document.visibilityState === 'hidden') write()
  }

  /** Earlier visits are kept on: what they saw of other channels is taken up before any writing. */
  async function start(opened: OfflineDb): Promise<void> {
    const kept = await readKept(opened, userId).catch(() => undefined)
    await isLoaded()
    if (kept) update(withKeptPosts, kept)
    const isMine = ({ channelId }: KeptChannel) => readEntities().members.has(channelId)
    const strange = kept?.channels.filter((one) => !isMine(one)) ?? []
    await Promise.all(strange.map((one) => opened.delete('channels', one.channelId)))
    db = opened
    write()
  }

  void opening.then((opened) => opened && start(opened)).catch(() => {})
  const stop = useEntities.subscribe(() => {
    timer ??= setTimeout(write, SETTLE_MS)
  })
  document.addEventListener('visibilitychange', handleHidden)
  return {
    close: () => {
      clearTimeout(timer)
      stop()
      document.removeEventListener('visibilitychange', handleHidden)
    },
  }
}

/** Resolves when the session's own objects are there. */
function isLoaded(): Promise<void> {
  return new Promise((resolve) => {
    if (readEntities().myId !== '') resolve()
    const stop = useEntities.subscribe((now) => {
      if (now.myId === '') return
      stop()
      resolve()
    })
  })
}

/** Writes what differs between two states, all of it or nothing. */
async function writeKept(db: OfflineDb, before: Entities, now: Entities): Promise<void> {
  // What was just fetched is true as well before the socket has opened for the first time.
  const isFresh =
    now.connection.state === 'online' || (now.connection.state === 'connecting' && now.asOf === 0)
  const kept = keptOf(now, isFresh ? Date.now() : now.asOf)
  const wanted = new Set(kept.channels.map(({ channelId }) => channelId))
  const unwanted = [...before.timelines.keys()].filter((id) => !wanted.has(id))
  const transaction = db.transaction(['session', 'channels'], 'readwrite')
  const channels = transaction.objectStore('channels')
  const requests = [
    transaction.objectStore('session').put(kept.session, 'session'),
    ...kept.channels.filter((one) => isChanged(one, before, now)).map((one) => channels.put(one)),
    ...unwanted.map((id) => channels.delete(id)),
  ]
  transaction.commit()
  await Promise.all([...requests, transaction.done])
}

/** A reaction changes a post and not the timeline. */
function isChanged({ channelId, posts }: KeptChannel, before: Entities, now: Entities): boolean {
  return (
    before.timelines.get(channelId) !== now.timelines.get(channelId) ||
    posts.some((post) => before.posts.get(post.id) !== post)
  )
}
