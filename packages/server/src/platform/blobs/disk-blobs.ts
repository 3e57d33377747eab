import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#platform/app-error.ts'
import { errorCode } from '#platform/db/pg-errors.ts'
import { type BlobDriver, requireBlobName } from './blob-store.ts'

/** No blob's name begins with a dot. */
const unfinished = '.unfinished'
const abandonedMs = 24 * 60 * 60_000

/**
 * Blobs as files below a folder that only the server's account may read. A blob appears under its
 * name once all of it is on the disk. Half-written ones that a killed process left are removed.
 */
export async function openDiskBlobs(folder: string, now: number): Promise<BlobDriver> {
  const workFolder = path.join(folder, unfinished)
  await mkdir(workFolder, { recursive: true, mode: 0o700 })
  await removeAbandoned(workFolder, now)

  function fileOf(name: string): string {
    return path.join(folder, requireBlobName(name))
  }

  async function write(name: string, source: AsyncIterable<Uint8Array>): Promise<void> {
    const file = fileOf(name)
    const draft = path.join(workFolder, randomBytes(16).toString('hex'))
    try {
      await pipeline(source, createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }))
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
      await rename(draft, file)
      await flushFolders(path.dirname(file), folder)
    } catch (error) {
      await rm(draft, { force: true })
      throw isDiskFull(error)
        ? new AppError('api.file.write_file.app_error', 503, { cause: error })
        : error
    }
  }

  async function sizeOf(name: string): Promise<number | undefined> {
    try {
      return (await stat(fileOf(name))).size
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  async function* read(name: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    if (start < end) yield* createReadStream(fileOf(name), { start, end: end - 1 })
  }

  async function remove(name: string): Promise<void> {
    const file = fileOf(name)
    await rm(file, { force: true })
    // The last one takes its folder with it.
    await rmdir(path.dirname(file)).catch(() => undefined)
  }

  return { write, sizeOf, read, remove }
}

async function removeAbandoned(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name)
    const { mtimeMs } = await stat(file)
    if (now - mtimeMs > abandonedMs) await rm(file, { force: true })
  }
}

/** A new name survives a power cut only once the folders that lead to it are on the disk. */
async function flushFolders(from: string, upTo: string): Promise<void> {
  for (let folder = from; folder.startsWith(upTo); folder = path.dirname(folder)) {
    const handle = await open(folder)
    await handle.sync().finally(() => handle.close())
  }
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error))
}

function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS'].includes(errorCode(error))
}
