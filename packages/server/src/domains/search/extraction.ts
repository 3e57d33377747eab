import { Worker } from 'node:worker_threads'
import type { ConfigService } from '#domains/config/service.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import { errorCode } from '#platform/db/pg-errors.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { updateFileContent } from './store.ts'
import { readText, type TextSource, textKindOf } from './text-readers.ts'
import { maxTextLength } from './text-sink.ts'

export type TextExtraction = ReturnType<typeof textExtraction>

type StoredFile = { id: string; extension: string; size: number }

type Deps = {
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
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 }
/** More text than a text search vector takes. */
const tooManyWords = '54000'

/** Reads the text out of uploaded files, so that search finds them by what is in them. */
export function textExtraction({ transact, config, tasks, blobs, blobName }: Deps) {
  const running = new Set<Worker>()
  let isClosed = false
  /** One after another: a thread costs memory. */
  let last: Promise<unknown> = Promise.resolve()

  const extracting = tasks.define<StoredFile>('search.extract', {
    run(file) {
      const mine = last.then(() => extract(file))
      last = mine.catch(() => undefined)
      return mine
    },
    maxAttempts: 4,
  })

  /** Sees to it that files which are being stored are looked into. */
  async function onStored(tx: Tx, files: readonly StoredFile[]): Promise<void> {
    if (!config.bool('FileSettings.ExtractContent')) return
    for (const { id, extension, size } of files) {
      const kind = textKindOf(extension)
      const isReadable = kind === 'plain' || size <= maxFileBytes
      if (kind && isReadable && size > 0) await extracting.add(tx, { id, extension, size })
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

  return { onStored, close }
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
