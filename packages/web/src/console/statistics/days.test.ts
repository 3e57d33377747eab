import { expect, test } from 'vitest'
import { toDays } from './days.ts'

test('days without anything are shown as such', () => {
  const now = Date.UTC(2026, 10, 21, 15)
  const rows = [
    { name: '2026-11-21', value: 4 },
    { name: '2026-11-19', value: 2 },
    { name: '2026-01-01', value: 9 },
  ]
  const days = toDays(rows, now, 4)
  expect(days.counts).toEqual([0, 2, 0, 4])
  expect(days.times.at(-1)).toBe(Date.UTC(2026, 10, 21) / 1000)
  expect(days.times).toHaveLength(4)
})
