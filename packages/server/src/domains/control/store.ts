import type { DatabaseFacts } from '@redoubt/wire/control.ts'
import { CompiledQuery } from 'kysely'
import pg from 'pg'
import type { Db } from '#platform/db/database.ts'

const connectMs = 5_000

const factsSql = `
  select current_setting('server_version') as version,
         current_setting('server_version_num')::int as version_num,
         rolsuper or rolcreatedb as may_create_databases,
         rolsuper or rolcreaterole as may_create_roles,
         floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now
  from pg_roles where rolname = current_user`

/** What the database behind a pool is. */
export async function findDatabaseFacts(db: Db): Promise<DatabaseFacts> {
  const { rows } = await db.executeQuery<DatabaseFacts>(CompiledQuery.raw(factsSql))
  return requireFacts(rows[0])
}

/** The same over a connection of its own, for whoever asks while no server runs. */
export async function probeDatabase(connection: pg.ClientConfig): Promise<DatabaseFacts> {
  const client = new pg.Client({
    ...connection,
    // The platform's database is made at the first start; this one is always there.
    database: 'postgres',
    connectionTimeoutMillis: connectMs,
  })
  await client.connect()
  try {
    const { rows } = await client.query<DatabaseFacts>(factsSql)
    return requireFacts(rows[0])
  } finally {
    await client.end()
  }
}

function requireFacts(row: DatabaseFacts | undefined): DatabaseFacts {
  if (!row) throw new Error('the database does not know its own role')
  return row
}
