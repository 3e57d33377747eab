import type { PendingFile, PendingPost } from '#web/entities/entities.ts'

/** A store of messages by their ids, such as one of the browser's database. */
export type Shelf = {
  all: () => Promise<unknown[]>
  has: (id: string) => Promise<boolean>
  put: (pending: PendingPost) => Promise<unknown>
  remove: (id: string) => Promise<unknown>
}

type Outbox = ReadonlyMap<string, PendingPost>

/**
 * Keeps the outbox of a user over reloads. Each message is an entry of its own, so that tabs which
 * know of different messages don't overwrite each other's.
 */
export function makeOutboxStorage(shelf: Shelf) {
  /** What the shelf had no room for lives as long as the page. */
  const unshelved = new Set<string>()
  /** What this page has taken off must not come back by a list that was read before. */
  const removed = new Set<string>()
  /** What comes from the shelf needs no putting there. */
  const loaded = new WeakSet<PendingPost>()
  let asked: Promise<unknown> = Promise.resolve()

  /** The shelf keeps the order itself; whoever waited here could wait until the page is gone. */
  function ask(job: Promise<unknown>, onFailure: () => void): void {
    asked = Promise.all([asked, job.catch(onFailure)]).then(() => undefined)
  }

  function put(pending: PendingPost): void {
    const onFailure = () => void unshelved.add(pending.id)
    ask(shelf.put(pending), onFailure)
  }

  function remove(id: string): void {
    removed.add(id)
    ask(shelf.remove(id), () => {})
  }

  /** Writes what differs between two states of the outbox. */
  function save(before: Outbox, after: Outbox): void {
    for (const id of before.keys()) if (!after.has(id)) remove(id)
    for (const [id, pending] of after) {
      if (before.get(id) !== pending && !loaded.has(pending)) put(pending)
    }
  }

  /** All that lies on the shelf. */
  async function load(): Promise<PendingPost[]> {
    await asked
    const entries = await shelf.all().catch(() => [])
    const found = entries.flatMap((entry) => parsePending(entry) ?? [])
    for (const pending of found) loaded.add(pending)
    return found.filter(({ id }) => !removed.has(id))
  }

  /** Whether no other tab has sent or discarded the message. */
  async function has(id: string): Promise<boolean> {
    await asked
    return unshelved.has(id) || shelf.has(id).catch(() => true)
  }

  return { load, save, has }
}

/** What was being sent when the page went away waits again. */
function parsePending(entry: unknown): PendingPost | undefined {
  const { id, channelId, rootId, message, files, wishes, createAt, state, reason } =
    entry as Partial<PendingPost>
  if (!id || !channelId || message === undefined || !createAt) return undefined
  return {
    id,
    channelId,
    rootId: rootId ?? '',
    message,
    files: (files ?? []) as readonly PendingFile[],
    ...(wishes && { wishes }),
    createAt,
    state: state === 'failed' ? 'failed' : 'waiting',
    reason: reason ?? '',
  }
}
