import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { StateChange } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'
import {
  type ClaimedTask,
  claimTasks,
  deleteTask,
  deleteTaskByKey,
  findNextDue,
  insertRecurring,
  insertTask,
  type NewTask,
  postponeTask,
} from './store.ts'

export type { NewTask } from './store.ts'

export type Tasks = ReturnType<typeof openTasks>

/** Work of one kind that others may ask for. */
export type TaskKind<Payload> = {
  /** Runs after the commit, or at `runAt` (ms). One with the same `key` is replaced. */
  add(tx: Tx, payload: Payload, when?: { runAt?: number; key?: string }): Promise<void>
  /** Withdraws the task of this key, if it is still waiting. */
  cancel(tx: Tx, key: string): Promise<void>
  /** The row, for a statement that writes it along with others; the writer tells `queued`. */
  toRow(payload: Payload): NewTask
}

type Deps = { db: Db; transact: Transact; clock: Clock }

type Work = {
  run: (payload: unknown) => Promise<void>
  maxAttempts: number
  everyMs: number | undefined
}

const atOnce = 4
/** Whoever hasn't finished by then is given up, and the task is tried again. */
const leaseMs = 10 * 60_000
const defaultAttempts = 12
const firstDelayMs = 1_000
const longestDelayMs = 3_600_000

/** What tells a queue that there is something to do. */
export function queued(task: Pick<NewTask, 'run_at'>): StateChange {
  return { kind: 'task', run_at: task.run_at }
}

/**
 * The durable work of a workspace: tasks are rows, written in the transaction that wants them, so
 * neither can a task be lost nor outlive a rollback. Each runs at least once, and again with growing
 * delays where it fails. See docs/decisions/0010.
 */
export function openTasks({ db, transact, clock }: Deps) {
  const works = new Map<string, Work>()
  let nextDue = Number.POSITIVE_INFINITY
  let running: Promise<void> | undefined
  let isClosed = false

  /** Names a kind and what it does. `run` may be called twice for one task, after a crash. */
  function define<Payload>(
    kind: string,
    options: { run: (payload: Payload) => Promise<void>; maxAttempts?: number },
  ): TaskKind<Payload> {
    works.set(kind, {
      // What was written as this kind's payload is read as that.
      run: (payload) => options.run(payload as Payload),
      maxAttempts: options.maxAttempts ?? defaultAttempts,
      everyMs: undefined,
    })
    const toTask = (payload: Payload, when: { runAt?: number; key?: string } = {}): NewTask => ({
      id: newId(clock()),
      kind,
      key: when.key ?? null,
      payload,
      run_at: when.runAt ?? clock(),
      is_recurring: false,
      create_at: clock(),
    })
    return {
      async add(tx, payload, when) {
        const task = toTask(payload, when)
        await insertTask(tx, task)
        tx.changed(queued(task))
      },
      cancel: (tx, key) => deleteTaskByKey(tx, kind, key),
      toRow: (payload) => toTask(payload),
    }
  }

  /** Repeats while the workspace is open; one that failed comes back at its next time. */
  function every(kind: string, everyMs: number, run: () => Promise<void>): void {
    works.set(kind, { run, maxAttempts: Number.POSITIVE_INFINITY, everyMs })
  }

  /** Begins, once every kind is known. What was left over from before is taken up. */
  async function start(): Promise<void> {
    const now = clock()
    await transact.single(async (tx) => {
      for (const [kind, { everyMs }] of works) {
        if (everyMs === undefined) continue
        await insertRecurring(tx, {
          id: newId(now),
          kind,
          key: kind,
          payload: {},
          run_at: now + everyMs,
          is_recurring: true,
          create_at: now,
        })
      }
    })
    nextDue = (await findNextDue(db, { withRecurring: true })) ?? nextDue
  }

  function onChange(change: StateChange): void {
    if (change.kind !== 'task') return
    nextDue = Math.min(nextDue, change.run_at)
    tick()
  }

  /** Works on what is due, if anything is. Called often; costs nothing where nothing is. */
  function tick(): void {
    if (isClosed || running || clock() < nextDue) return
    running = work()
      .catch(() => {
        // The database is away: the next tick finds out.
      })
      .finally(() => {
        running = undefined
        if (!isClosed && clock() >= nextDue) setTimeout(tick, firstDelayMs).unref()
      })
  }

  async function work(): Promise<void> {
    while (!isClosed) {
      nextDue = Number.POSITIVE_INFINITY
      const claimed = await claim()
      if (claimed.length === 0) break
      await Promise.all(claimed.map(attempt))
      nextDue = clock()
    }
    const next = await findNextDue(db, { withRecurring: true })
    nextDue = Math.min(nextDue, next ?? Number.POSITIVE_INFINITY)
  }

  function claim(): Promise<ClaimedTask[]> {
    const now = clock()
    const kinds = [...works.keys()]
    return transact.single((tx) =>
      claimTasks(tx, { now, leaseUntil: now + leaseMs, limit: atOnce, kinds }),
    )
  }

  async function attempt(task: ClaimedTask): Promise<void> {
    const work = works.get(task.kind)
    if (!work) return
    const error = await work.run(task.payload).then(
      () => undefined,
      (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason))),
    )
    await transact.single((tx) => settle(tx, task, work, error))
  }

  function settle(tx: Tx, task: ClaimedTask, work: Work, error: Error | undefined): Promise<void> {
    const lastError = error?.message ?? ''
    if (work.everyMs !== undefined) {
      const runAt = clock() + work.everyMs
      return postponeTask(tx, task.id, { runAt, lastError, attempts: 0 })
    }
    if (!error) return deleteTask(tx, task.id)
    const delay = Math.min(firstDelayMs * 2 ** (task.attempts - 1), longestDelayMs)
    const runAt = task.attempts < work.maxAttempts ? clock() + delay : null
    return postponeTask(tx, task.id, { runAt, lastError })
  }

  return {
    define,
    every,
    start,
    onChange,
    tick,
    get isRunning(): boolean {
      return running !== undefined
    },
    /** When the workspace must be open again; undefined where nothing waits. */
    wakeAt: (): Promise<number | undefined> => findNextDue(db, { withRecurring: false }),
    /** Ends after the work under way; the rest stays for whoever opens the workspace next. */
    async close(): Promise<void> {
      isClosed = true
      await running
    },
  }
}
