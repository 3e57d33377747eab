import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { KeptChannel, KeptSession } from './kept.ts'

/** A file that waits for its upload, or goes with a message that does. */
export type StoredFile = {
  id: string
  /** What it belongs to: a draft's channel or thread, or a message on its way. */
  place: string
  file: File
  /** The server's id of it, once it is uploaded. */
  fileId: string
}

interface OfflineSchema extends DBSchema {
  session: { key: 'session'; value: KeptSession }
  channels: { key: string; value: KeptChannel }
  outbox: { key: string; value: unknown }
  files: { key: string; value: StoredFile; indexes: { place: string } }
}

export type OfflineDb = IDBPDatabase<OfflineSchema>

/**
 * Writes an entry, or with undefined removes it. All of it is asked for at once: a page that goes
 * away right after it does nothing later.
 */
export async function writeEntry<Name extends 'outbox' | 'files'>(
  db: OfflineDb,
  name: Name,
  id: string,
  value: OfflineSchema[Name]['value'] | undefined,
): Promise<void> {
  const transaction = db.transaction(name, 'readwrite')
  const { store } = transaction
  const asked = value === undefined ? store.delete(id) : store.put(value)
  transaction.commit()
  await Promise.all([asked, transaction.done])
}

/**
 * The browser's own database for a user: what was seen last, and what waits to be sent. Undefined
 * where the browser gives none; then it all lives as long as the page.
 */
export async function openOfflineDb(userId: string): Promise<OfflineDb | undefined> {
  try {
    return await openDB<OfflineSchema>(`redoubt.${userId}`, 1, {
      upgrade: (db) => {
        db.createObjectStore('session')
        db.createObjectStore('channels', { keyPath: 'channelId' })
        db.createObjectStore('outbox', { keyPath: 'id' })
        db.createObjectStore('files', { keyPath: 'id' }).createIndex('place', 'place')
      },
    })
  } catch {
    return undefined
  }
}
