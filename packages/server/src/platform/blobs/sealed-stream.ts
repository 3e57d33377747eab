import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { AppError } from '#platform/app-error.ts'
import type { ByteRange } from './blob-store.ts'

/**
 * How a blob lies on disk: a header of 68 bytes, then frames.
 *
 *     header  4 `RDB1` · 4 version of the wrapping key · 12 nonce · 32 wrapped data key · 16 tag
 *     frame   up to 65,536 bytes of AES-256-GCM ciphertext · 16 tag
 *
 * Each blob has a random data key of its own. The header wraps it with AES-256-GCM under the
 * workspace's key and authenticates the first eight bytes and the blob's name, so a blob that was
 * moved to another name doesn't open. A frame's nonce is 7 zero bytes, its index (4) and whether
 * it is the last (1): frames can't be swapped, repeated, dropped or cut off. Only the last frame
 * may be short, and it is empty only where the whole blob is, so the sealed size tells the plain
 * one and any range can be read by its frames alone.
 */
const magic = Buffer.from('RDB1')
const nonceBytes = 12
const tagBytes = 16
const keyBytes = 32
export const frameBytes = 65_536
export const headerBytes = magic.length + 4 + nonceBytes + keyBytes + tagBytes
const sealedFrameBytes = frameBytes + tagBytes
const cipher = 'aes-256-gcm'

/** What data keys are wrapped with. */
export type WrappingKey = { version: number; key: Buffer }

/** The frames of a blob, and where its parts lie. */
export type Layout = { sealedBytes: number; plainBytes: number; frames: number }

/** The refusal of a blob that isn't what was stored. */
export function corrupt(name: string, cause?: unknown): AppError {
  return new AppError('api.encryption.object_corrupt.app_error', 500, { detail: name, cause })
}

/** Encrypts a stream as it comes; holds one frame at a time. */
export async function* seal(
  source: AsyncIterable<Uint8Array>,
  name: string,
  wrappingKey: WrappingKey,
): AsyncGenerator<Buffer> {
  const dataKey = randomBytes(keyBytes)
  yield wrap(dataKey, name, wrappingKey)
  let index = 0
  for await (const { bytes, isLast } of toFrames(source)) {
    const sealing = createCipheriv(cipher, dataKey, toNonce(index++, isLast))
    yield Buffer.concat([sealing.update(bytes), sealing.final(), sealing.getAuthTag()])
  }
}

/** The layout of a blob of this size. Throws for a size that no blob has. */
export function toLayout(name: string, sealedBytes: number): Layout {
  const body = sealedBytes - headerBytes
  const frames = Math.ceil(body / sealedFrameBytes)
  const last = body - (frames - 1) * sealedFrameBytes
  const isPossible = frames >= 1 && (frames === 1 ? last >= tagBytes : last > tagBytes)
  if (!isPossible) throw corrupt(name)
  return { sealedBytes, plainBytes: body - frames * tagBytes, frames }
}

/** Where the frames from `first` up to and not including `end` lie. */
export function toSealedRange(layout: Layout, first: number, end: number): ByteRange {
  return {
    start: headerBytes + first * sealedFrameBytes,
    end: Math.min(headerBytes + end * sealedFrameBytes, layout.sealedBytes),
  }
}

/** The data key in a header. Throws where header, name and wrapping key don't belong together. */
export function unwrap(header: Buffer, name: string, { version, key }: WrappingKey): Buffer {
  const head = header.subarray(0, magic.length + 4)
  const isKnown = header.length === headerBytes && head.equals(toHead(version))
  if (!isKnown) throw corrupt(name)
  const nonce = header.subarray(head.length, head.length + nonceBytes)
  const wrapped = header.subarray(head.length + nonceBytes)
  return decrypt({ key, nonce, sealed: wrapped, name, extra: toExtra(head, name) })
}

/** Decrypts whole frames that follow one another; the bytes may come in any pieces. */
export async function* openFrames(
  sealed: AsyncIterable<Uint8Array>,
  of: { name: string; dataKey: Buffer; layout: Layout; first: number; end: number },
): AsyncGenerator<Buffer> {
  let index = of.first
  for await (const { bytes } of toFrames(sealed, sealedFrameBytes)) {
    const nonce = toNonce(index, index === of.layout.frames - 1)
    index++
    yield decrypt({ key: of.dataKey, nonce, sealed: bytes, name: of.name })
  }
  if (index !== of.end) throw corrupt(of.name)
}

function wrap(dataKey: Buffer, name: string, { version, key }: WrappingKey): Buffer {
  const head = toHead(version)
  const nonce = randomBytes(nonceBytes)
  const wrapping = createCipheriv(cipher, key, nonce).setAAD(toExtra(head, name))
  const wrapped = Buffer.concat([wrapping.update(dataKey), wrapping.final()])
  return Buffer.concat([head, nonce, wrapped, wrapping.getAuthTag()])
}

function decrypt(given: {
  key: Buffer
  nonce: Buffer
  sealed: Buffer
  name: string
  extra?: Buffer
}): Buffer {
  const { key, nonce, sealed, name, extra } = given
  if (sealed.length < tagBytes) throw corrupt(name)
  const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes })
  if (extra) opening.setAAD(extra)
  opening.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  const plain = opening.update(sealed.subarray(0, sealed.length - tagBytes))
  try {
    opening.final()
  } catch (cause) {
    throw corrupt(name, cause)
  }
  return plain
}

function toHead(version: number): Buffer {
  const head = Buffer.alloc(magic.length + 4)
  magic.copy(head)
  head.writeUInt32BE(version, magic.length)
  return head
}

function toExtra(head: Buffer, name: string): Buffer {
  return Buffer.concat([head, Buffer.from(name)])
}

function toNonce(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(nonceBytes)
  nonce.writeUInt32BE(index, 7)
  nonce.writeUInt8(isLast ? 1 : 0, 11)
  return nonce
}

/** Cuts a stream into full frames and a last one, which is empty only for an empty stream. */
async function* toFrames(
  source: AsyncIterable<Uint8Array>,
  size = frameBytes,
): AsyncGenerator<{ bytes: Buffer; isLast: boolean }> {
  let pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of source) {
    pieces.push(piece)
    length += piece.length
    // A frame that is just full waits: it may be the last.
    if (length <= size) continue
    let rest = Buffer.concat(pieces, length)
    for (; rest.length > size; rest = rest.subarray(size)) {
      yield { bytes: rest.subarray(0, size), isLast: false }
    }
    pieces = [rest]
    length = rest.length
  }
  yield { bytes: Buffer.concat(pieces, length), isLast: true }
}
