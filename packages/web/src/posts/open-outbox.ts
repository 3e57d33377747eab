import { client } from '#web/api/client.ts'
import type { PendingPost } from '#web/entities/entities.ts'
import { withoutPending, withPending, withPendingState } from '#web/entities/outbox.ts'
import { withPosts } from '#web/entities/posts.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { makeOutbox } from './outbox.ts'
import { makeOutboxStorage } from './outbox-storage.ts'

const RETRY_MS = 5_000

type NewMessage = Pick<PendingPost, 'channelId' | 'rootId' | 'message' | 'fileIds'>

export type OpenOutbox = {
  write: (message: NewMessage) => void
  retry: (id: string) => void
  discard: (id: string) => void
  flush: () => void
  close: () => void
}

/** Opens the outbox of a user: on the store, in the browser's storage, to the server. */
export function openOutbox(userId: string): OpenOutbox {
  const storage = makeOutboxStorage(window.localStorage, userId)
  let timer: ReturnType<typeof setTimeout> | undefined
  let lastAt = 0

  for (const pending of storage.load()) update(withPending, pending)
  const stopSaving = useEntities.subscribe((after, before) => {
    if (after.outbox !== before.outbox) storage.save(before.outbox, after.outbox)
  })

  const outbox = makeOutbox({
    list: () => [...readEntities().outbox.values()],
    isKept: storage.has,
    change: (id, change) => update(withPendingState, id, change),
    forget: (id) => update(withoutPending, id),
    send: async (pending) => {
      const created = await client.createPost({
        channel_id: pending.channelId,
        root_id: pending.rootId,
        message: pending.message,
        file_ids: [...pending.fileIds],
        pending_post_id: pending.id,
      })
      update(withPosts, [created])
    },
    exclusively: (work) => withLock(`redoubt.outbox.${userId}`, work),
    retryLater: () => {
      timer = setTimeout(flush, RETRY_MS)
    },
  })

  function flush(): void {
    clearTimeout(timer)
    void outbox.flush()
  }

  window.addEventListener('online', flush)

  return {
    flush,
    write: (message) => {
      // Times are part of the ids, by which the server tells a repetition from a new message.
      lastAt = Math.max(Date.now(), lastAt + 1)
      const id = `${userId}:${lastAt}`
      update(withPending, { ...message, id, createAt: lastAt, state: 'waiting', reason: '' })
      flush()
    },
    retry: (id) => {
      update(withPendingState, id, { state: 'waiting' })
      flush()
    },
    discard: (id) => update(withoutPending, id),
    close: () => {
      clearTimeout(timer)
      stopSaving()
      window.removeEventListener('online', flush)
    },
  }
}

/** Locks between tabs need a secure context; without one, the server's own check has to do. */
async function withLock(name: string, work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work()
  await navigator.locks.request(name, work)
}
