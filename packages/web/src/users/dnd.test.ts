import { expect, test } from 'vitest'
import { dndEnd } from './dnd.ts'

test('a rest ends after its time, or with the next morning', () => {
  const evening = new Date(2026, 11, 31, 22, 30).getTime()
  expect(dndEnd('always', evening)).toBe(0)
  expect(dndEnd('moment', evening)).toBe(0)
  expect(dndEnd('half_hour', evening)).toBe(new Date(2026, 11, 31, 23, 0).getTime())
  expect(dndEnd('two_hours', evening)).toBe(new Date(2027, 0, 1, 0, 30).getTime())
  expect(dndEnd('tomorrow', evening)).toBe(new Date(2027, 0, 1, 9, 0).getTime())
})
