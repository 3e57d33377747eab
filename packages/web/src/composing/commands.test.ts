import { afterAll, describe, expect, test, vi } from 'vitest'

vi.stubGlobal('window', { location: { origin: 'http://here' } })
afterAll(() => void vi.unstubAllGlobals())
const { isCommand, partsOf } = await import('./commands.ts')

describe('commands', () => {
  test.each([
    ['/away', true],
    ['/msg @bob hi', true],
    ['/', false],
    ['//', false],
    ['/ me', false],
    [' /away', false],
    ['and/or', false],
  ])('%j is one: %j', (message, expected) => {
    expect(isCommand(message)).toBe(expected)
  })

  test('have a name and what follows', () => {
    expect(partsOf('/msg @bob hi\nthere')).toEqual({ name: 'msg', rest: '@bob hi\nthere' })
    expect(partsOf('/away')).toEqual({ name: 'away', rest: undefined })
  })
})
