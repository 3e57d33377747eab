import { buffer } from 'node:stream/consumers'
import type { KeySource } from '#platform/keys/root-key.ts'
import type { BlobDriver, BlobStore, ByteRange, StoredBlob } from './blob-store.ts'
import {
  corrupt,
  frameBytes,
  headerBytes,
  openFrames,
  seal,
  toLayout,
  toSealedRange,
  unwrap,
  type WrappingKey,
} from './sealed-stream.ts'

/** Encrypts a driver's blobs with keys of the workspace; what the driver holds opens nowhere else. */
export function sealedBlobs(driver: BlobDriver, keys: KeySource): BlobStore {
  const wrappingKey: WrappingKey = { version: 1, key: keys.derive('blobs/1') }

  /**
   * Opens the header and the last frame, which prove key, name and size. A blob of one frame has
   * thereby been read.
   */
  async function find(name: string): Promise<StoredBlob | undefined> {
    const sealedBytes = await driver.sizeOf(name)
    if (sealedBytes === undefined) return undefined
    const layout = toLayout(name, sealedBytes)
    const header = await buffer(driver.read(name, 0, headerBytes))
    const dataKey = unwrap(header, name, wrappingKey)
    const lastIndex = layout.frames - 1

    function readFrames(first: number, end: number): AsyncGenerator<Buffer> {
      const { start, end: sealedEnd } = toSealedRange(layout, first, end)
      const sealed = driver.read(name, start, sealedEnd)
      return openFrames(sealed, { name, dataKey, layout, first, end })
    }

    const last = await buffer(readFrames(lastIndex, layout.frames))

    async function* read(range: ByteRange = { start: 0, end: layout.plainBytes }) {
      const { start, end } = range
      if (start < 0 || end > layout.plainBytes || start > end) throw new RangeError(name)
      if (start === end) return
      const first = Math.floor(start / frameBytes)
      const endFrame = Math.floor((end - 1) / frameBytes) + 1
      const cut = (frame: Buffer, index: number) =>
        frame.subarray(Math.max(0, start - index * frameBytes), end - index * frameBytes)
      let index = first
      const endRead = Math.min(endFrame, lastIndex)
      if (first < endRead) {
        for await (const frame of readFrames(first, endRead)) yield cut(frame, index++)
      }
      if (endFrame > lastIndex) yield cut(last, lastIndex)
    }

    if (last.length !== layout.plainBytes - lastIndex * frameBytes) throw corrupt(name)
    return { sizeBytes: layout.plainBytes, read }
  }

  return {
    find,
    write: (name, source) => driver.write(name, seal(source, name, wrappingKey)),
    remove: (name) => driver.remove(name),
  }
}
