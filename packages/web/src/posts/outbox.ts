import { isTransient, reasonOf } from '#web/api/errors.ts'
import type { PendingPost } from '#web/entities/entities.ts'

type Change = Partial<Pick<PendingPost, 'state' | 'reason'>>

/** What the sender needs of the world. */
export type OutboxDeps = {
  list: () => PendingPost[]
  /** Whether the message still waits: another tab may have sent or discarded it. */
  isKept: (id: string) => boolean
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
 * Sends what waits, oldest first and one at a time, so that messages keep their order. When nobody
 * answers, all of it waits on; when the server refuses, only that message fails.
 */
export function makeOutbox(deps: OutboxDeps): Outbox {
  let running: Promise<void> | undefined

  async function sendAll(): Promise<void> {
    for (let next = nextOf(deps); next; next = nextOf(deps)) {
      if (!deps.isKept(next.id)) {
        deps.forget(next.id)
        continue
      }
      const isThrough = await sendOne(deps, next)
      if (!isThrough) return deps.retryLater()
    }
  }

  return {
    flush: () => {
      running ??= deps.exclusively(sendAll).finally(() => {
        running = undefined
      })
      return running
    },
  }
}

function nextOf(deps: OutboxDeps): PendingPost | undefined {
  return deps
    .list()
    .filter((pending) => pending.state === 'waiting')
    .sort((a, b) => a.createAt - b.createAt)[0]
}

/** False when nobody answered and it is of no use to go on. */
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
