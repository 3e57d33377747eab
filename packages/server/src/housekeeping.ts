import { deleteUpload, findChunks, findStaleUploads } from '#domains/files/store.ts'
import { deleteExpiredSessions } from '#domains/sessions/store.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'

type Given = { db: Db; transact: Transact; clock: Clock; blobs: BlobStore; tasks: Tasks }

const dayMs = 86_400_000
const weekMs = 7 * dayMs

/** Clears away once a day what nobody will come back for. */
export function keepHouse({ db, transact, clock, blobs, tasks }: Given): void {
  tasks.every('sessions.cleanup', dayMs, () =>
    transact.single((tx) => deleteExpiredSessions(tx, clock() - weekMs)),
  )

  tasks.every('uploads.cleanup', dayMs, async () => {
    for (const id of await findStaleUploads(db, clock() - weekMs)) {
      const chunks = await findChunks(db, id)
      await transact.single((tx) => deleteUpload(tx, id))
      for (const name of chunks) await blobs.remove(name)
    }
  })
}
