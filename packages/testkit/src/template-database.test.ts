import { BackendPool } from '@redoubt/server/platform/db/backend-pool.ts'
import { migrate } from '@redoubt/server/platform/db/migrate.ts'
import { newId } from '@redoubt/server/platform/ids.ts'
import { parseDatabaseUrl } from '@redoubt/server/server.ts'
import { type MakeDatabase, workspaceDatabases } from '@redoubt/server/workspace-databases.ts'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { copyTemplate, dropDatabases } from './template-database.ts'

const admin = parseDatabaseUrl(inject('postgresUrl').replace('localhost/', 'localhost/postgres'))

/** Whose everything is, and who may use it. */
const questions = {
  relations: `select relname as name, relkind, relowner::regrole::text as owner, relacl::text as acl
    from pg_class where relnamespace = 'public'::regnamespace`,
  functions: `select proname as name, proowner::regrole::text as owner, proacl::text as acl
    from pg_proc where pronamespace = 'public'::regnamespace`,
  types: `select typname as name, typowner::regrole::text as owner, typacl::text as acl
    from pg_type where typnamespace = 'public'::regnamespace and typtype <> 'c'`,
  schemas:
    'select nspname as name, nspowner::regrole::text as owner, nspacl::text as acl from pg_namespace',
  database: `select datdba::regrole::text as owner, datacl::text as acl, datallowconn, datconnlimit
    from pg_database where datname = current_database()`,
  migrations: 'select name from schema_migrations',
}

/** Makes a workspace's database and tells all of it, with its role called `owner`. */
async function describeNew(makeDatabase?: MakeDatabase) {
  await using pool = new BackendPool(2)
  const id = newId()
  const keys = { derive: () => Buffer.alloc(32) }
  const platform = pool.forDatabase({ key: 'admin', connection: admin })
  const databases = workspaceDatabases({ platform, admin, keys, makeDatabase })
  await databases.provision(id)
  const ran = await migrate(pool.forDatabase(databases.targetOf(id)), 'workspace')
  const inside = new pg.Client({ ...admin, database: `w_${id}` })
  await inside.connect()
  const told: Record<string, unknown[]> = {}
  for (const [name, question] of Object.entries(questions)) {
    const { rows } = await inside.query(question)
    told[name] = rows.map((row) => JSON.stringify(row).replaceAll(`w_${id}`, 'owner')).sort()
  }
  await inside.end()
  await dropDatabases(admin, [`w_${id}`])
  return { ran, told }
}

test('a copied workspace is to the last owner and grant what migrations make', async () => {
  const copied = await describeNew(copyTemplate(admin))
  const migrated = await describeNew()
  expect(copied.ran).toEqual([])
  expect(migrated.ran.length).toBeGreaterThan(0)
  expect(migrated.told.relations?.length).toBeGreaterThan(50)
  expect(copied.told).toEqual(migrated.told)
})
