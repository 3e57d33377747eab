import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeStatusPoller } from './status-poller.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function open({ isOffered = true, isLow = false } = {}) {
  const calls: string[][] = []
  const poller = makeStatusPoller({
    fetchByIds: async (ids) => {
      calls.push(ids)
      return []
    },
    onFetched: () => {},
    isOffered: () => isOffered,
    isVisible: () => true,
    isLowBandwidth: () => isLow,
  })
  return { calls, poller }
}

test('asks once for all who appear together, and again every half minute', async () => {
  const { calls, poller } = open()
  poller.watch('ada')
  poller.watch('ada')
  poller.watch('bob')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(calls).toEqual([['ada', 'bob']])
  await vi.advanceTimersByTimeAsync(30_000)
  expect(calls).toHaveLength(2)
  poller.close()
  await vi.advanceTimersByTimeAsync(90_000)
  expect(calls).toHaveLength(2)
})

test('forgets who is not shown any more', async () => {
  const { calls, poller } = open()
  const stop = poller.watch('ada')
  poller.watch('bob')
  stop()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(calls).toEqual([['bob']])
})

test('asks nothing where the server tells no statuses', async () => {
  const { calls, poller } = open({ isOffered: false })
  poller.watch('ada')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(calls).toEqual([])
})

test('asks rarely, and for many at once, where bandwidth is scarce', async () => {
  const { calls, poller } = open({ isLow: true })
  poller.watch('ada')
  await vi.advanceTimersByTimeAsync(1_000)
  poller.watch('bob')
  await vi.advanceTimersByTimeAsync(3_000)
  expect(calls).toEqual([['ada', 'bob']])
  poller.refresh()
  await vi.advanceTimersByTimeAsync(290_000)
  expect(calls).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(calls).toHaveLength(2)
})
