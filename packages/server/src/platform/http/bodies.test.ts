import { describe, expect, test } from 'vitest'
import { parseStorable } from './bodies.ts'

describe('what is kept of JSON that somebody sends', () => {
  test.each([
    ['{"a":[1,"ä"]}', { a: [1, 'ä'] }],
    [String.raw`{"a\u0000b":"\u0000x\ud800"}`, { ab: 'x�' }],
    ['{"__proto__":{"isAdmin":true},"a":1}', { a: 1 }],
    [String.raw`[{"\u005f_proto__":1,"_\u0000_proto__":2}]`, [{}]],
  ])('%s', (text, kept) => {
    const parsed = parseStorable(text)
    expect(parsed).toEqual(kept)
    expect(JSON.stringify(parsed)).toBe(JSON.stringify(kept))
  })
})
