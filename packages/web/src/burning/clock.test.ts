import { expect, test } from 'vitest'
import { clockOf } from './clock.ts'

test.each([
  [0, '0:00'],
  [1, '0:01'],
  [600_000, '10:00'],
  [599_001, '10:00'],
  [61_000, '1:01'],
  [3_605_000, '1:00:05'],
])('%i ms are %s', (ms, expected) => {
  expect(clockOf(ms)).toBe(expected)
})
