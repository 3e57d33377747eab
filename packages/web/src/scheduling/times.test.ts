import { describe, expect, test } from 'vitest'
import { reminderTimes, sendingTimes, toField } from './times.ts'

const FRIDAY = new Date(2026, 4, 29, 16, 20)
const SUNDAY = new Date(2026, 4, 31, 8, 0)
const MONDAY = new Date(2026, 5, 1, 8, 0)

const shown = (times: { id: string; time: number }[]) =>
  times.map(({ id, time }) => `${id} ${toField(time)}`)

describe('times to choose from', () => {
  test('reminders come soon, or the next morning', () => {
    expect(shown(reminderTimes(FRIDAY))).toEqual([
      'in-half-hour 2026-05-29T16:50',
      'in-hour 2026-05-29T17:20',
      'in-two-hours 2026-05-29T18:20',
      'tomorrow 2026-05-30T09:00',
    ])
  })

  test('messages are sent in the morning of tomorrow or of the next Monday', () => {
    expect(shown(sendingTimes(FRIDAY))).toEqual([
      'tomorrow 2026-05-30T09:00',
      'monday 2026-06-01T09:00',
    ])
    expect(shown(sendingTimes(SUNDAY))).toEqual(['tomorrow 2026-06-01T09:00'])
    expect(shown(sendingTimes(MONDAY))).toEqual([
      'tomorrow 2026-06-02T09:00',
      'monday 2026-06-08T09:00',
    ])
  })
})
