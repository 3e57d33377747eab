import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Entities, NOTHING, type PendingPost } from '#web/entities/entities.ts'
import { withoutPending, withPending, withPendingState } from '#web/entities/outbox.ts'
import { withPosts } from '#web/entities/posts.ts'
import { makePost } from '#web/entities/testing.ts'
import { makeOutbox } from './outbox.ts'
import { makeOutboxStorage, type Shelf } from './outbox-storage.ts'

/** A server that may be away, may lose its answer, and knows a repeated message. */
class FakeServer {
  readonly stored = new Map<string, PendingPost>()
  requests = 0
  mood: 'well' | 'away' | 'answer-lost' | 'refuses' = 'well'

  create(pending: PendingPost) {
    this.requests += 1
    if (this.mood === 'away') throw new TypeError('Failed to fetch')
    if (this.mood === 'refuses') throw Object.assign(new Error('Too long'), { status_code: 400 })
    if (!this.stored.has(pending.id)) this.stored.set(pending.id, pending)
    if (this.mood === 'answer-lost') throw new TypeError('Failed to fetch')
    return makePost({ id: `post of ${pending.id}`, pending_post_id: pending.id })
  }

  /** What people read in a channel, in its order. */
  read(channelId = 'c') {
    return [...this.stored.values()]
      .filter((one) => one.channelId === channelId)
      .map((one) => one.message)
  }
}

function makeShelf(): Shelf {
  const entries = new Map<string, PendingPost>()
  return {
    all: async () => [...entries.values()],
    has: async (id) => entries.has(id),
    put: async (pending) => entries.set(pending.id, pending),
    remove: async (id) => entries.delete(id),
  }
}

/** Times never come twice, whichever tab takes one. */
let time = 0

/** A tab of the browser: a state, wired as `open-outbox.ts` does it. */
function openTab(server: FakeServer, shelf: Shelf, lock = makeLock()) {
  const storage = makeOutboxStorage(shelf)
  let state: Entities = NOTHING
  let isClosed = false
  const change = (next: Entities) => {
    if (isClosed) return
    storage.save(state.outbox, next.outbox)
    state = next
  }
  const adopt = async () => {
    for (const pending of await storage.load()) {
      if (!state.outbox.has(pending.id)) change(withPending(state, pending))
    }
  }

  const outbox = makeOutbox({
    list: () => (isClosed ? [] : [...state.outbox.values()]),
    adopt,
    isKept: storage.has,
    change: (id, to) => change(withPendingState(state, id, to)),
    forget: (id) => change(withoutPending(state, id)),
    send: async (pending) => change(withPosts(state, [server.create(pending)])),
    exclusively: lock,
    retryLater: () => {},
  })
  return {
    adopt,
    flush: outbox.flush,
    write: (message: string, channelId = 'c') => {
      time += 1
      change(
        withPending(state, {
          id: `me:${time}`,
          channelId,
          rootId: '',
          files: [],
          message,
          createAt: time,
          state: 'waiting',
          reason: '',
        }),
      )
      return `me:${time}`
    },
    retry: (id: string) => change(withPendingState(state, id, { state: 'waiting' })),
    discard: (id: string) => change(withoutPending(state, id)),
    waiting: () => [...state.outbox.values()],
    hear: (pendingId: string) =>
      change(withPosts(state, [makePost({ id: 'p', pending_post_id: pendingId })])),
    /** As a crash does it: what the tab still has to do is never done. */
    close: () => {
      isClosed = true
    },
  }
}

/** Runs one at a time, as the browser's locks do over its tabs. */
function makeLock() {
  let last: Promise<void> = Promise.resolve()
  return (work: () => Promise<void>) => {
    last = last.then(work)
    return last
  }
}

