import { expect, test } from 'vitest'
import { openHeld } from './held.ts'

/** Rows that can be read, and a count of the readings. */
function rows(initial: Record<string, number>) {
  const there = new Map(Object.entries(initial))
  const asked: (string[] | undefined)[] = []
  const load = async (ids: string[] | undefined) => {
    asked.push(ids)
    await Promise.resolve()
    return new Map([...there].filter(([id]) => !ids || ids.includes(id)))
  }
  return { there, asked, load }
}

test('reads everything once, then what changed, and tells what that did', async () => {
  const { there, asked, load } = rows({ a: 1, b: 2 })
  const told: unknown[] = []
  const held = openHeld({ load, onReplace: (...change) => told.push(change) })
  expect(held.mayHold('x')).toBe(true)
  const [one, two] = await Promise.all([held.current(), held.current()])
  expect(one).toBe(two)
  expect([...one]).toEqual([
    ['a', 1],
    ['b', 2],
  ])
  expect(held.mayHold('x')).toBe(false)
  there.set('x', 9).delete('a')
  held.note('x')
  held.note('a')
  expect(held.mayHold('x')).toBe(true)
  expect(Object.fromEntries(await held.current())).toEqual({ b: 2, x: 9 })
  expect(asked).toEqual([undefined, ['x', 'a']])
  expect(told.slice(2)).toEqual([
    ['x', undefined, 9],
    ['a', 1, undefined],
  ])
  there.clear()
  held.noteAll()
  expect((await held.current()).size).toBe(0)
})

test('a change during a reading is read after it, and a failure leaves nothing out', async () => {
  const { there, load } = rows({ a: 1 })
  let isDown = true
  const held = openHeld({
    load: async (ids) => {
      if (isDown) throw new Error('away')
      return load(ids)
    },
  })
  await expect(held.current()).rejects.toThrow('away')
  isDown = false
  const reading = held.current()
  there.set('a', 2)
  held.note('a')
  expect((await reading).get('a')).toBe(2)
  held.note('a')
  there.set('a', 3)
  isDown = true
  await expect(held.current()).rejects.toThrow('away')
  isDown = false
  expect((await held.current()).get('a')).toBe(3)
})
