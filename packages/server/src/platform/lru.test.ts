import { expect, test } from 'vitest'
import { Lru } from './lru.ts'

test('forgets what was used least recently', () => {
  const cache = new Lru<number>(2)
  cache.set('a', 1)
  cache.set('b', 2)
  cache.get('a')
  cache.set('c', 3)
  expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2])
})

test('keeps nothing that was read before an invalidation', async () => {
  const cache = new Lru<string>(10)
  let answer: (value: string) => void = () => undefined
  const read = cache.fetch('user', () => new Promise<string>((resolve) => (answer = resolve)))
  cache.delete('user')
  answer('stale')
  expect(await read).toBe('stale')
  expect(cache.get('user')).toBeUndefined()
  expect(await cache.fetch('user', async () => 'fresh')).toBe('fresh')
  expect(cache.get('user')).toBe('fresh')
})
