import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { DialectPool } from './backend-pool.ts'
import { errorCode } from './pg-errors.ts'

const lockNotAvailable = '55P03'
const maxTries = 20
const migrationsFolder = path.resolve(import.meta.dirname, '../../migrations')

/**
 * Brings a database to this release's schema. Forward only; nodes that start together wait for
 * each other. Resolves to the names of the files that it ran.
 */
export async function migrate(pool: DialectPool, folder: 'platform' | 'workspace') {
  const files = await listMigrations(folder)
  const client = await pool.connect()
  try {
    await inTurn(client, createTable)
    const { rows } = await client.query<{ name: string }>('select name from schema_migrations')
    const done = new Set(rows.map((row) => row.name))
    const run: string[] = []
    for (const { name, path: file } of files) {
      if (done.has(name)) continue
      const text = await readFile(file, 'utf8')
      if (await runOnce(client, name, text)) run.push(name)
    }
    return run
  } finally {
    client.release()
  }
}

async function createTable(client: pg.PoolClient): Promise<void> {
  await client.query(
    'create table if not exists schema_migrations (name text primary key, run_at timestamptz not null default now())',
  )
}

/** Runs a migration unless another node has; tries again where a lock isn't to be had at once. */
async function runOnce(client: pg.PoolClient, name: string, text: string): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      return await inTurn(client, async () => {
        const claimed = await client.query(
          'insert into schema_migrations (name) values ($1) on conflict do nothing',
          [name],
        )
        if (claimed.rowCount === 1) await client.query(text)
        return claimed.rowCount === 1
      })
    } catch (cause) {
      const isBusy = errorCode(cause) === lockNotAvailable && tries < maxTries
      if (!isBusy) throw new Error(`migration ${name} failed`, { cause })
      await sleep(500)
    }
  }
}

/** One transaction that no other node's migration runs beside; its own locks wait 2 s at most. */
async function inTurn<Result>(
  client: pg.PoolClient,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  await client.query('begin')
  try {
    await client.query("select pg_advisory_xact_lock(hashtext('redoubt schema'))")
    await client.query("set local lock_timeout = '2s'")
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/** The number of migrations that this release knows, told to clients as the schema version. */
export async function schemaVersion(): Promise<number> {
  return (await listMigrations('workspace')).length
}

async function listMigrations(folder: string) {
  const names = await readdir(path.join(migrationsFolder, folder))
  return names
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, path: path.join(migrationsFolder, folder, name) }))
}
