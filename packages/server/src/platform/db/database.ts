import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { CommittedWork, DomainEvent, StateChange } from '#platform/events/event.ts'
import type { DialectPool } from './backend-pool.ts'
import { isConflict, isTransient } from './pg-errors.ts'
import type { Tables } from './tables.gen.ts'
import { makeTurns } from './turns.ts'

/** Reads. */
export type Db = Kysely<Tables>

/** Writes: the statements of one transaction, and what is to be told once it has committed. */
export type Tx = {
  readonly db: Db
  /** Tells clients. */
  emit(event: DomainEvent): void
  /** Tells caches and hubs, before any event of the transaction. */
  changed(change: StateChange): void
  /**
   * Has the transaction told after those of this node that have an earlier place in the queue. Given
   * under the lock that orders the queue, or the places of two transactions don't mean anything.
   */
  inTurn(queue: string, position: number): void
}

export type Transact = {
  /** Runs `work` in one transaction; emits after the commit, drops on a rollback. */
  <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>
  /** For work that is a single statement: the statement is the transaction. */
  single<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>
}

export function openDb(pool: DialectPool): Db {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

/** Whether the database answers. */
export function isUp(db: Db): Promise<boolean> {
  return sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
}

const holdMs = 20_000

/**
 * Makes a workspace's `transact`. Work that provably did not commit is repeated for 20 s. Where
 * `deliver` has to wait for something, so does whoever asked for the work.
 */
export function makeTransact(
  db: Db,
  deliver: (work: CommittedWork) => Promise<void> | void,
): Transact {
  const beginTurn = makeTurns()

  async function run<Result>(
    work: (tx: Tx) => Promise<Result>,
    begin: (body: (trx: Db) => Promise<Result>) => Promise<Result>,
  ): Promise<Result> {
    const deadline = performance.now() + holdMs
    for (let delayMs = 20; ; delayMs = Math.min(delayMs * 2, 1000)) {
      const committed: CommittedWork = { events: [], changes: [] }
      const turn = beginTurn()
      let isFinished = false
      try {
        const result = await begin(async (trx) => {
          const value = await work({
            db: trx,
            emit: (event) => committed.events.push(event),
            changed: (change) => committed.changes.push(change),
            inTurn: turn.take,
          })
          isFinished = true
          return value
        })
        const earlier = turn.earlier()
        if (earlier) await earlier
        const told = deliver(committed)
        turn.end()
        if (told) await told
        return result
      } catch (error) {
        turn.end()
        // Lost during the commit itself: nobody knows whether it took place, so it isn't repeated.
        const mayRepeat = isConflict(error) || (isTransient(error) && !isFinished)
        if (!mayRepeat || performance.now() > deadline) throw error
        await sleep(delayMs)
      }
    }
  }
  const transact = <Result>(work: (tx: Tx) => Promise<Result>) =>
    run(work, (body) => db.transaction().execute(body))
  const single = <Result>(work: (tx: Tx) => Promise<Result>) => run(work, (body) => body(db))
  return Object.assign(transact, { single })
}
