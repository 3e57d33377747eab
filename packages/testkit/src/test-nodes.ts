import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Clock } from '@redoubt/server/platform/clock.ts'
import { newId } from '@redoubt/server/platform/ids.ts'
import { inject, vi } from 'vitest'
import { NatsServer } from './nats-server.ts'
import { openTestServer, type TestServer } from './test-server.ts'
import { TestWorkspace } from './test-workspace.ts'

/** Several servers of one installation: one database, one key, one folder of files, one bus. */
export type TestNodes = AsyncDisposable & {
  bus: NatsServer
  servers: TestServer[]
  /** What each node of the installation is started with. */
  environment: Record<string, string>
  /** The workspace as the first node serves it. */
  ws: TestWorkspace
}

/** Opens `count` nodes at once; each knows of the others. */
export async function openTestNodes(
  count: number,
  options: { clock?: Clock } = {},
): Promise<TestNodes> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'redoubt-nodes-'))
  const bus = await NatsServer.open()
  const databaseUrl = new URL(inject('postgresUrl'))
  databaseUrl.pathname = `/p_${newId()}`
  const environment = {
    REDOUBT_DATABASE_URL: databaseUrl.href,
    REDOUBT_KEY_FILE: path.join(folder, 'installation.key'),
    REDOUBT_FILES: path.join(folder, 'files'),
    REDOUBT_NATS_URL: bus.url,
  }
  const servers = await Promise.all(
    Array.from({ length: count }, () => openTestServer(environment, options)),
  )
  const ws = await TestWorkspace.open(servers[0]?.address ?? '')
  await vi.waitFor(async () => {
    for (const { address } of servers) {
      const { body } = await ws.admin.at(address).request('GET', '/api/v4/cluster/status')
      if (!Array.isArray(body) || body.length < count) throw new Error('nodes are missing')
    }
  }, 10_000)
  return {
    bus,
    servers,
    environment,
    ws,
    async [Symbol.asyncDispose]() {
      for (const server of servers) await server[Symbol.asyncDispose]()
      await bus[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
