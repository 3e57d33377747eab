import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { DialectPool } from './backend-pool.ts'

const migrationsFolder = path.resolve(import.meta.dirname, '../../migrations')

/**
 * Brings a database to this release's schema. Forward only; nodes that start together wait for
 * each other. Resolves to the names of the files that it ran.
 */
export async function migrate(pool: DialectPool, folder: 'platform' | 'workspace') {
  const files = await listMigrations(folder)
  const client = await pool.connect()
  try {
    await client.query(
      'create table if not exists schema_migrations (name text primary key, run_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string }>('select name from schema_migrations')
    const done = new Set(rows.map((row) => row.name))
    const pending = files.filter((file) => !done.has(file.name))
    for (const file of pending) {
      await client.query('begin')
      try {
        await client.query("set local lock_timeout = '2s'")
        await client.query("select pg_advisory_xact_lock(hashtext('redoubt schema'))")
        const claimed = await client.query(
          'insert into schema_migrations (name) values ($1) on conflict do nothing',
          [file.name],
        )
        if (claimed.rowCount === 1) await client.query(await readFile(file.path, 'utf8'))
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`migration ${file.name} failed`, { cause: error })
      }
    }
    return pending.map((file) => file.name)
  } finally {
    client.release()
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
