import { Readable } from 'node:stream'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import { LineError } from './lines.ts'

export type ImportArchive = Awaited<ReturnType<typeof openArchive>>

/** Bytes of which parts can be read: a stored archive, or one in memory. */
type ArchiveSource = {
  sizeBytes: number
  read(range: { start: number; end: number }): AsyncIterable<Uint8Array>
}

const maxEntries = 200_000
/** What text is packed by at its best; more is a bomb. */
const maxRatio = 100
const spareBytes = 64 * 1024 * 1024

class SourceReader extends RandomAccessReader {
  readonly #source: ArchiveSource

  constructor(source: ArchiveSource) {
    super()
    this.#source = source
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#source.read({ start, end }), { objectMode: false })
  }
}

/**
 * Opens a zip without unpacking it. Throws a LineError, whose message can be shown, for what is none
 * and for what wouldn't fit anywhere: names that lead elsewhere, endless content, locked entries.
 */
export async function openArchive(source: ArchiveSource) {
  const entries = new Map<string, Entry>()
  const zip = await openZip(source)
  const maxBytes = source.sizeBytes * maxRatio + spareBytes
  let bytes = 0
  try {
    for await (const entry of zip.eachEntry()) {
      bytes += entry.uncompressedSize
      if (entries.size >= maxEntries) throw new LineError('The archive has too many files.')
      if (bytes > maxBytes) throw new LineError('The archive unfolds to more than is plausible.')
      if (entry.isEncrypted()) throw new LineError('The archive is locked with a password.')
      if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry)
    }
  } catch (cause) {
    throw cause instanceof LineError ? cause : broken(cause)
  }

  /** The content of a file. Never more than the archive's directory says of it. */
  async function* read(name: string): AsyncGenerator<Buffer> {
    const entry = entries.get(name)
    if (!entry) throw new LineError(`The archive has no file ${name.slice(0, 100)}.`)
    try {
      for await (const piece of await zip.openReadStreamPromise(entry)) yield Buffer.from(piece)
    } catch (cause) {
      throw broken(cause)
    }
  }

  return {
    names: (): IterableIterator<string> => entries.keys(),
    has: (name: string): boolean => entries.has(name),
    sizeOf: (name: string): number => entries.get(name)?.uncompressedSize ?? 0,
    read,
  }
}

async function openZip(source: ArchiveSource): Promise<ZipFile> {
  try {
    const reader = new SourceReader(source)
    return await fromRandomAccessReaderPromise(reader, source.sizeBytes, {
      lazyEntries: true,
      autoClose: false,
    })
  } catch (cause) {
    throw broken(cause)
  }
}

function broken(cause: unknown): LineError {
  return new LineError("The archive isn't a whole zip file.", { cause })
}
