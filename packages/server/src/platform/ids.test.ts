import { describe, expect, test } from 'vitest'
import { isId, newId, newToken } from './ids.ts'

describe('ids', () => {
  test("are 26 characters of the wire's alphabet and never the same", () => {
    const ids = Array.from({ length: 10_000 }, () => newId())
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every((id) => isId(id) && /^[ybndrfg8ejkmcpqxot1uwisza345h769]{26}$/.test(id))).toBe(
      true,
    )
    expect(isId(newToken())).toBe(true)
  })

  test('of one time share a prefix, those of another do not', () => {
    const prefix = (now: number) => newId(now).slice(0, 9)
    expect(prefix(1_795_000_000_000)).toBe(prefix(1_795_000_000_000))
    expect(prefix(1_795_000_000_000)).not.toBe(prefix(1_796_000_000_000))
  })
})
