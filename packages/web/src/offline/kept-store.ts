import { readEntities, update } from '#web/entities/store.ts'
import { type Kept, withKept } from './kept.ts'
import { type OfflineDb, openOfflineDb } from './offline-db.ts'

/** What was kept of a user's last visit. */
export async function readKept(db: OfflineDb, userId: string): Promise<Kept | undefined> {
  const transaction = db.transaction(['session', 'channels'])
  const [session, channels] = await Promise.all([
    transaction.objectStore('session').get('session'),
    transaction.objectStore('channels').getAll(),
  ])
  return session?.myId === userId ? { session, channels } : undefined
}

/** Shows what was kept of a user's last visit, unless the server was faster. */
export async function restoreKept(userId: string): Promise<void> {
  const db = await openOfflineDb(userId)
  if (!db) return
  const kept = await readKept(db, userId).finally(() => db.close())
  if (kept && readEntities().myId === '') update(withKept, kept)
}

/**
 * Forgets what a user saw on this device. Messages that were not sent yet stay, for they are nowhere
 * else; without any, nothing stays.
 */
export async function forgetKept(userId: string): Promise<void> {
  const db = await openOfflineDb(userId)
  if (!db) return
  try {
    const waiting = await db.count('outbox')
    await Promise.all([db.clear('session'), db.clear('channels')])
    if (waiting === 0) await db.clear('files')
  } finally {
    db.close()
  }
}
