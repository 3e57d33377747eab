import { isTransient, reasonOf } from '#web/api/errors.ts'
import type { PendingPost } from '#web/entities/entities.ts'

type Change = Partial<Pick<PendingPost, 'state' | 'reason'>>

/** What the sender needs of the world. */
export type OutboxDeps = {
  list: () => PendingPost[]
  /** Takes over what other tabs, or an earlier page, have left waiting. */
  adopt: () => Promise<void>
  /** Whether the message still waits: another tab may have sent or discarded it. */
  isKept: (id: string) => Promise<boolean>
  change: (id: string, change: Change) => void
  forget: (id: string) => void
  /** Creates the post; the server answers a repeated `pending_post_id` with the first post. */
  send: (pending: PendingPost) => Promise<void>
  /** Runs the work while no other tab does. */
  exclusively: (work: () => Promise<void>) => Promise<void>
  /** Asks for another flush after a while. */
  retryLater: () => void
}

export type Outbox = { flush: () => Promise<void> }

/**
 * Sends what waits: of each channel the oldest first and one at a time, so that messages keep their
 * order, and the channels side by side, so that a large file holds up no other. When nobody answers,
 * the rest of the channel waits on; when the server refuses, only that message fails.
 */
export function makeOutbox(deps: OutboxDeps): Outbox {
  let running: Promise<void> | undefined
  let isAskedAgain = false

  async function sendAll(): Promise<void> {
    await deps.adopt()
    const channelIds = new Set(waitingIn(deps).map((pending) => pending.channelId))
    const areThrough = await Promise.all([...channelIds].map((id) => sendOf(deps, id)))
    if (areThrough.includes(false)) deps.retryLater()
  }

  /** What is written in the meantime is sent by another round. */
  async function run(): Promise<void> {
    while (isAskedAgain) {
      isAskedAgain = false
      await deps.exclusively(sendAll)
    }
    running = undefined
  }

  return {
    flush: () => {
      isAskedAgain = true
      running ??= run()
      return running
    },
  }
}

/** False when nobody answered and it is of no use to go on. */
async function sendOf(deps: OutboxDeps, channelId: string): Promise<boolean> {
  const next = () => waitingIn(deps).find((pending) => pending.channelId === channelId)
  for (let pending = next(); pending; pending = next()) {
    if (!(await deps.isKept(pending.id))) deps.forget(pending.id)
    else if (!(await sendOne(deps, pending))) return false
  }
  return true
}

function waitingIn(deps: OutboxDeps): PendingPost[] {
  return deps
    .list()
    .filter((pending) => pending.state === 'waiting')
    .sort((a, b) => a.createAt - b.createAt)
}

/** False when nobody answered. */
async function sendOne(deps: OutboxDeps, pending: PendingPost): Promise<boolean> {
  deps.change(pending.id, { state: 'sending', reason: '' })
  try {
    await deps.send(pending)
    deps.forget(pending.id)
    return true
  } catch (error) {
    if (isTransient(error)) {
      deps.change(pending.id, { state: 'waiting' })
      return false
    }
    deps.change(pending.id, { state: 'failed', reason: reasonOf(error) })
    return true
  }
}
