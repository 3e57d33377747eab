import { expect, test } from 'vitest'
import { makeTurns } from './turns.ts'

test('whoever has a later place waits for the earlier ones of the queue, and for no others', async () => {
  const begin = makeTurns()
  const [first, second, third, elsewhere] = [begin(), begin(), begin(), begin()]
  second.take('queue', 2)
  first.take('queue', 1)
  third.take('queue', 3)
  elsewhere.take('other', 9)
  expect(first.earlier()).toBeUndefined()
  expect(elsewhere.earlier()).toBeUndefined()

  const ended: string[] = []
  const ends = [
    third.earlier()?.then(() => ended.push('third')),
    second.earlier()?.then(() => {
      ended.push('second')
      second.end()
    }),
  ]
  await Promise.resolve()
  expect(ended).toEqual([])
  first.end()
  await Promise.all(ends)
  expect(ended).toEqual(['second', 'third'])
  third.end()
  expect(third.earlier()).toBeUndefined()
})
