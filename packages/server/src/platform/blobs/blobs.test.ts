import { createHash, randomBytes } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { test as base, describe, expect } from 'vitest'
import { keySource } from '#platform/keys/root-key.ts'
import type { BlobDriver, BlobStore } from './blob-store.ts'
import { openDiskBlobs } from './disk-blobs.ts'
import { sealedBlobs } from './sealed-blobs.ts'
import { frameBytes, headerBytes } from './sealed-stream.ts'

const sealedFrame = frameBytes + 16
const name = 'file/abc/orig'
const corrupt = { id: 'api.encryption.object_corrupt.app_error', status: 500 }

const test = base
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the pattern
  .extend('folder', async ({}, { onCleanup }) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'redoubt-blobs-'))
    onCleanup(() => rmSync(folder, { recursive: true, force: true }))
    return folder
  })
  .extend('driver', async ({ folder }): Promise<BlobDriver> => openDiskBlobs(folder, Date.now()))
  .extend(
    'blobs',
    async ({ driver }): Promise<BlobStore> => sealedBlobs(driver, keySource(Buffer.alloc(32, 1))),
  )

async function* inPieces(bytes: Buffer, sizes: readonly number[] = [bytes.length || 1]) {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function readAll(blobs: BlobStore, of = name): Promise<Buffer | undefined> {
  const blob = await blobs.find(of)
  return blob && buffer(blob.read())
}

/** Random-looking bytes that depend on nothing but their number. */
function sample(size: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(size / 32) }, (_, index) =>
    createHash('sha256').update(String(index)).digest(),
  )
  return Buffer.concat(blocks).subarray(0, size)
}

