import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toContentDisposition, toFileName } from './names.ts'

describe('names of files', () => {
  test('any name becomes a header that says the same name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const header = toContentDisposition('attachment', name)
        expect(header).toMatch(
          /^attachment;filename="[\x20-\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[!-~]*$/,
        )
        expect(decodeURIComponent(header.split("''").at(-1) ?? '')).toBe(name.toWellFormed())
      }),
    )
  })

  test('whatever is sent, a name is short, visible and leads nowhere', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.string(), (path, end) => {
        const name = toFileName(`${path}.${end}`)
        expect(name).not.toMatch(/[\\/\p{Cc}\u202a-\u202e]/u)
        expect(['', '.', '..']).not.toContain(name)
        expect(name.length).toBeLessThanOrEqual(255)
        expect(name.isWellFormed()).toBe(true)
      }),
    )
  })
})
