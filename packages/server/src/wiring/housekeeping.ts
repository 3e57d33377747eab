import {
  deleteUnattachedFiles,
  deleteUpload,
  findChunks,
  findStaleUploads,
} from '#domains/files/store.ts'
import { deleteExpiredSessions } from '#domains/sessions/store.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'

type Given = {
  db: Db
  transact: Transact
  clock: Clock
  blobs: BlobStore
  tasks: Tasks
  /** Removes the content of files once the transaction has committed. */
  eraseContent: (tx: Tx, fileIds: string[]) => Promise<void>
}

const dayMs = 86_400_000
const weekMs = 7 * dayMs
const filesAtOnce = 500

/** Clears away once a day what nobody will come back for. */
export function keepHouse({ db, transact, clock, blobs, tasks, eraseContent }: Given): void {
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

  tasks.every('files.cleanup', dayMs, async () => {
    for (let isMore = true; isMore; ) {
      isMore = await transact(async (tx) => {
        const ids = await deleteUnattachedFiles(tx, {
          before: clock() - weekMs,
          limit: filesAtOnce,
        })
        if (ids.length > 0) await eraseContent(tx, ids)
        return ids.length === filesAtOnce
      })
    }
  })
}
