import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Clock } from '#platform/clock.ts'
import type { KeySource } from '#platform/keys/root-key.ts'

/** Where a frame comes from: its sender's run, and its number in it, from 1 without a gap. */
export type Origin = { epoch: string; seq: number }

/** Why a frame was not opened. */
export type Refusal = 'format' | 'key' | 'tag' | 'time' | 'replay'

export type Opened = { from: Origin; text: string; isAfterGap: boolean }

export type Envelope = ReturnType<typeof makeEnvelope>

type Given = { keys: KeySource; clock: Clock; subject: string }

type Key = { id: string; key: Buffer }

/** magic (4) · flags (1) · key id (4) · epoch (8) · sequence (8) · time in ms (8) */
const headBytes = 33
const tagBytes = 16
const magic = Buffer.from('RDB1')
const compressed = 1
const compressFromBytes = 8_192
const maxTextBytes = 64 * 1_048_576
const maxSkewMs = 30_000
/** A key serves for so long; its neighbours in time are accepted beside it. */
const keyAgeMs = 90 * 24 * 60 * 60_000
const maxEpochs = 1_024
const cipher = 'aes-256-gcm'

/**
 * Seals what goes over the bus, one side of one subject: AES-256-GCM under a key that only nodes
 * with the same root key have. What was altered, moved to another subject, sent again or is too old
 * doesn't open.
 */
export function makeEnvelope({ keys, clock, subject }: Given) {
  const epoch = randomBytes(8)
  const ownEpoch = epoch.toString('hex')
  const keysByGeneration = new Map<number, Key>()
  const subKeys = new Map<string, Buffer>()
  /** The last number that was heard of each sender. */
  const heard = new Map<string, number>()
  let nextSeq = 1

  function keyOf(generation: number): Key {
    const known = keysByGeneration.get(generation)
    if (known) return known
    const key = keys.derive(`bus/${generation}`)
    const id = createHash('sha256').update('redoubt/v1/bus-kid').update(key).digest('hex')
    const made = { id: id.slice(0, 8), key }
    keysByGeneration.set(generation, made)
    return made
  }

  function generationOf(time: number): number {
    return Math.floor(time / keyAgeMs)
  }

  /** A nonce is a number, and never repeats under the key of one run of one sender. */
  function subKey({ id, key }: Key, salt: Uint8Array): Buffer {
    const name = `${id}/${Buffer.from(salt).toString('hex')}`
    const known = subKeys.get(name)
    if (known) return known
    const made = Buffer.from(hkdfSync('sha256', key, salt, 'redoubt/v1/bus', 32))
    if (subKeys.size >= maxEpochs) subKeys.clear()
    subKeys.set(name, made)
    return made
  }

  function seal(text: string): Buffer {
    const now = clock()
    const plain = Buffer.from(text)
    const isLong = plain.length >= compressFromBytes
    const body = isLong ? deflateRawSync(plain, { level: 1 }) : plain
    const key = keyOf(generationOf(now))
    const head = Buffer.alloc(headBytes)
    magic.copy(head)
    head.writeUInt8(isLong ? compressed : 0, 4)
    head.write(key.id, 5, 'hex')
    epoch.copy(head, 9)
    head.writeBigUInt64BE(BigInt(nextSeq++), 17)
    head.writeBigUInt64BE(BigInt(now), 25)
    const sealing = createCipheriv(cipher, subKey(key, epoch), nonceOf(head)).setAAD(aad(head))
    return Buffer.concat([head, sealing.update(body), sealing.final(), sealing.getAuthTag()])
  }

  function open(frame: Uint8Array): Opened | { refused: Refusal } {
    const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
    if (bytes.length < headBytes + tagBytes || !bytes.subarray(0, 4).equals(magic)) {
      return { refused: 'format' }
    }
    const head = bytes.subarray(0, headBytes)
    const now = clock()
    const key = [0, -1, 1]
      .map((step) => keyOf(generationOf(now) + step))
      .find(({ id }) => id === head.toString('hex', 5, 9))
    if (!key) return { refused: 'key' }
    const plain = decipher(bytes, subKey(key, head.subarray(9, 17)))
    if (!plain) return { refused: 'tag' }
    if (Math.abs(now - Number(head.readBigUInt64BE(25))) > maxSkewMs) return { refused: 'time' }
    const from = { epoch: head.toString('hex', 9, 17), seq: Number(head.readBigUInt64BE(17)) }
    // The bus gives nobody what they sent: it was recorded, and comes from somebody else.
    if (from.epoch === ownEpoch) return { refused: 'replay' }
    const last = heard.get(from.epoch)
    if (last !== undefined && from.seq <= last) return { refused: 'replay' }
    note(from)
    const isAfterGap = last !== undefined && from.seq > last + 1
    return { from, isAfterGap, text: plain.toString('utf8') }
  }

  /** Of many senders the one that was silent for longest is forgotten. */
  function note({ epoch: sender, seq }: Origin): void {
    heard.delete(sender)
    heard.set(sender, seq)
    const oldest = heard.size > maxEpochs ? heard.keys().next().value : undefined
    if (oldest !== undefined) heard.delete(oldest)
  }

  function decipher(bytes: Buffer, key: Buffer): Buffer | undefined {
    const head = bytes.subarray(0, headBytes)
    try {
      const opening = createDecipheriv(cipher, key, nonceOf(head))
        .setAAD(aad(head))
        .setAuthTag(bytes.subarray(-tagBytes))
      const body = Buffer.concat([
        opening.update(bytes.subarray(headBytes, -tagBytes)),
        opening.final(),
      ])
      const isCompressed = (bytes.readUInt8(4) & compressed) !== 0
      return isCompressed ? inflateRawSync(body, { maxOutputLength: maxTextBytes }) : body
    } catch {
      return undefined
    }
  }

  function aad(head: Buffer): Buffer {
    return Buffer.concat([head, Buffer.from(subject)])
  }

  return {
    seal,
    open,
    /** Where the next frame comes from. */
    next: (): Origin => ({ epoch: ownEpoch, seq: nextSeq }),
  }
}

function nonceOf(head: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(4), head.subarray(17, 25)])
}
