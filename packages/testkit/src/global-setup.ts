import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openEmbeddedPostgres } from '@redoubt/server/platform/db/embedded-postgres.ts'
import type { TestProject } from 'vitest/node'
import { routesFolder } from './routes-called.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL of the whole test run; each test server makes its own databases in it. */
    postgresUrl: string
  }
}

/** Starts one PostgreSQL for the run. It may forget on a power cut: that saves the waiting. */
export async function setup(project: TestProject) {
  rmSync(routesFolder, { recursive: true, force: true })
  mkdirSync(routesFolder, { recursive: true })
  const folder = mkdtempSync(path.join(os.tmpdir(), 'redoubt-test-'))
  const postgres = await openEmbeddedPostgres(folder, {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  })
  const { host, user } = postgres.connection
  project.provide(
    'postgresUrl',
    `postgres://${user}@localhost/?host=${encodeURIComponent(String(host))}`,
  )
  return async () => {
    await postgres[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  }
}
