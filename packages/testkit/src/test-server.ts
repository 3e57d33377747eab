import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Clock } from '@redoubt/server/platform/clock.ts'
import { newId } from '@redoubt/server/platform/ids.ts'
import { readProcessSettings } from '@redoubt/server/process-settings.ts'
import { openServer, type RunningServer } from '@redoubt/server/server.ts'
import { pino } from 'pino'
import { test as base, inject } from 'vitest'
import { noteRoute } from './routes-called.ts'
import { TestWorkspace } from './test-workspace.ts'

/** A route, with the schemas of what it takes. */
export type BuiltRoute = { method: string; url: string; schema: unknown }

export type TestServer = RunningServer & {
  dataFolder: string
  /** Every route that is built. */
  routes: readonly BuiltRoute[]
}

/** A server with its own databases, on a port of its own. Its log goes nowhere below errors. */
export async function openTestServer(
  environment: Record<string, string> = {},
  options: { clock?: Clock } = {},
): Promise<TestServer> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'redoubt-'))
  const databaseUrl = new URL(inject('postgresUrl'))
  databaseUrl.pathname = `/p_${newId()}`
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
  const server = await openServer(settings, {
    ...options,
    logger,
    onAnswer: noteRoute,
    onRoute: (route) => routes.push(route),
  })
  return {
    ...server,
    dataFolder,
    routes,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
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
