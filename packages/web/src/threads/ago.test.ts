import { expect, test } from 'vitest'
import { agoOf } from './ago.ts'

const MINUTE = 60_000

test.each([
  [0, undefined],
  [59_999, undefined],
  [MINUTE, { count: 1, unit: 'minute' }],
  [59 * MINUTE, { count: 59, unit: 'minute' }],
  [60 * MINUTE, { count: 1, unit: 'hour' }],
  [47 * 60 * MINUTE, { count: 1, unit: 'day' }],
  [400 * 24 * 60 * MINUTE, { count: 1, unit: 'year' }],
])('%i ms ago is %j', (span, expected) => {
  expect(agoOf(span)).toEqual(expected)
})
