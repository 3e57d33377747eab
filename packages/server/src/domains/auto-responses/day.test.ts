import { expect, test } from 'vitest'
import { startOfDay } from './day.ts'

const at = (text: string) => Date.parse(text)

test.for([
  ['2026-11-21T16:00:00.123Z', 'UTC', '2026-11-21T00:00:00.000Z'],
  ['2026-11-21T23:30:00.000Z', 'Europe/Berlin', '2026-11-21T23:00:00.000Z'],
  ['2026-11-21T22:30:00.000Z', 'Europe/Berlin', '2026-11-20T23:00:00.000Z'],
  ['2026-11-21T03:00:00.000Z', 'America/Los_Angeles', '2026-11-20T08:00:00.000Z'],
  ['2026-11-21T03:00:00.000Z', 'Asia/Kolkata', '2026-11-20T18:30:00.000Z'],
  // The clocks went forward at two, and back at three.
  ['2026-03-29T10:00:00.000Z', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-10-25T10:00:00.000Z', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
  ['2026-11-21T16:00:00.000Z', 'No/Where', '2026-11-21T00:00:00.000Z'],
] as const)('%s in %s', ([time, zone, expected]) => {
  expect(new Date(startOfDay(at(time), zone)).toISOString()).toBe(expected)
})
