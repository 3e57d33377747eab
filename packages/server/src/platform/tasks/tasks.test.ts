import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { BackendPool } from '#platform/db/backend-pool.ts'
import { type Db, makeTransact, openDb } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import { newId } from '#platform/ids.ts'
import { openTasks, type Tasks } from './tasks.ts'

const connection: pg.ClientConfig = {
  host: new URL(inject('postgresUrl')).searchParams.get('host') ?? '',
  user: 'postgres',
  database: 'postgres',
}
const name = `tasks_${newId()}`
const admin = new pg.Client(connection)
const pool = new BackendPool(8)
let db: Db

beforeAll(async () => {
  await admin.connect()
  await admin.query(`create database ${name}`)
  const database = pool.forDatabase({ key: name, connection: { ...connection, database: name } })
  await migrate(database, 'workspace')
  db = openDb(database)
})

afterAll(async () => {
  await db.destroy()
  await pool[Symbol.asyncDispose]()
  await admin.query(`drop database ${name}`)
  await admin.end()
})

/** A node: its queue hears of what it commits itself. */
function openNode(clock: () => number) {
  const transact = makeTransact(db, (work) => {
    for (const change of work.changes) tasks.onChange(change)
  })
  const tasks: Tasks = openTasks({ db, transact, clock })
  return { tasks, transact }
}

test('work runs after the commit, once, and not at all after a rollback', async () => {
  const { tasks, transact } = openNode(Date.now)
  const done: string[] = []
  const greet = tasks.define<{ name: string }>('greet', {
    run: async (payload) => void done.push(payload.name),
  })
  await tasks.start()
  await transact((tx) => greet.add(tx, { name: 'ada' }))
  const rolledBack = transact(async (tx) => {
    await greet.add(tx, { name: 'nobody' })
    throw new Error('changed my mind')
  })
  await expect(rolledBack).rejects.toThrow('changed my mind')
  await transact((tx) => greet.add(tx, { name: 'bob' }))
  await expect.poll(() => done).toEqual(['ada', 'bob'])
  await expect.poll(() => tasks.isRunning).toBe(false)
  expect(await tasks.wakeAt()).toBeUndefined()
  await tasks.close()
})

test('work of later runs at its time; its key replaces and withdraws it', async () => {
  let now = 1_000_000
  const { tasks, transact } = openNode(() => now)
  const done: string[] = []
  const remind = tasks.define<string>('remind', { run: async (text) => void done.push(text) })
  await tasks.start()
  await transact((tx) => remind.add(tx, 'first', { runAt: now + 60_000, key: 'a' }))
  await transact((tx) => remind.add(tx, 'second', { runAt: now + 30_000, key: 'a' }))
  await transact((tx) => remind.add(tx, 'withdrawn', { runAt: now + 10_000, key: 'b' }))
  await transact((tx) => remind.cancel(tx, 'b'))
  expect(await tasks.wakeAt()).toBe(now + 30_000)
  tasks.tick()
  now += 29_000
  tasks.tick()
  await expect.poll(() => tasks.isRunning).toBe(false)
  expect(done).toEqual([])
  now += 1_000
  tasks.tick()
  await expect.poll(() => done).toEqual(['second'])
  await tasks.close()
})

test('what fails is tried again with growing delays, and in the end kept with its error', async () => {
  let now = 2_000_000
  const { tasks, transact } = openNode(() => now)
  const attempts: number[] = []
  const fail = tasks.define<object>('fail', {
    maxAttempts: 3,
    run: async () => {
      attempts.push(now)
      throw new Error('the other side is away')
    },
  })
  await tasks.start()
  await transact((tx) => fail.add(tx, {}))
  for (let second = 0; second < 8; second++) {
    await expect.poll(() => tasks.isRunning).toBe(false)
    now += 1_000
    tasks.tick()
  }
  await expect.poll(() => tasks.isRunning).toBe(false)
  expect(attempts.map((at) => at - 2_000_000)).toEqual([0, 1_000, 3_000])
  const row = await db
    .selectFrom('tasks')
    .selectAll()
    .where('kind', '=', 'fail')
    .executeTakeFirstOrThrow()
  expect(row).toMatchObject({ run_at: null, attempts: 3, last_error: 'the other side is away' })
  await tasks.close()
})

test('two nodes share the work and never do a piece twice', async () => {
  const done: number[] = []
  const nodes = [openNode(Date.now), openNode(Date.now)]
  const kinds = nodes.map(({ tasks }) =>
    tasks.define<number>('count', { run: async (piece) => void done.push(piece) }),
  )
  for (const { tasks } of nodes) await tasks.start()
  const pieces = Array.from({ length: 60 }, (_, index) => index)
  await Promise.all(
    pieces.map((piece) =>
      nodes[piece % 2]?.transact(async (tx) => kinds[piece % 2]?.add(tx, piece)),
    ),
  )
  await expect.poll(() => done.length).toBe(60)
  expect(new Set(done).size).toBe(60)
  for (const { tasks } of nodes) await tasks.close()
})

test('what nobody finished is taken up again after its lease; repeated work comes back', async () => {
  let now = 3_000_000
  const killed = openNode(() => now)
  const hang = killed.tasks.define<object>('hang', { run: () => new Promise(() => undefined) })
  await killed.tasks.start()
  await killed.transact((tx) => hang.add(tx, {}))
  await expect.poll(() => killed.tasks.isRunning).toBe(true)

  const { tasks } = openNode(() => now)
  let taken = 0
  let swept = 0
  tasks.define<object>('hang', { run: async () => void taken++ })
  tasks.every('sweep', 60_000, async () => void swept++)
  await tasks.start()
  for (let minute = 0; minute < 12; minute++) {
    now += 60_000
    tasks.tick()
    await expect.poll(() => tasks.isRunning).toBe(false)
  }
  expect(taken).toBe(1)
  expect(swept).toBe(12)
  await tasks.close()
})

test('what a node has queued that is gone by then is found by looking', async () => {
  // Before anything that the other tests left.
  let now = 1_000
  const [gone, other] = [openNode(() => now), openNode(() => now)]
  const done: string[] = []
  const kinds = [gone, other].map(({ tasks }, index) =>
    tasks.define<object>('left', { run: async () => void done.push(`node ${index}`) }),
  )
  for (const { tasks } of [gone, other]) await tasks.start()
  await gone.transact(async (tx) => kinds[0]?.add(tx, {}, { runAt: now + 60_000 }))
  await gone.tasks.close()
  now += 61_000
  other.tasks.tick()
  expect(other.tasks.isRunning).toBe(false)
  await other.tasks.refresh()
  await expect.poll(() => done).toEqual(['node 1'])
  await other.tasks.close()
})
