import { describe, expect, test } from 'vitest'
import { customStatusOf, endOf, recentStatuses } from './custom-status.ts'
import { withClock, zoneOf } from './time-zone.ts'

const noon = new Date(2026, 10, 18, 12, 0).getTime()
const withStatus = (status: object | string) => ({
  props: { customStatus: typeof status === 'string' ? status : JSON.stringify(status) },
})

describe('a custom status', () => {
  test('is shown until it is over', () => {
    const status = { emoji: 'palm_tree', text: 'Away', duration: 'date_and_time' }
    const until = (expires_at: string) =>
      customStatusOf(withStatus({ ...status, expires_at }), noon)
    expect(until(new Date(noon + 1).toISOString())).toMatchObject({ text: 'Away' })
    expect(until(new Date(noon).toISOString())).toBeUndefined()
    expect(until('0001-01-01T00:00:00Z')).toMatchObject({ expiresAt: 0 })
    expect(customStatusOf(withStatus(status), noon)).toMatchObject({ expiresAt: 0 })
  })

  test('that says nothing, or is none, is not shown', () => {
    for (const broken of ['', '{', 'null', '7', '{"emoji":7}', '{"emoji":"","text":""}']) {
      expect(customStatusOf(withStatus(broken), noon)).toBeUndefined()
    }
    expect(customStatusOf(undefined, noon)).toBeUndefined()
  })

  test('recent ones are read from their preference', () => {
    expect(recentStatuses(undefined)).toEqual([])
    expect(recentStatuses('{"a":1}')).toEqual([])
    expect(recentStatuses('[{"emoji":"tea","text":"Break","duration":"one_hour"},null]')).toEqual([
      { emoji: 'tea', text: 'Break', duration: 'one_hour', expiresAt: 0 },
    ])
  })

  test('ends with the day, or with the week on Sunday', () => {
    expect(endOf('', noon)).toBe(0)
    expect(endOf('one_hour', noon)).toBe(noon + 3_600_000)
    expect(new Date(endOf('today', noon)).getDate()).toBe(18)
    expect(new Date(endOf('this_week', noon)).getDate()).toBe(22)
    expect(new Date(endOf('this_week', endOf('this_week', noon))).getDate()).toBe(22)
  })
})

describe('times of others', () => {
  test('are those of the zone that they chose', () => {
    const timezone = {
      useAutomaticTimezone: 'false',
      automaticTimezone: 'Europe/Berlin',
      manualTimezone: 'Asia/Tokyo',
    }
    expect(zoneOf({ timezone })).toBe('Asia/Tokyo')
    expect(zoneOf({ timezone: { ...timezone, useAutomaticTimezone: true } })).toBe('Europe/Berlin')
    expect(zoneOf({ timezone: { ...timezone, manualTimezone: 'Nowhere/Land' } })).toBeUndefined()
    expect(zoneOf({})).toBeUndefined()
  })

  test('are told by the clock that the reader chose', () => {
    const at = new Date(2026, 0, 1, 15, 4)
    const told = (preference: string | undefined) =>
      new Intl.DateTimeFormat(withClock('en-US', preference), {
        hour: 'numeric',
        minute: 'numeric',
      }).format(at)
    expect(told(undefined)).toMatch(/3:04.PM/)
    expect(told('false')).toMatch(/3:04.PM/)
    expect(told('true')).toBe('15:04')
    expect(withClock('not a locale', 'true')).toBe('not a locale')
  })
})
