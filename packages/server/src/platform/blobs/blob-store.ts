/**
 * Where bytes lie: a folder, later an object store. Names are made by us, never by clients. What
 * is stored stays as it is until it is removed.
 */
export type BlobDriver = {
  /** Stores all of `source` under the name, or on any failure nothing. */
  write(name: string, source: AsyncIterable<Uint8Array>): Promise<void>
  /** In bytes; undefined where there is no such blob. */
  sizeOf(name: string): Promise<number | undefined>
  /** The bytes from `start` up to and not including `end`. */
  read(name: string, start: number, end: number): AsyncIterable<Uint8Array>
  /** Removing what isn't there is no failure. */
  remove(name: string): Promise<void>
}

/** A stretch of bytes: from `start` up to and not including `end`. */
export type ByteRange = { start: number; end: number }

/** A stored blob whose size is proven. */
export type StoredBlob = {
  sizeBytes: number
  /** The whole, or a part of it. Throws before it yields a byte that isn't what was stored. */
  read(range?: ByteRange): AsyncIterable<Buffer>
}

/** A workspace's blobs as the rest of the server sees them: in the clear. */
export type BlobStore = {
  /** Stores all of `source` under the name, or on any failure nothing. */
  write(name: string, source: AsyncIterable<Uint8Array>): Promise<void>
  find(name: string): Promise<StoredBlob | undefined>
  remove(name: string): Promise<void>
}

const namePattern = /^[a-z0-9_-]+(\/[a-z0-9_-]+)*$/

/** Throws for a name that isn't made of plain words between slashes: no name leads elsewhere. */
export function requireBlobName(name: string): string {
  if (!namePattern.test(name)) throw new Error(`not a blob name: ${JSON.stringify(name)}`)
  return name
}