describe('outbox', () => {
  test('sends each message once, in the order of writing', async () => {
    const server = new FakeServer()
    const tab = openTab(server, makeShelf())
    tab.write('one')
    tab.write('two')
    await Promise.all([tab.flush(), tab.flush()])
    expect(server.read()).toEqual(['one', 'two'])
    expect(server.requests).toBe(2)
    expect(tab.waiting()).toEqual([])
  })

  test('keeps what could not be sent, and does not try the rest in vain', async () => {
    const server = new FakeServer()
    const tab = openTab(server, makeShelf())
    server.mood = 'away'
    tab.write('one')
    tab.write('two')
    await tab.flush()
    expect(server.requests).toBe(1)
    expect(tab.waiting()).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }])

    server.mood = 'well'
    await tab.flush()
    expect(server.read()).toEqual(['one', 'two'])
    expect(tab.waiting()).toEqual([])
  })

  test('repeats a message under the same id when the answer was lost', async () => {
    const server = new FakeServer()
    const tab = openTab(server, makeShelf())
    server.mood = 'answer-lost'
    const id = tab.write('one')
    await tab.flush()
    server.mood = 'well'
    await tab.flush()
    expect(server.requests).toBe(2)
    expect([...server.stored.keys()]).toEqual([id])
  })

  test('does not repeat what an event has shown to have arrived', async () => {
    const server = new FakeServer()
    const tab = openTab(server, makeShelf())
    server.mood = 'answer-lost'
    const id = tab.write('one')
    await tab.flush()
    tab.hear(id)
    await tab.flush()
    expect(server.requests).toBe(1)
  })

  test('survives a reload', async () => {
    const server = new FakeServer()
    const shelf = makeShelf()
    const before = openTab(server, shelf)
    server.mood = 'away'
    before.write('one')
    await before.flush()

    server.mood = 'well'
    before.close()
    const after = openTab(server, shelf)
    await after.adopt()
    expect(after.waiting()).toMatchObject([{ message: 'one', state: 'waiting' }])
    await after.flush()
    expect(server.read()).toEqual(['one'])
    const later = openTab(server, shelf)
    await later.adopt()
    expect(later.waiting()).toEqual([])
  })

  test('what a message asks of its readers survives a reload', async () => {
    const shelf = makeShelf()
    const wishes = { priority: { priority: 'urgent', requested_ack: true }, isBurning: true }
    const written = {
      id: 'me:1',
      channelId: 'c',
      rootId: '',
      message: 'one',
      files: [],
      createAt: 1,
    }
    await shelf.put({ ...written, wishes, state: 'sending', reason: '' } as never)
    expect(await makeOutboxStorage(shelf).load()).toEqual([
      { ...written, wishes, state: 'waiting', reason: '' },
    ])
  })

  test('tabs send each other’s messages, once and in the order of writing', async () => {
    const server = new FakeServer()
    const shelf = makeShelf()
    const lock = makeLock()
    const first = openTab(server, shelf, lock)
    const second = openTab(server, shelf, lock)
    first.write('one')
    second.write('two')
    await Promise.all([second.flush(), first.flush()])
    expect(server.requests).toBe(2)
    expect(server.read()).toEqual(['one', 'two'])
  })

  test('what one tab discards, another one doesn’t send', async () => {
    const server = new FakeServer()
    const shelf = makeShelf()
    const first = openTab(server, shelf)
    const id = first.write('one')
    const second = openTab(server, shelf)
    await second.adopt()
    second.discard(id)
    await second.flush()
    await first.flush()
    expect(server.requests).toBe(0)
    expect(first.waiting()).toEqual([])
  })

  test('a channel that can’t go on holds up no other', async () => {
    const server = new FakeServer()
    const shelf = makeShelf()
    const tab = openTab(server, shelf)
    tab.write('one', 'a')
    tab.write('two', 'b')
    const create = server.create.bind(server)
    server.create = (pending) => {
      if (pending.channelId === 'a') throw new TypeError('Failed to fetch')
      return create(pending)
    }
    await tab.flush()
    expect(server.read('b')).toEqual(['two'])
    expect(tab.waiting()).toMatchObject([{ message: 'one', state: 'waiting' }])
  })

  test('what is written while others are being sent follows them', async () => {
    const server = new FakeServer()
    const tab = openTab(server, makeShelf())
    tab.write('one')
    const flushed = tab.flush()
    tab.write('two')
    void tab.flush()
    await flushed
    expect(server.read()).toEqual(['one', 'two'])
  })

  test('keeps messages in the page where the browser keeps nothing', async () => {
    const none = async () => {
      throw new Error('no room')
    }
    const server = new FakeServer()
    const tab = openTab(server, { all: none, has: none, put: none, remove: none })
    server.mood = 'away'
    tab.write('one')
    await tab.flush()
    server.mood = 'well'
    await tab.flush()
    expect(server.read()).toEqual(['one'])
  })

  test('a refused message fails alone, keeps the reason, and can be tried again', async () => {
    const server = new FakeServer()
    const tab = openTab(server, makeShelf())
    server.mood = 'refuses'
    const id = tab.write('one')
    await tab.flush()
    expect(tab.waiting()).toMatchObject([{ state: 'failed', reason: 'Too long' }])
    server.mood = 'well'
    await tab.flush()
    expect(server.requests).toBe(1)
    tab.retry(id)
    await tab.flush()
    expect(server.read()).toEqual(['one'])
  })

  test('whatever happens, each message arrives once, in the order of its channel', async () => {
    const tabs = fc.constantFrom(0, 1)
    const step = fc.oneof(
      fc.record({
        do: fc.constant('write' as const),
        tab: tabs,
        channel: fc.constantFrom('a', 'b'),
      }),
      fc.record({ do: fc.constantFrom('flush', 'flush and go on', 'reload'), tab: tabs }),
      fc.record({ do: fc.constant('mood' as const), mood: fc.constantFrom(...MOODS) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const server = new FakeServer()
        const shelf = makeShelf()
        const lock = makeLock()
        const open = () => openTab(server, shelf, lock)
        const tabsOpen = [open(), open()]
        const written: Record<string, string[]> = { a: [], b: [] }
        for (const [index, one] of steps.entries()) {
          if ('mood' in one) {
            server.mood = one.mood
            continue
          }
          const tab = tabsOpen[one.tab]
          if ('channel' in one) {
            written[one.channel]?.push(String(index))
            tab?.write(String(index), one.channel)
            // Nobody writes in two tabs before the first of them has kept it.
            await new Promise(setImmediate)
          } else if (one.do === 'reload') {
            tab?.close()
            tabsOpen[one.tab] = open()
          } else if (one.do === 'flush') await tab?.flush()
          else void tab?.flush()
        }
        server.mood = 'well'
        for (const tab of tabsOpen) await tab.flush()
        expect({ a: server.read('a'), b: server.read('b') }).toEqual(written)
        for (const tab of tabsOpen) expect(tab.waiting()).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

const MOODS = ['well', 'away', 'answer-lost'] as const
