import { expect, test } from 'vitest'
import { makeWorkLog } from './work-log.ts'

const work = (name: string) => ({ changes: [], events: [{ name, audience: {}, data: {} }] })
const names = (works: ReturnType<ReturnType<typeof makeWorkLog>['since']>) =>
  works?.map(({ events }) => events[0]?.name)

test('tells what somebody else has not heard, or that nobody can tell', () => {
  const log = makeWorkLog()
  for (const seq of [1, 2, 3]) log.note('a', { epoch: 'ea', seq }, work(`a${seq}`))
  log.note('b', { epoch: 'eb', seq: 900 }, work('b900'))
  expect(log.heard()).toEqual({ ea: 3, eb: 900 })
  expect(names(log.since({ ea: 3, eb: 900 }))).toEqual([])
  expect(names(log.since({ ea: 1, eb: 899 }))).toEqual(['a2', 'a3', 'b900'])
  // What came before this log began is not known, nor where somebody was who heard nothing.
  expect(log.since({ ea: 3, eb: 898 })).toBeUndefined()
  expect(log.since({ ea: 3 })).toBeUndefined()
  log.forget('b')
  expect(names(log.since({ ea: 2 }))).toEqual(['a3'])
  for (let seq = 4; seq < 1_000; seq++) log.note('a', { epoch: 'ea', seq }, work(`a${seq}`))
  expect(log.since({ ea: 3 })).toBeUndefined()
  expect(log.since({ ea: 990 })).toHaveLength(9)
})

test('waits until it has come as far as the other, and no longer than it may', async () => {
  const log = makeWorkLog()
  log.note('a', { epoch: 'ea', seq: 1 }, work('a1'))
  expect(await log.reach({ ea: 1 }, 1)).toBe(true)
  const reaching = log.reach({ ea: 2 }, 5_000)
  log.note('a', { epoch: 'ea', seq: 2 }, work('a2'))
  expect(await reaching).toBe(true)
  expect(await log.reach({ ea: 3 }, 1)).toBe(false)
})
