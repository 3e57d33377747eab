import { describe, expect, test } from 'vitest'
import { type Presence, setByHand, statusOf, toStatus, withoutOverdueDnd } from './presence.ts'

const minute = 60_000
const now = 1_000_000 * minute
const online: Presence = {
  automatic: 'online',
  manual: '',
  previous: '',
  dndEndTime: 0,
  lastActivityAt: now,
}

describe('MC-ST-02 a timed dnd', () => {
  const end = now / 1000 + 90

  test('is truncated to its minute, and goes back to what was before', () => {
    const busy = setByHand(online, 'dnd', end, now)
    expect(toStatus('u', busy)).toMatchObject({ status: 'dnd', dnd_end_time: now / 1000 + 60 })
    expect(withoutOverdueDnd(busy, now + minute - 1)).toBe(busy)
    expect(withoutOverdueDnd(busy, now + minute)).toEqual(online)
  })

  test('goes back to a status set by hand, also after it was extended', () => {
    const away = setByHand(online, 'away', 0, now)
    const busy = setByHand(setByHand(away, 'dnd', end, now), 'dnd', end + 600, now)
    expect(statusOf(withoutOverdueDnd(busy, now + minute))).toBe('dnd')
    expect(withoutOverdueDnd(busy, now + 11 * minute)).toEqual(away)
  })

  test('goes back to where the sockets are by then', () => {
    const busy = setByHand(online, 'dnd', end, now)
    expect(statusOf(withoutOverdueDnd({ ...busy, automatic: 'offline' }, now + minute))).toBe(
      'offline',
    )
  })

  test('without an end lasts', () => {
    const busy = setByHand(online, 'dnd', 0, now)
    expect(withoutOverdueDnd(busy, Number.MAX_SAFE_INTEGER)).toBe(busy)
  })
})
