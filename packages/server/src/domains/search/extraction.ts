import { Worker } from 'node:worker_threads'
import type { ConfigService } from '#domains/config/service.ts'
import type { JobsService } from '#domains/jobs/service.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { errorCode } from '#platform/db/pg-errors.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { findUnreadFiles, updateFileContent } from './store.ts'
import { readText, type TextSource, textKindOf } from './text-readers.ts'
import { maxTextLength } from './text-sink.ts'

type StoredFile = { id: string; extension: string; size: number }
type JobWork = Parameters<JobsService['define']>[1]

type Deps = {
  db: Db
  clock: Clock
  transact: Transact
  config: ConfigService
  tasks: Tasks
  blobs: BlobStore
  /** Where a file's content lies in the blob store. */
  blobName: (fileId: string) => string
}

/** Larger files aren't looked into, except plain text, of which the beginning counts. */
const maxFileBytes = 32 * 1024 * 1024
const maxSeconds = 20
const filesPerPage = 100
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 }
/** More text than a text search vector takes. */
const tooManyWords = '54000'

/** Reads the text out of uploaded files, so that search finds them by what is in them. */
export function textExtraction(deps: Deps) {
  const { db, clock, transact, config, tasks, blobs, blobName } = deps
  const running = new Set<Worker>()
  let isClosed = false
  /** One after another: a thread costs memory. */
  let last: Promise<unknown> = Promise.resolve()

  const extracting = tasks.define<StoredFile>('search.extract', {
    run: inTurn,
    maxAttempts: 4,
  })

  function inTurn(file: StoredFile): Promise<void> {
    const mine = last.then(() => extract(file))
    last = mine.catch(() => undefined)
    return mine
  }

  /**
   * Looks into all files that were stored between two times (`from` and `to`, in seconds) and that
   * nobody has looked into, or in vain: those of a time when that was switched off, for instance.
   */
  const job: JobWork = async ({ data, progress }) => {
    const from = toMillis('from', data.from, 0)
    const to = toMillis('to', data.to, clock())
    let [processed, errors] = [0, 0]
    let met = { create_at: from, id: '' }
    for (;;) {
      const page = await findUnreadFiles(db, { after: met, until: to, limit: filesPerPage })
      for (const file of page) {
        met = file
        if (!isReadable(file)) continue
        await inTurn(file).then(
          () => processed++,
          () => errors++,
        )
        if (isClosed) throw new Error('closing')
      }
      const counts = { processed: String(processed), errors: String(errors) }
      if (page.length < filesPerPage) return counts
      await progress((100 * (met.create_at - from)) / Math.max(1, to - from), counts)
    }
  }

  /** Sees to it that files which are being stored are looked into. */
  async function onStored(tx: Tx, files: readonly StoredFile[]): Promise<void> {
    if (!config.bool('FileSettings.ExtractContent')) return
    for (const { id, extension, size } of files) {
      if (isReadable({ extension, size })) await extracting.add(tx, { id, extension, size })
    }
  }

  async function extract({ id, extension }: StoredFile): Promise<void> {
    if (isClosed) throw new Error('closing')
    const kind = textKindOf(extension)
    const blob = kind && (await blobs.find(blobName(id)))
    if (!blob) return
    const end = Math.min(blob.sizeBytes, kind === 'plain' ? maxTextLength : maxFileBytes)
    const bytes = await readAll(blob.read({ start: 0, end }), end)
    const isRecursive = config.bool('FileSettings.ArchiveRecursion')
    const source = { kind, bytes, isRecursive }
    const text = await (kind === 'plain' ? readText(source) : inThread(source))
    if (isClosed) throw new Error('closing')
    if (text) await keep(id, text)
  }

  /** The text; '' where the file's parser came to no end, or to a bad one. */
  function inThread(source: TextSource): Promise<string> {
    const worker = new Worker(new URL('./text-worker.ts', import.meta.url), {
      workerData: source,
      resourceLimits,
      stdout: true,
      stderr: true,
    })
    running.add(worker)
    return new Promise<string>((resolve) => {
      const timer = setTimeout(() => resolve(''), maxSeconds * 1000)
      const finish = (text: unknown) => {
        clearTimeout(timer)
        resolve(typeof text === 'string' ? text : '')
      }
      worker.once('message', finish)
      worker.once('error', () => finish(''))
      worker.once('exit', () => finish(''))
    }).finally(async () => {
      running.delete(worker)
      await worker.terminate()
    })
  }

  /** A text of too many different words is kept by its beginning. */
  async function keep(fileId: string, text: string): Promise<void> {
    try {
      await transact.single((tx) => updateFileContent(tx, fileId, text))
    } catch (error) {
      if (errorCode(error) !== tooManyWords || text.length < 2) throw error
      await keep(fileId, text.slice(0, text.length / 2).toWellFormed())
    }
  }

  /** Ends what is under way; its files are taken up again when the workspace opens. */
  async function close(): Promise<void> {
    isClosed = true
    for (const worker of running) await worker.terminate()
  }

  return { onStored, job, close }
}

function isReadable({ extension, size }: Pick<StoredFile, 'extension' | 'size'>): boolean {
  const kind = textKindOf(extension)
  return kind !== undefined && size > 0 && (kind === 'plain' || size <= maxFileBytes)
}

function toMillis(name: string, seconds: string | undefined, without: number): number {
  if (!seconds) return without
  if (!/^\d{1,11}$/.test(seconds)) throw new Error(`${name} has to be a time in seconds.`)
  return Number(seconds) * 1000
}

async function readAll(source: AsyncIterable<Buffer>, sizeBytes: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(sizeBytes)
  let at = 0
  for await (const piece of source) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
