import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { CommittedWork } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'
import { BackendPool } from './backend-pool.ts'
import { makeTransact, openDb } from './database.ts'

const connection: pg.ClientConfig = {
  host: new URL(inject('postgresUrl')).searchParams.get('host') ?? '',
  user: 'postgres',
  database: 'postgres',
}
const names = ['one', 'two', 'three'].map((name) => `pool_${name}_${newId()}`)

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  await client.query(statement)
  await client.end()
}

beforeAll(async () => {
  for (const name of names) await asAdmin(`create database ${name}`)
})
afterAll(async () => {
  for (const name of names) await asAdmin(`drop database ${name} with (force)`)
})

const databases = (pool: BackendPool) =>
  names.map((name) =>
    openDb(pool.forDatabase({ key: name, connection: { ...connection, database: name } })),
  )

describe('one budget of backends', () => {
  test('serves more databases than it has backends, each with its own rows', async () => {
    await using pool = new BackendPool(2)
    const dbs = databases(pool)
    const asked = Array.from({ length: 60 }, async (_, index) => {
      const db = dbs[index % dbs.length]
      const query = sql<{ name: string }>`select current_database() as name`
      const { rows } = db ? await query.execute(db) : { rows: [] }
      return rows[0]?.name === names[index % names.length]
    })
    expect((await Promise.all(asked)).every(Boolean)).toBe(true)
    expect(pool.size).toBeLessThanOrEqual(2)
  })

  test('gives the backends of an idle database to others, not those in use', async () => {
    await using pool = new BackendPool(2)
    const [one, two, three] = names.map((name) =>
      pool.forDatabase({ key: name, connection: { ...connection, database: name } }),
    )
    const busy = await one?.connect()
    const idle = await two?.connect()
    idle?.release()
    const third = await three?.connect()
    const { rows } = (await busy?.query('select current_database() as name')) ?? { rows: [] }
    expect(rows[0].name).toBe(names[0])
    third?.release()
    busy?.release()
  })
})

describe('transactions', () => {
  async function withTable(
    work: (db: ReturnType<typeof openDb>, pool: BackendPool) => Promise<void>,
  ) {
    await using pool = new BackendPool(3)
    const [db] = databases(pool)
    if (!db) throw new Error('no database')
    await sql`create table if not exists notes (text text)`.execute(db)
    await sql`truncate notes`.execute(db)
    await work(db, pool)
  }

  const count = async (db: ReturnType<typeof openDb>) =>
    (await sql<{ n: number }>`select count(*) as n from notes`.execute(db)).rows[0]?.n

  test('tell after the commit, and nothing after a rollback', async () => {
    await withTable(async (db) => {
      const told: CommittedWork[] = []
      const transact = makeTransact(db, (work) => void told.push(work))
      const event = { name: 'x', audience: {}, data: {} }
      await transact(async (tx) => {
        await sql`insert into notes values ('kept')`.execute(tx.db)
        tx.emit(event)
        expect(told).toEqual([])
      })
      const failing = transact(async (tx) => {
        await sql`insert into notes values ('dropped')`.execute(tx.db)
        tx.emit(event)
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(told).toEqual([{ events: [event], changes: [] }])
      expect(await count(db)).toBe(1)
    })
  })

  test('are done again, once, when the connection was lost before the commit', async () => {
    await withTable(async (db) => {
      const transact = makeTransact(db, () => undefined)
      let attempts = 0
      await transact(async (tx) => {
        await sql`insert into notes values ('once')`.execute(tx.db)
        if (++attempts > 1) return
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.db)
        await asAdmin(`select pg_terminate_backend(${rows[0]?.pid})`)
        await sql`select 1`.execute(tx.db)
      })
      expect(attempts).toBe(2)
      expect(await count(db)).toBe(1)
    })
  })

  test('that meet are done again until both are through', async () => {
    await withTable(async (db) => {
      const transact = makeTransact(db, () => undefined)
      await sql`insert into notes values ('a'), ('b')`.execute(db)
      const update = (first: string, second: string) =>
        transact(async (tx) => {
          await sql`update notes set text = text where text = ${first}`.execute(tx.db)
          await sql`select pg_sleep(0.05)`.execute(tx.db)
          await sql`update notes set text = text where text = ${second}`.execute(tx.db)
        })
      await Promise.all([update('a', 'b'), update('b', 'a')])
    })
  })
})
