import { Readable } from 'node:stream'
import type { ConfigService } from '#domains/config/service.ts'
import { AppError } from '#platform/app-error.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { type FileRow, findFiles, insertFiles } from './store.ts'
import type { FileReceiver, ReceivedFile } from './uploads.ts'

export type { ReceivedFile } from './uploads.ts'
export type ImportedFiles = ReturnType<typeof importedFiles>

/** A file and the post that it came with. */
export type FileOfPost = {
  file: ReceivedFile
  post: { id: string; user_id: string; channel_id: string; create_at: number }
}

type Deps = FileReceiver & {
  db: Db
  config: ConfigService
  onStored: (tx: Tx, files: readonly FileRow[]) => Promise<void>
}

const rowsPerStatement = 1_000

/** Files that come with their posts instead of having been uploaded before. */
export function importedFiles({ db, config, onStored, receive, discard }: Deps) {
  /** Stores the content, which nobody knows of until `keep`. Throws 4xx for what isn't taken. */
  async function store(
    name: string,
    content: Buffer | AsyncIterable<Uint8Array>,
  ): Promise<ReceivedFile> {
    if (!config.bool('FileSettings.EnableFileAttachments')) {
      throw new AppError('api.file.attachments.disabled.app_error', 403)
    }
    return receive({
      name,
      source: Symbol.asyncIterator in content ? content : Readable.from([content]),
    })
  }

  /** Makes the files those of their posts, as old as these and of the same author. */
  async function keep(tx: Tx, files: FileOfPost[]): Promise<void> {
    const rows = files.map(({ file, post: { id, user_id, channel_id, create_at } }): FileRow => {
      const owner = { post_id: id, user_id, channel_id }
      return { ...file, ...owner, create_at, update_at: create_at }
    })
    for (const some of inSlices(rows)) await insertFiles(tx, some)
    await onStored(tx, rows)
  }

  /**
   * Throws the content away of those that were not kept. The rows say which these are: whether a
   * transaction that failed took place after all, nothing else can.
   */
  async function dropUnkept(files: ReceivedFile[]): Promise<void> {
    for (const some of inSlices(files.map((file) => file.id))) {
      const kept = new Set((await findFiles(db, some)).map((row) => row.id))
      for (const id of some) if (!kept.has(id)) await discard(id)
    }
  }

  return { store, keep, dropUnkept }
}

/** A statement takes so many parameters and no more. */
function* inSlices<Item>(items: Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += rowsPerStatement) {
    yield items.slice(at, at + rowsPerStatement)
  }
}
