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
  toRow(payload: Payload, when?: { runAt?: number; key?: string }): NewTask
}

type Deps = { db: Db; transact: Transact; clock: Clock }

type Work = {
  run: (payload: unknown) => Promise<void>
  maxAttempts: number
  everyMs: number | undefined
}

const atOnce = 8
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
  let filling: Promise<void> | undefined
  const active = new Set<Promise<void>>()
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
      toRow: toTask,
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

  /** Finds out what others have queued, who may not be there any more to do it. */
  async function refresh(): Promise<void> {
    const next = await findNextDue(db, { withRecurring: true })
    nextDue = Math.min(nextDue, next ?? nextDue)
    tick()
  }

  function onChange(change: StateChange): void {
    if (change.kind !== 'task') return
    nextDue = Math.min(nextDue, change.run_at)
    tick()
  }

  /** Works on what is due, if anything is. Called often; costs nothing where nothing is. */
  function tick(): void {
    if (isClosed || filling || active.size >= atOnce || clock() < nextDue) return
    filling = fill()
      .catch(() => {
        // The database is away: the next tick finds out.
        nextDue = Math.min(nextDue, clock() + firstDelayMs)
      })
      .finally(() => {
        filling = undefined
        tick()
      })
  }

  /** Begins as many of the due tasks as there is room for; a slow one holds up no other. */
  async function fill(): Promise<void> {
    const room = atOnce - active.size
    nextDue = Number.POSITIVE_INFINITY
    const claimed = await claim(room)
    for (const task of claimed) begin(task)
    const next = claimed.length === room ? clock() : await findNextDue(db, { withRecurring: true })
    nextDue = Math.min(nextDue, next ?? Number.POSITIVE_INFINITY)
  }

  function begin(task: ClaimedTask): void {
    const attempted = attempt(task)
      // Its outcome couldn't be written: the lease ends, and it is tried again.
      .catch(() => undefined)
      .finally(() => {
        active.delete(attempted)
        tick()
      })
    active.add(attempted)
  }

  function claim(limit: number): Promise<ClaimedTask[]> {
    const now = clock()
    const kinds = [...works.keys()]
    return transact.single((tx) => claimTasks(tx, { now, leaseUntil: now + leaseMs, limit, kinds }))
  }

  async function attempt(task: ClaimedTask): Promise<void> {
    const work = works.get(task.kind)
    if (!work) return
    const error = await work.run(task.payload).then(
      () => undefined,
      (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason))),
    )
    const runAt = nextRun(task, work, error)
    await transact.single((tx) => {
      if (runAt === undefined) return deleteTask(tx, task.id)
      const attempts = work.everyMs === undefined ? {} : { attempts: 0 }
      return postponeTask(tx, task.id, { runAt, lastError: error?.message ?? '', ...attempts })
    })
    nextDue = Math.min(nextDue, runAt ?? Number.POSITIVE_INFINITY)
  }

  /** When the task runs again; undefined where it is done, null where it has failed for good. */
  function nextRun(task: ClaimedTask, work: Work, error: Error | undefined) {
    if (work.everyMs !== undefined) return clock() + work.everyMs
    if (!error) return undefined
    const delay = Math.min(firstDelayMs * 2 ** (task.attempts - 1), longestDelayMs)
    return task.attempts < work.maxAttempts ? clock() + delay : null
  }

  return {
    define,
    every,
    start,
    refresh,
    onChange,
    tick,
    get isRunning(): boolean {
      return filling !== undefined || active.size > 0
    },
    /** When the workspace must be open again; undefined where nothing waits. */
    wakeAt: (): Promise<number | undefined> => findNextDue(db, { withRecurring: false }),
    /** Ends after the work under way; the rest stays for whoever opens the workspace next. */
    async close(): Promise<void> {
      isClosed = true
      await filling
      await Promise.all(active)
    },
  }
}
