import { expect, test } from 'vitest'
import { makeBatcher } from './batcher.ts'

test('one goes at once and alone, the next ones together and in order', async () => {
  const batches: number[][] = []
  const double = makeBatcher<number, number>({
    maxSize: 3,
    run: async (items) => {
      batches.push(items)
      return items.map((item) => item * 2)
    },
  })
  expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10])
  expect(batches).toEqual([[1], [2, 3, 4], [5]])
  expect(await double(6)).toBe(12)
})

test('a failure fails its batch and no other', async () => {
  const run = makeBatcher<number, number>({
    maxSize: 1,
    run: async ([item = 0]) => {
      if (item === 2) throw new Error('two')
      return [item]
    },
  })
  const results = await Promise.allSettled([1, 2, 3].map(run))
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
