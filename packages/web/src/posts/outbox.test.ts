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
  readonly stored = new Map<string, string>()
  requests = 0
  mood: 'well' | 'away' | 'answer-lost' | 'refuses' = 'well'

  create(pending: PendingPost) {
    this.requests += 1
    if (this.mood === 'away') throw new TypeError('Failed to fetch')
    if (this.mood === 'refuses') throw Object.assign(new Error('Too long'), { status_code: 400 })
    this.stored.set(pending.id, pending.message)
    if (this.mood === 'answer-lost') throw new TypeError('Failed to fetch')
    return makePost({ id: `post of ${pending.id}`, pending_post_id: pending.id })
  }
}

function makeShelf(): Shelf {
  const entries = new Map<string, string>()
  return {
    get length() {
      return entries.size
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  }
}

/** A tab of the browser: a state, wired as `open-outbox.ts` does it. */
function openTab(server: FakeServer, shelf: Shelf) {
  const storage = makeOutboxStorage(shelf, 'me')
  let state: Entities = NOTHING
  const change = (next: Entities) => {
    storage.save(state.outbox, next.outbox)
    state = next
  }
  for (const pending of storage.load()) change(withPending(state, pending))

  const outbox = makeOutbox({
    list: () => [...state.outbox.values()],
    isKept: storage.has,
    change: (id, to) => change(withPendingState(state, id, to)),
    forget: (id) => change(withoutPending(state, id)),
    send: async (pending) => change(withPosts(state, [server.create(pending)])),
    exclusively: (work) => work(),
    retryLater: () => {},
  })
  let time = 0
  return {
    flush: outbox.flush,
    write: (message: string) => {
      time += 1
      const id = `me:${message}`
      const createAt = time
      const place = { channelId: 'c', rootId: '', fileIds: [] }
      change(withPending(state, { ...place, id, message, createAt, state: 'waiting', reason: '' }))
    },
    waiting: () => [...state.outbox.values()],
    hear: (pendingId: string) =>
      change(withPosts(state, [makePost({ id: 'p', pending_post_id: pendingId })])),
  }
}

describe('outbox', () => {
  test('sends each message once, in the order of writing', async () => {
    const server = new FakeServer()
    const tab = openTab(server, makeShelf())
    tab.write('one')
    tab.write('two')
    await Promise.all([tab.flush(), tab.flush()])
    expect([...server.stored.values()]).toEqual(['one', 'two'])
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
    expect([...server.stored.values()]).toEqual(['one', 'two'])
    expect(tab.waiting()).toEqual([])
  })

  test('repeats a message under the same id when the answer was lost', async () => {
    const server = new FakeServer()
    const tab = openTab(server, makeShelf())
    server.mood = 'answer-lost'
    tab.write('one')
    await tab.flush()
    server.mood = 'well'
    await tab.flush()
    expect(server.requests).toBe(2)
    expect([...server.stored.keys()]).toEqual(['me:one'])
  })

  test('does not repeat what an event has shown to have arrived', async () => {
    const server = new FakeServer()
    const tab = openTab(server, makeShelf())
    server.mood = 'answer-lost'
    tab.write('one')
    await tab.flush()
    tab.hear('me:one')
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
    const after = openTab(server, shelf)
    expect(after.waiting()).toMatchObject([{ id: 'me:one', state: 'waiting' }])
    await after.flush()
    expect([...server.stored.values()]).toEqual(['one'])
    expect(openTab(server, shelf).waiting()).toEqual([])
  })

  test('tabs do not lose or repeat each other’s messages', async () => {
    const server = new FakeServer()
    const shelf = makeShelf()
    server.mood = 'away'
    const first = openTab(server, shelf)
    first.write('one')
    const second = openTab(server, shelf)
    second.write('two')
    server.mood = 'well'
    await second.flush()
    await first.flush()
    expect(server.requests).toBe(2)
    expect([...server.stored.values()].sort()).toEqual(['one', 'two'])
  })

  test('a refused message fails alone, keeps the reason, and can be tried again', async () => {
    const server = new FakeServer()
    const tab = openTab(server, makeShelf())
    server.mood = 'refuses'
    tab.write('one')
    await tab.flush()
    expect(tab.waiting()).toMatchObject([{ state: 'failed', reason: 'Too long' }])
    server.mood = 'well'
    await tab.flush()
    expect(server.requests).toBe(1)
  })

  test('whatever happens, each message arrives exactly once in the end', async () => {
    const step = fc.constantFrom('write', 'flush', 'reload', 'well', 'away', 'answer-lost')
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const server = new FakeServer()
        const shelf = makeShelf()
        let tab = openTab(server, shelf)
        const written: string[] = []
        for (const [index, name] of steps.entries()) {
          if (name === 'write') {
            written.push(String(index))
            tab.write(String(index))
          } else if (name === 'flush') await tab.flush()
          else if (name === 'reload') tab = openTab(server, shelf)
          else server.mood = name
        }
        server.mood = 'well'
        tab = openTab(server, shelf)
        await tab.flush()
        expect([...server.stored.values()].sort()).toEqual(written.sort())
        expect(tab.waiting()).toEqual([])
      }),
    )
  })
})
