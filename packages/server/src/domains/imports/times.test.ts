import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignTimes, timeKey } from './times.ts'

test('messages keep their time where it is free', () => {
  const posts = [10, 20, 10, 11].map((wish) => ({ channel_id: 'a', wish }))
  expect(assignTimes(posts, new Set())).toEqual([10, 20, 11, 12])
  expect(assignTimes(posts, new Set([timeKey('a', 10)]))).toEqual([11, 20, 12, 13])
  expect(assignTimes(posts, new Set([timeKey('b', 10)]))).toEqual([10, 20, 11, 12])
})

test('no two messages of a channel share a time, and replies follow their roots', () => {
  const message = fc.record({
    channel_id: fc.constantFrom('a', 'b'),
    wish: fc.integer({ min: 0, max: 20 }),
    root: fc.option(fc.nat(30), { nil: undefined }),
  })
  const taken = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(20)))
  fc.assert(
    fc.property(fc.array(message), taken, (wishes, occupied) => {
      const messages = wishes.map((one, index) => ({
        ...one,
        root: one.root !== undefined && one.root < index ? one.root : undefined,
      }))
      const keys = new Set(occupied.map(([channel, time]) => timeKey(channel, time)))
      const times = assignTimes(messages, keys)
      for (const [index, { channel_id, wish, root }] of messages.entries()) {
        const time = times[index] ?? -1
        expect(time).toBeGreaterThanOrEqual(wish)
        expect(keys.has(timeKey(channel_id, time))).toBe(false)
        if (root !== undefined) expect(time).toBeGreaterThan(times[root] ?? -1)
        keys.add(timeKey(channel_id, time))
      }
    }),
  )
})
