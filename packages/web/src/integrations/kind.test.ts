import { afterAll, describe, expect, test, vi } from 'vitest'
import { linesOf, textOf } from './kind.ts'

// The client asks the page where it is.
vi.stubGlobal('window', { location: { origin: 'https://chat.example.org' } })
afterAll(() => void vi.unstubAllGlobals())
const { formKinds, kinds } = await import('./kinds.ts')

describe('forms', () => {
  test('read texts and lines without what is around them', () => {
    const form = { name: '  Tides ', words: 'a\n\n  b \n', isOn: true }
    expect(textOf(form, 'name')).toBe('Tides')
    expect(textOf(form, 'isOn')).toBe('')
    expect(linesOf(form, 'words')).toEqual(['a', 'b'])
    expect(linesOf(form, 'missing')).toEqual([])
  })

  test.each(formKinds.map((kind) => [kind.path, kind] as const))(
    '%s: begins with a value for each field, and no other',
    (_, kind) => {
      expect(Object.keys(kind.blank).sort()).toEqual(kind.fields.map(({ name }) => name).sort())
    },
  )

  test('every kind has an address of its own', () => {
    expect(new Set(kinds.map(({ path }) => path)).size).toBe(kinds.length)
  })
})
