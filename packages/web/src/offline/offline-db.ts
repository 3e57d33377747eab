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