describe('sealed blobs on a disk', () => {
  test('any bytes in any pieces come back, as a whole and in any range', async ({ blobs }) => {
    const nearFrames = fc
      .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -20, max: 20 }))
      .map(([frames, offset]) => Math.max(0, frames * frameBytes + offset))
    const sizes = fc.oneof(nearFrames, fc.integer({ min: 0, max: 3 * frameBytes }))
    const pieces = fc.array(fc.integer({ min: 1, max: 2 * frameBytes }), {
      minLength: 1,
      maxLength: 5,
    })
    await fc.assert(
      fc.asyncProperty(
        sizes,
        pieces,
        fc.array(fc.nat(), { minLength: 2, maxLength: 6 }),
        async (size, cuts, points) => {
          const bytes = sample(size)
          await blobs.write(name, inPieces(bytes, cuts))
          const blob = await blobs.find(name)
          expect(blob?.sizeBytes).toBe(size)
          expect((await readAll(blobs))?.equals(bytes)).toBe(true)
          for (const point of points) {
            const [start = 0, end = 0] = [point % (size + 1), (point * 31) % (size + 1)].sort(
              (one, other) => one - other,
            )
            const part = blob ? await buffer(blob.read({ start, end })) : Buffer.of()
            expect(part.equals(bytes.subarray(start, end))).toBe(true)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  test('nothing of the content lies on the disk', async ({ blobs, folder }) => {
    const secret = 'the launch code is 0000'
    await blobs.write(name, inPieces(Buffer.from(secret.repeat(9000))))
    const stored = readFileSync(path.join(folder, name))
    expect(stored.includes('launch')).toBe(false)
    // The same content twice doesn't look alike.
    await blobs.write('file/abc/copy', inPieces(Buffer.from(secret.repeat(9000))))
    const copy = readFileSync(path.join(folder, 'file/abc/copy'))
    expect(
      copy
        .subarray(headerBytes, headerBytes + 64)
        .equals(stored.subarray(headerBytes, headerBytes + 64)),
    ).toBe(false)
  })

  const frames = (stored: Buffer) => [
    stored.subarray(0, headerBytes),
    ...[0, 1, 2].map((index) =>
      stored.subarray(headerBytes + index * sealedFrame, headerBytes + (index + 1) * sealedFrame),
    ),
  ]
  const attacks: Record<string, (parts: Buffer[]) => Buffer[]> = {
    'cut off in the middle of a frame': (parts) => [Buffer.concat(parts).subarray(0, -100)],
    'cut off at the border of a frame': ([head, one, two]) => [head, one, two] as Buffer[],
    'cut off after the header': ([head]) => [head] as Buffer[],
    'without its first frame': ([head, , two, three]) => [head, two, three] as Buffer[],
    'with frames swapped': ([head, one, two, three]) => [head, two, one, three] as Buffer[],
    'with a frame repeated': ([head, one, , three]) => [head, one, one, three] as Buffer[],
    'with something behind it': (parts) => [...parts, Buffer.of(1)],
    empty: () => [],
  }
  for (const [what, attack] of Object.entries(attacks)) {
    test(`a blob ${what} is refused`, async ({ blobs, folder }) => {
      await blobs.write(name, inPieces(sample(2 * frameBytes + 500)))
      const file = path.join(folder, name)
      writeFileSync(file, Buffer.concat(attack(frames(readFileSync(file)))))
      await expect(readAll(blobs)).rejects.toMatchObject(corrupt)
    })
  }

  test('one changed bit anywhere is refused, and only where it is read', async ({
    blobs,
    folder,
  }) => {
    const bytes = sample(2 * frameBytes + 500)
    await blobs.write(name, inPieces(bytes))
    const file = path.join(folder, name)
    const stored = readFileSync(file)
    await fc.assert(
      fc.asyncProperty(fc.nat(stored.length - 1), fc.nat(7), async (at, bit) => {
        const changed = Buffer.from(stored)
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        writeFileSync(file, changed)
        await expect(readAll(blobs)).rejects.toMatchObject(corrupt)
      }),
      { numRuns: 40 },
    )
    const changed = Buffer.from(stored)
    changed[headerBytes + 10] = (changed[headerBytes + 10] ?? 0) ^ 1
    writeFileSync(file, changed)
    const blob = await blobs.find(name)
    const range = { start: frameBytes, end: frameBytes + 10 }
    expect(blob && (await buffer(blob.read(range)))).toEqual(
      bytes.subarray(frameBytes, frameBytes + 10),
    )
  })

  test('a blob opens under its own name and key only', async ({ blobs, driver, folder }) => {
    await blobs.write(name, inPieces(sample(1000)))
    mkdirSync(path.join(folder, 'file/other'))
    writeFileSync(path.join(folder, 'file/other/orig'), readFileSync(path.join(folder, name)))
    await expect(readAll(blobs, 'file/other/orig')).rejects.toMatchObject(corrupt)
    const stranger = sealedBlobs(driver, keySource(Buffer.alloc(32, 2)))
    await expect(readAll(stranger)).rejects.toMatchObject(corrupt)
  })

  test('a source that fails leaves nothing, and what was there stays', async ({
    blobs,
    folder,
  }) => {
    async function* failing() {
      yield randomBytes(3 * frameBytes)
      throw new Error('cut')
    }
    await expect(blobs.write('file/new/orig', failing())).rejects.toThrow('cut')
    expect(await blobs.find('file/new/orig')).toBeUndefined()
    await blobs.write(name, inPieces(Buffer.from('first')))
    await expect(blobs.write(name, failing())).rejects.toThrow('cut')
    expect(String(await readAll(blobs))).toBe('first')
    expect(readdirSync(path.join(folder, '.unfinished'))).toEqual([])
  })

  test('removing takes the blob, the empty folder, and nothing else', async ({ blobs, folder }) => {
    await blobs.write(name, inPieces(Buffer.from('one')))
    await blobs.write('file/abc/thumb', inPieces(Buffer.from('two')))
    await blobs.remove(name)
    await blobs.remove(name)
    expect(await blobs.find(name)).toBeUndefined()
    expect(String(await readAll(blobs, 'file/abc/thumb'))).toBe('two')
    await blobs.remove('file/abc/thumb')
    expect(readdirSync(path.join(folder, 'file'))).toEqual([])
  })

  test('no name leads out of the folder', async ({ blobs, driver }) => {
    const names = [
      '../x',
      'a/../b',
      '/etc/passwd',
      'a//b',
      'a/',
      '',
      '.',
      'a\0b',
      'a\\..\\b',
      'A',
      '.unfinished/x',
    ]
    for (const bad of names) {
      await expect(blobs.write(bad, inPieces(Buffer.from('x')))).rejects.toThrow('not a blob name')
      await expect(blobs.find(bad)).rejects.toThrow('not a blob name')
      await expect(driver.remove(bad)).rejects.toThrow('not a blob name')
    }
  })

  test('what a killed process left half-written goes after a day', async ({ driver, folder }) => {
    const at = (file: string) => path.join(folder, '.unfinished', file)
    await driver.write(name, inPieces(Buffer.from('x')))
    writeFileSync(at('old'), 'x')
    writeFileSync(at('new'), 'x')
    const yesterday = Date.now() / 1000 - 2 * 86_400
    utimesSync(at('old'), yesterday, yesterday)
    await openDiskBlobs(folder, Date.now())
    expect(readdirSync(path.join(folder, '.unfinished'))).toEqual(['new'])
  })
})
