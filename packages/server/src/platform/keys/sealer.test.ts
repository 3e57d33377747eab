import { describe, expect, test } from 'vitest'
import { keySource } from './root-key.ts'
import { makeSealer } from './sealer.ts'

const keys = keySource(Buffer.alloc(32, 7))

describe('sealed secrets', () => {
  test('open for their place alone, with their key alone, as they were', () => {
    const sealer = makeSealer(keys, 'test')
    const sealed = sealer.seal('geheim ✓', 'row/1')
    expect(sealed.toString('utf8')).not.toContain('geheim')
    expect(sealer.open(sealed, 'row/1')).toBe('geheim ✓')
    expect(sealer.seal('geheim ✓', 'row/1').equals(sealed)).toBe(false)
    expect(() => sealer.open(sealed, 'row/2')).toThrow()
    expect(() => makeSealer(keys, 'other').open(sealed, 'row/1')).toThrow()
    for (const index of sealed.keys()) {
      const bent = Buffer.from(sealed)
      bent[index] = (bent[index] ?? 0) ^ 1
      expect(() => sealer.open(bent, 'row/1')).toThrow()
    }
    expect(() => sealer.open(Buffer.alloc(0), 'row/1')).toThrow()
    expect(() => sealer.open(sealed.subarray(0, 20), 'row/1')).toThrow()
  })

  test('may be empty', () => {
    const sealer = makeSealer(keys, 'test')
    expect(sealer.open(sealer.seal('', 'x'), 'x')).toBe('')
  })
})
