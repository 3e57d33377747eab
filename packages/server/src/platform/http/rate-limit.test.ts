import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeRateLimiter } from './rate-limit.ts'

test('a burst goes through at once, then one per step', () => {
  let now = 1_000
  const take = makeRateLimiter(() => now, { perSecond: 5, burst: 10 }, 100)
  const first = Array.from({ length: 12 }, () => take('a'))
  expect(first.map(({ isAllowed }) => isAllowed)).toEqual([...Array(11).fill(true), false])
  expect(first[0]).toMatchObject({ limit: 11, remaining: 10, retrySeconds: 0 })
  expect(first[11]).toMatchObject({ remaining: 0, resetSeconds: 3, retrySeconds: 1 })
  expect(take('b').isAllowed).toBe(true)
  now += 200
  expect([take('a'), take('a')].map(({ isAllowed }) => isAllowed)).toEqual([true, false])
})

test('over any time no more is let through than the rate and one burst', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }),
      (perSecond, burst, waits) => {
        let now = 0
        let allowed = 0
        const take = makeRateLimiter(() => now, { perSecond, burst }, 10)
        for (const wait of waits) {
          now += wait
          const { isAllowed, remaining } = take('a')
          if (isAllowed) allowed++
          expect(remaining).toBeGreaterThanOrEqual(0)
        }
        expect(allowed).toBeLessThanOrEqual(Math.floor((now / 1000) * perSecond) + burst + 1)
      },
    ),
  )
})

test('remembers no more senders than it may', () => {
  const take = makeRateLimiter(() => 0, { perSecond: 1, burst: 1 }, 2)
  for (const key of ['a', 'a', 'b', 'c']) take(key)
  // Forgotten, and so as good as new.
  expect(take('a').isAllowed).toBe(true)
})
