import { type Entities, mapWith, mapWithout, type PendingPost } from './entities.ts'

export function withPending(now: Entities, pending: PendingPost): Entities {
  return { ...now, outbox: mapWith(now.outbox, pending.id, pending) }
}

/** Changes a message on its way; one that has arrived or was discarded stays gone. */
export function withPendingState(
  now: Entities,
  id: string,
  change: Partial<Pick<PendingPost, 'state' | 'reason' | 'files'>>,
): Entities {
  const pending = now.outbox.get(id)
  return pending ? withPending(now, { ...pending, ...change }) : now
}

export function withoutPending(now: Entities, id: string): Entities {
  return { ...now, outbox: mapWithout(now.outbox, id) }
}
