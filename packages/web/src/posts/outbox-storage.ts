import type { PendingPost } from '#web/entities/entities.ts'

/** What of the browser's storage is used here. */
export type Shelf = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>

const PREFIX = 'redoubt.outbox'

/**
 * Keeps the outbox of a user over reloads. Each message is an entry of its own, so that tabs which
 * know of different messages don't overwrite each other's.
 */
export function makeOutboxStorage(shelf: Shelf, userId: string) {
  const keyOf = (id: string) => `${PREFIX}.${userId}.${id}`
  /** What the shelf had no room for lives as long as the page. */
  const unshelved = new Set<string>()

  function put(pending: PendingPost): void {
    try {
      shelf.setItem(keyOf(pending.id), JSON.stringify(pending))
    } catch {
      unshelved.add(pending.id)
    }
  }

  function load(): PendingPost[] {
    return Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? '')
      .filter((key) => key.startsWith(keyOf('')))
      .flatMap((key) => parsePending(shelf.getItem(key)) ?? [])
  }

  /** Writes what differs between two states of the outbox. */
  function save(
    before: ReadonlyMap<string, PendingPost>,
    after: ReadonlyMap<string, PendingPost>,
  ): void {
    for (const id of before.keys()) if (!after.has(id)) shelf.removeItem(keyOf(id))
    for (const [id, pending] of after) {
      if (before.get(id) !== pending) put(pending)
    }
  }

  const has = (id: string) => unshelved.has(id) || shelf.getItem(keyOf(id)) !== null

  return { load, save, has }
}

/** What was being sent when the page went away waits again. */
function parsePending(text: string | null): PendingPost | undefined {
  try {
    const value: Partial<PendingPost> = JSON.parse(text ?? '')
    const { id, channelId, rootId, message, fileIds, createAt, state, reason } = value
    if (!id || !channelId || message === undefined || !createAt) return undefined
    const isFailed = state === 'failed'
    return {
      id,
      channelId,
      rootId: rootId ?? '',
      message,
      fileIds: fileIds ?? [],
      createAt,
      state: isFailed ? 'failed' : 'waiting',
      reason: reason ?? '',
    }
  } catch {
    return undefined
  }
}
