import { errorIdOf, statusOf } from '#web/api/errors.ts'
import { type Frame, type Need, needsOf, TYPING_MS, withFrame } from '#web/entities/frames.ts'
import { withOffline, withOnline } from '#web/entities/posts.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { withTypingUntil } from '#web/entities/users.ts'
import { redirect } from '#web/router/router.tsx'
import { leaveSession } from '#web/session/cookies.ts'
import { makeQueue } from './queue.ts'
import { fetchNeed, resync } from './resync.ts'
import { type Opened, openSocket } from './socket.ts'

/** How long the start waits for the socket; with it open, one load is enough. */
const PATIENCE_MS = 2_000
const RETRY_MS = 3_000

export type Realtime = {
  sendTyping: (channelId: string, rootId: string) => void
  /** Fetches a channel and the own membership, in turn with the events. */
  refreshChannel: (channelId: string) => Promise<void>
  /** Fetches own teams and channels, in turn with the events. */
  refreshTeams: () => Promise<void>
  /** Fetches anything else in turn with the events. */
  refresh: (need: Need) => Promise<void>
  close: () => void
}

/**
 * Keeps the store true to the server. Events and the fetches that they cause run strictly in turn,
 * so that an answer is never older than the events told before it.
 */
export function openRealtime({ onSynced }: { onSynced: () => void }): Realtime {
  let isClosed = false
  let isSynced = false
  const queue = makeQueue(handleFailure)
  const opening = Promise.withResolvers<void>()

  const socket = openSocket({
    onOpen: (opened) => {
      opening.resolve()
      void queue.push(() => goOnline(opened))
    },
    onFrame: (frame) => void queue.push(() => hear(frame)),
    onBreak: () => update(withOffline, Date.now()),
  })

  async function goOnline({ isResumed, isAlive }: Opened): Promise<void> {
    if (!isResumed || !isSynced) isSynced = await resyncWhile(isAlive)
    if (!isSynced || !isAlive()) return
    update(withOnline)
    onSynced()
  }

  /** Where no socket gets through, the pages still load. */
  async function startWithout(): Promise<void> {
    await Promise.race([opening.promise, wait(PATIENCE_MS)])
    if (socket.isOpen()) return
    if (await resyncWhile(() => !isClosed && !socket.isOpen())) onSynced()
  }

  void queue.push(startWithout)

  return {
    sendTyping: socket.sendTyping,
    refreshChannel: (id) => queue.push(() => fetchNeed({ kind: 'channel', id })),
    refreshTeams: () => queue.push(() => fetchNeed({ kind: 'teams' })),
    refresh: (need) => queue.push(() => fetchNeed(need)),
    close: () => {
      isClosed = true
      socket.close()
    },
  }
}

async function hear(frame: Frame): Promise<void> {
  const needs = needsOf(readEntities(), frame)
  update(withFrame, frame, Date.now())
  if (frame.event === 'posted') tellLater(frame)
  if (frame.event === 'typing') forgetTypingLater()
  for (const need of needs) await fetchNeed(need)
}

/** What notifies of posts isn't needed for the first page. */
function tellLater(frame: Extract<Frame, { event: 'posted' }>): void {
  import('#web/notify/alert.ts').then(
    ({ tellPosted }) => tellPosted(frame),
    () => {},
  )
}

function forgetTypingLater(): void {
  setTimeout(() => update(withTypingUntil, Date.now()), TYPING_MS)
}

/** Tries until it works, which is answered with true, or is of no use any more. */
async function resyncWhile(isWanted: () => boolean): Promise<boolean> {
  while (isWanted()) {
    try {
      await resync()
      return true
    } catch (error) {
      handleFailure(error)
      if (readEntities().connection.state !== 'offline') update(withOffline, Date.now())
      await wait(RETRY_MS)
    }
  }
  return false
}

function handleFailure(error: unknown): void {
  if (errorIdOf(error) === 'api.context.mfa_required.app_error') {
    redirect({ page: 'entrance', step: 'mfa' })
    return
  }
  if (statusOf(error) === 401) leaveSession()
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
