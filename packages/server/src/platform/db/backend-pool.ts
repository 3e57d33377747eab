import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { isTransient } from './pg-errors.ts'

// Times are int8 milliseconds and counters int8: both stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

export type BackendTarget = {
  /** Where the server is: host or socket directory, port, user, password, database. */
  connection: pg.ClientConfig
  /** Names the database within the pool. */
  key: string
}

type Backend = { client: pg.Client; key: string; isBusy: boolean; usedAt: number }
type Waiter = { target: BackendTarget; resolve: (b: Backend) => void; reject: (e: Error) => void }

/** What Kysely's PostgreSQL dialect wants of a pool. */
export type DialectPool = {
  connect(): Promise<pg.PoolClient>
  end(): Promise<void>
  options: object
}

const holdMs = 20_000

/**
 * One budget of PostgreSQL backends over all databases of the process. A backend can't change its
 * database, so the least recently used idle one is closed before one is opened elsewhere.
 */
export class BackendPool implements AsyncDisposable {
  readonly #backends = new Set<Backend>()
  readonly #waiters: Waiter[] = []
  readonly #limit: number
  #opening = 0
  #uses = 0
  #isClosed = false

  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#backends.size
  }

  /** A view of the pool for one database. Ending it closes that database's idle backends. */
  forDatabase(target: BackendTarget): DialectPool {
    return {
      connect: async () => this.#toPoolClient(await this.#acquire(target)),
      end: () => this.#closeIdle((backend) => backend.key === target.key),
      options: {},
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new Error('the pool is closed'))
    await Promise.all([...this.#backends].map((backend) => this.#close(backend)))
  }

  async #acquire(target: BackendTarget): Promise<Backend> {
    if (this.#isClosed) throw new Error('the pool is closed')
    const idle = this.#findIdle((backend) => backend.key === target.key)
    if (idle) return this.#take(idle)
    if (this.#backends.size + this.#opening < this.#limit) return this.#open(target)
    const evictable = this.#findIdle(() => true)
    if (!evictable) {
      return new Promise((resolve, reject) => this.#waiters.push({ target, resolve, reject }))
    }
    this.#backends.delete(evictable)
    void evictable.client.end().catch(() => undefined)
    return this.#open(target)
  }

  /** Connects, and holds the caller while the server starts or fails over. */
  async #open(target: BackendTarget): Promise<Backend> {
    this.#opening++
    try {
      const deadline = performance.now() + holdMs
      for (let delayMs = 50; ; delayMs = Math.min(delayMs * 2, 1000)) {
        const client = new pg.Client({ ...target.connection, keepAlive: true })
        try {
          await client.connect()
          return this.#adopt(client, target.key)
        } catch (error) {
          void client.end().catch(() => undefined)
          if (!isTransient(error) || this.#isClosed || performance.now() > deadline) throw error
          await sleep(delayMs)
        }
      }
    } finally {
      this.#opening--
    }
  }

  #adopt(client: pg.Client, key: string): Backend {
    const backend: Backend = { client, key, isBusy: true, usedAt: ++this.#uses }
    this.#backends.add(backend)
    // Without a listener the loss of an idle connection would end the process.
    client.on('error', () => this.#backends.delete(backend))
    client.on('end', () => this.#backends.delete(backend))
    return backend
  }

  #take(backend: Backend): Backend {
    backend.isBusy = true
    backend.usedAt = ++this.#uses
    return backend
  }

  #release(backend: Backend, broken: boolean): void {
    backend.isBusy = false
    if (broken || this.#isClosed || !this.#backends.has(backend)) void this.#close(backend)
    this.#serveWaiter(backend)
  }

  #serveWaiter(backend: Backend): void {
    const waiter = this.#waiters[0]
    if (!waiter) return
    const isReusable = waiter.target.key === backend.key && this.#backends.has(backend)
    this.#waiters.shift()
    if (isReusable) waiter.resolve(this.#take(backend))
    else this.#acquire(waiter.target).then(waiter.resolve, waiter.reject)
  }

  #toPoolClient(backend: Backend): pg.PoolClient {
    let isReleased = false
    const release = (error?: Error | boolean) => {
      if (isReleased) return
      isReleased = true
      this.#release(backend, Boolean(error))
    }
    return Object.assign(backend.client, { release })
  }

  #findIdle(isWanted: (backend: Backend) => boolean): Backend | undefined {
    let oldest: Backend | undefined
    for (const backend of this.#backends) {
      if (backend.isBusy || !isWanted(backend)) continue
      if (!oldest || backend.usedAt < oldest.usedAt) oldest = backend
    }
    return oldest
  }

  async #closeIdle(isWanted: (backend: Backend) => boolean): Promise<void> {
    const idle = [...this.#backends].filter((backend) => !backend.isBusy && isWanted(backend))
    await Promise.all(idle.map((backend) => this.#close(backend)))
  }

  async #close(backend: Backend): Promise<void> {
    this.#backends.delete(backend)
    await backend.client.end().catch(() => undefined)
  }
}
