import path from 'node:path'
import { openEmbeddedPostgres } from '@redoubt/server/platform/db/embedded-postgres.ts'
import type { TestProject } from 'vitest/node'
import { openRoutesFolder } from './routes-called.ts'
import { openRunFolder } from './run-folder.ts'
import { makeTemplate } from './template-database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL of the whole test run; each test server makes its own databases in it. */
    postgresUrl: string
    /** Where the run notes the routes that it calls. */
    routesFolder: string
  }
}

/** What a database needs that is gone after the run: nothing that outlives a power cut. */
const forgetful = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_init_zero: 'off',
  max_wal_size: '256MB',
  max_connections: '200',
  // No statistics that come at a time of their own, and nobody in a database that is copied.
  autovacuum: 'off',
}

/** Starts one PostgreSQL for the run, and gives it a folder of its own for everything else. */
export async function setup(project: TestProject) {
  const folder = openRunFolder()
  process.env.TMPDIR = folder.path
  const postgres = await openEmbeddedPostgres(path.join(folder.path, 'database'), forgetful)
  await makeTemplate(postgres.connection)
  const { host, user } = postgres.connection
  project.provide(
    'postgresUrl',
    `postgres://${user}@localhost/?host=${encodeURIComponent(String(host))}`,
  )
  project.provide('routesFolder', openRoutesFolder())
  return async () => {
    await postgres[Symbol.asyncDispose]()
    folder[Symbol.dispose]()
  }
}
