import type { Post, PostMetadata } from '@mattermost/types/posts'
import { client } from '#web/api/client.ts'
import type { PendingFile, PendingPost, Wishes } from '#web/entities/entities.ts'
import { withoutPending, withPending, withPendingState } from '#web/entities/outbox.ts'
import { withPosts } from '#web/entities/posts.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { uploadFile } from '#web/files/upload-file.ts'
import type { FileStore } from '#web/offline/file-store.ts'
import { type OfflineDb, writeEntry } from '#web/offline/offline-db.ts'
import { makeOutbox } from './outbox.ts'
import { makeOutboxStorage, type Shelf } from './outbox-storage.ts'

const RETRY_MS = 5_000

type NewMessage = Pick<PendingPost, 'channelId' | 'rootId' | 'message' | 'files' | 'wishes'>

export type OpenOutbox = {
  write: (message: NewMessage) => void
  retry: (id: string) => void
  discard: (id: string) => void
  flush: () => void
  close: () => void
}

type Given = { userId: string; opening: Promise<OfflineDb | undefined>; files: FileStore }

/** Opens the outbox of a user: on the store, in the browser's database, to the server. */
export function openOutbox({ userId, opening, files }: Given): OpenOutbox {
  const storage = makeOutboxStorage(shelfIn(opening))
  let timer: ReturnType<typeof setTimeout> | undefined
  let lastAt = 0

  async function adopt(): Promise<void> {
    for (const pending of await storage.load()) {
      if (!readEntities().outbox.has(pending.id)) update(withPending, pending)
    }
  }

  const stopSaving = useEntities.subscribe((after, before) => {
    if (after.outbox === before.outbox) return
    storage.save(before.outbox, after.outbox)
    for (const [id, pending] of before.outbox) {
      if (!after.outbox.has(id)) void files.remove(pending.files.map((file) => file.id))
    }
  })
  void adopt()

  /** The server's ids of the files of a message; those that it doesn't have yet are sent to it. */
  async function uploadFiles({ id, channelId }: PendingPost): Promise<string[]> {
    const filesOf = () => readEntities().outbox.get(id)?.files ?? []
    for (const file of filesOf()) {
      if (file.fileId) continue
      const fileId = await upload(file, channelId)
      const noted = filesOf().map((one) => (one.id === file.id ? { ...one, fileId } : one))
      update(withPendingState, id, { files: noted })
    }
    return filesOf().map((file) => file.fileId)
  }

  async function upload({ id }: PendingFile, channelId: string): Promise<string> {
    const stored = await files.find(id)
    // The browser gave the file up; nobody can send it any more.
    if (!stored) throw Object.assign(new Error(''), { status_code: 410 })
    const { done } = uploadFile({ file: stored.file, channelId, onProgress: () => {} })
    return (await done).id
  }

  const outbox = makeOutbox({
    list: () => [...readEntities().outbox.values()],
    adopt,
    isKept: storage.has,
    change: (id, change) => update(withPendingState, id, change),
    forget: (id) => update(withoutPending, id),
    send: async (pending) => {
      const file_ids = await uploadFiles(pending)
      // Discarded during the upload.
      if (!readEntities().outbox.has(pending.id)) return
      const created = await client.createPost({
        channel_id: pending.channelId,
        root_id: pending.rootId,
        message: pending.message,
        file_ids,
        pending_post_id: pending.id,
        ...fieldsOf(pending.wishes ?? {}),
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
      lastAt = Math.max(Date.now(), lastAt + 1)
      const id = `${userId}:${lastAt}:${crypto.getRandomValues(new Uint32Array(1))[0]}`
      update(withPending, { ...message, id, createAt: lastAt, state: 'waiting', reason: '' })
      void files.move(
        message.files.map((file) => file.id),
        id,
      )
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

/** What of a post tells the server its author's wishes. */
function fieldsOf({ priority, isBurning }: Wishes): Partial<Post> {
  const metadata = { priority } as PostMetadata
  return { ...(isBurning && { type: 'burn_on_read' }), ...(priority && { metadata }) }
}

/** The outbox of the browser's database, where it has one. */
function shelfIn(opening: Promise<OfflineDb | undefined>): Shelf {
  const opened = async () => {
    const db = await opening
    if (!db) throw new Error('This browser keeps nothing.')
    return db
  }
  return {
    all: async () => (await opened()).getAll('outbox'),
    has: async (id) => (await (await opened()).getKey('outbox', id)) !== undefined,
    put: async (pending) => writeEntry(await opened(), 'outbox', pending.id, pending),
    remove: async (id) => writeEntry(await opened(), 'outbox', id, undefined),
  }
}

/** Locks between tabs need a secure context; without one, the server's own check has to do. */
async function withLock(name: string, work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work()
  await navigator.locks.request(name, work)
}
