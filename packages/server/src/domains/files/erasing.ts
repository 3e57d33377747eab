import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Tx } from '#platform/db/database.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { blobNames } from './names.ts'

/** Removes what lies in the store, after the rows are gone for good. */
export function fileErasure({ tasks, blobs }: { tasks: Pick<Tasks, 'define'>; blobs: BlobStore }) {
  const erase = tasks.define<{ file_ids: string[] }>('files.erase', {
    run: async ({ file_ids }) => {
      for (const id of file_ids) {
        for (const name of Object.values(blobNames(id))) await blobs.remove(name)
      }
    },
  })

  return { eraseContent: (tx: Tx, file_ids: string[]) => erase.add(tx, { file_ids }) }
}
