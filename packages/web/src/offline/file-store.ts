import { type OfflineDb, type StoredFile, writeEntry } from './offline-db.ts'

export type FileStore = ReturnType<typeof makeFileStore>

/**
 * Files that aren't on the server yet, or not part of a message. They outlive the page where the
 * browser has room for them.
 */
export function makeFileStore(opening: Promise<OfflineDb | undefined>) {
  /** All that this page has to do with, for it may be that the database takes nothing. */
  const here = new Map<string, StoredFile>()

  async function put(stored: StoredFile): Promise<void> {
    here.set(stored.id, stored)
    const db = await opening
    if (db) await writeEntry(db, 'files', stored.id, stored).catch(() => {})
  }

  async function find(id: string): Promise<StoredFile | undefined> {
    const db = await opening
    return here.get(id) ?? db?.get('files', id)
  }

  return {
    put,
    find,
    /** Those of a place that an earlier page left. */
    listOf: async (place: string): Promise<StoredFile[]> => {
      const db = await opening
      return (await db?.getAllFromIndex('files', 'place', place)) ?? []
    },
    /** Notes the server's id of a file. */
    noteUploaded: async (id: string, fileId: string): Promise<void> => {
      const stored = await find(id)
      if (stored) await put({ ...stored, fileId })
    },
    /** Hands files over to another place. */
    move: async (ids: readonly string[], place: string): Promise<void> => {
      for (const id of ids) {
        const stored = await find(id)
        if (stored) await put({ ...stored, place })
      }
    },
    remove: async (ids: readonly string[]): Promise<void> => {
      const db = await opening
      for (const id of ids) {
        here.delete(id)
        await db?.delete('files', id)
      }
    },
  }
}
