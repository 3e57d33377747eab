import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { PasswordCost } from '@redoubt/server/domains/users/password.ts'
import type { Clock } from '@redoubt/server/platform/clock.ts'
import { newId } from '@redoubt/server/platform/ids.ts'
import { readProcessSettings } from '@redoubt/server/process-settings.ts'
import { openServer, parseDatabaseUrl, type RunningServer } from '@redoubt/server/server.ts'
import { pino } from 'pino'
import { test as base, inject } from 'vitest'
import { noteRoute } from './routes-called.ts'
import { copyTemplate, dropDatabases } from './template-database.ts'
import { TestWorkspace } from './test-workspace.ts'

/** A route, with the schemas of what it takes. */
export type BuiltRoute = { method: string; url: string; schema: unknown }

export type TestServer = RunningServer & {
  dataFolder: string
  /** Every route that is built. */
  routes: readonly BuiltRoute[]
}

/** Tests make thousands of accounts with one well-known password. */
const cheap: PasswordCost = { memoryCost: 64, timeCost: 1 }

/** A server with its own databases, on a port of its own. Its log goes nowhere below errors. */
export async function openTestServer(
  environment: Record<string, string> = {},
  options: { clock?: Clock } = {},
): Promise<TestServer> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'redoubt-'))
  const platformName = `p_${newId()}`
  const databaseUrl = new URL(inject('postgresUrl'))
  databaseUrl.pathname = `/${platformName}`
  // Whoever names a database has others that use it too.
  const ownsDatabases = environment.REDOUBT_DATABASE_URL === undefined
  const settings = readProcessSettings({
    REDOUBT_DATA: dataFolder,
    REDOUBT_LISTEN: '127.0.0.1:0',
    REDOUBT_DATABASE_URL: databaseUrl.href,
    REDOUBT_DATABASE_BACKENDS: '12',
    REDOUBT_ROUTE_LIMITS: 'off',
    ...environment,
  })
  const logger = pino({ level: 'error' }, pino.destination({ dest: 2, sync: true }))
  const routes: BuiltRoute[] = []
  const admin = parseDatabaseUrl(databaseUrl.href)
  const routesFolder = inject('routesFolder')
  const server = await openServer(settings, {
    passwordCost: cheap,
    makeDatabase: copyTemplate(admin),
    ...options,
    logger,
    onAnswer: (answer) => noteRoute(routesFolder, answer),
    onRoute: (route) => routes.push(route),
  })
  return {
    ...server,
    dataFolder,
    routes,
    [Symbol.asyncDispose]: async () => {
      // Where the test took the database away, its workspaces stay until the run ends.
      const workspaces = ownsDatabases ? await server.registry.list().catch(() => []) : []
      await server[Symbol.asyncDispose]()
      if (ownsDatabases) {
        await dropDatabases(admin, [platformName, ...workspaces.map(({ id }) => `w_${id}`)])
      }
      rmSync(dataFolder, { recursive: true, force: true })
      rmSync(`${dataFolder}.key`, { force: true })
    },
  }
}

/** Tests get a server of their file, and its workspace with an administrator. */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the pattern
  .extend('server', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await openTestServer()
    onCleanup(() => server[Symbol.asyncDispose]())
    return server
  })
  .extend('ws', { scope: 'file' }, async ({ server }) => TestWorkspace.open(server.address))
