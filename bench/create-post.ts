import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { registerRoutes } from '@redoubt/server/http.ts'
import { anonymous } from '@redoubt/server/platform/actor.ts'
import { openDiskBlobs } from '@redoubt/server/platform/blobs/disk-blobs.ts'
import { sealedBlobs } from '@redoubt/server/platform/blobs/sealed-blobs.ts'
import { soleBus } from '@redoubt/server/platform/bus/bus.ts'
import { openNodes } from '@redoubt/server/platform/bus/nodes.ts'
import { openPeers, type Peers } from '@redoubt/server/platform/bus/peers.ts'
import { systemClock } from '@redoubt/server/platform/clock.ts'
import { BackendPool, type DialectPool } from '@redoubt/server/platform/db/backend-pool.ts'
import { openDb } from '@redoubt/server/platform/db/database.ts'
import { openEmbeddedPostgres } from '@redoubt/server/platform/db/embedded-postgres.ts'
import { migrate } from '@redoubt/server/platform/db/migrate.ts'
import { makeApp } from '@redoubt/server/platform/http/app.ts'
import { newId } from '@redoubt/server/platform/ids.ts'
import { type KeySource, keySource } from '@redoubt/server/platform/keys/root-key.ts'
import { openWorkspace, type Workspace } from '@redoubt/server/workspace.ts'
import { fastify } from 'fastify'
import { pino } from 'pino'
import type { LoadPlan, LoadResult } from './load.ts'

const clientCount = 32
const rounds = 5
const backends = 16

export type Comparison = { floor: LoadResult[]; product: LoadResult[] }

/**
 * Creating posts through the product, against a bare route that does one INSERT of the same post
 * over the same pool. Both in turn, on one PostgreSQL with every commit on disk.
 */
export function benchCreatePost(channelCount: number, seconds: number): Promise<Comparison> {
  return onStage(async ({ workspace, database }) => {
    const plan = await makePlan(workspace, channelCount, seconds)
    const product = await openProduct(workspace)
    const floor = await openFloor(database)
    const comparison = await compare(plan, {
      product: `${product.url}/api/v4/posts`,
      floor: `${floor.url}/posts`,
    })
    await product.close()
    await floor.close()
    return comparison
  })
}

type Stage = { workspace: Workspace; database: DialectPool }

/** A workspace of its own on a PostgreSQL of its own, with every commit on disk. */
export async function onStage<Result>(work: (stage: Stage) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'redoubt-bench-'))
  try {
    await using postgres = await openEmbeddedPostgres(folder)
    await using pool = new BackendPool(backends)
    await createDatabase(pool.forDatabase({ key: 'admin', connection: postgres.connection }))
    const database = pool.forDatabase({
      key: 'bench',
      connection: { ...postgres.connection, database: 'bench' },
    })
    await migrate(database, 'workspace')
    const keys = keySource(Buffer.alloc(32, 1))
    const id = newId()
    await using workspace = await openWorkspace({
      id,
      peers: noPeers(id, keys),
      name: 'bench',
      db: openDb(database),
      clock: systemClock,
      keys,
      blobs: sealedBlobs(await openDiskBlobs(path.join(folder, 'files'), Date.now()), keys),
      environment: {},
      measureDisk: async () => ({ free_bytes: 0, total_bytes: 0 }),
    })
    return await work({ workspace, database })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** As a process has them that is alone. */
function noPeers(workspaceId: string, keys: KeySource): Peers {
  const bus = soleBus()
  const common = { bus, keys, clock: systemClock, warn: () => undefined }
  const nodes = openNodes({ ...common, hostname: '', version: '' })
  return openPeers({ ...common, nodes, workspaceId })
}

/** Both sides in turn, after a second to warm up. */
export async function compare(
  plan: Omit<LoadPlan, 'url'>,
  urls: { product: string; floor: string },
): Promise<Comparison> {
  const comparison: Comparison = { floor: [], product: [] }
  await load({ ...plan, seconds: 1, url: urls.product })
  for (let round = 0; round < rounds; round++) {
    comparison.floor.push(await load({ ...plan, url: urls.floor }))
    comparison.product.push(await load({ ...plan, url: urls.product }))
  }
  return comparison
}

async function createDatabase(admin: DialectPool): Promise<void> {
  const client = await admin.connect()
  await client.query('create database bench')
  client.release()
}

/** One account per client, all in one team, spread over the channels. */
export async function makePlan(
  workspace: Workspace,
  channelCount: number,
  seconds: number,
): Promise<Omit<LoadPlan, 'url'>> {
  const { users, sessions, teams, channels } = workspace
  const people = []
  for (let index = 0; index < clientCount; index++) {
    const username = `client-${index}`
    await users.create({ username, email: `${username}@example.org`, password: 'bench-password' })
    const login = { login_id: username, password: 'bench-password' }
    people.push(await sessions.login(anonymous, login, ''))
  }
  const actors = await Promise.all(people.map((person) => sessions.authenticate(person.token)))
  const admin = actors[0]?.actor
  if (!admin) throw new Error('no session')
  const team = await teams.create(admin, { name: 'bench', display_name: 'Bench' })
  const channelIds: string[] = []
  for (let index = 0; index < channelCount; index++) {
    const name = `channel-${index}`
    const input = { team_id: team.id, name, display_name: name, type: 'O' as const }
    channelIds.push((await channels.create(admin, input)).id)
  }
  const clients = []
  for (const [index, person] of people.entries()) {
    const channelId = channelIds[index % channelIds.length] ?? ''
    if (index > 0) await teams.join(admin, team.id, person.user.id)
    await channels.addMembers(admin, channelId, [person.user.id])
    clients.push({
      headers: { Authorization: `Bearer ${person.token}` },
      body: { channel_id: channelId, user_id: person.user.id },
    })
  }
  return { seconds, clients }
}

export async function openProduct(workspace: Workspace) {
  const app = await makeApp(pino({ level: 'error' }))
  await registerRoutes(app, {
    workspaceOf: async () => workspace,
    isLocal: () => false,
    webFolder: '/nonexistent',
  })
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), close: () => app.close() }
}

type BarePost = { channel_id: string; user_id: string; message: string; pending_post_id: string }

async function openFloor(database: DialectPool) {
  const app = fastify()
  app.post<{ Body: BarePost }>('/posts', async (request, reply) => {
    const { channel_id, user_id, message, pending_post_id } = request.body
    const now = Date.now()
    const client = await database.connect()
    try {
      const { rows } = await client.query(
        `insert into posts (id, create_at, update_at, user_id, channel_id, message, pending_post_id)
         values ($1, $2, $2, $3, $4, $5, $6) returning *`,
        [newId(now), now, user_id, channel_id, message, `floor:${pending_post_id}:${now}`],
      )
      return reply.code(201).send(rows[0])
    } finally {
      client.release()
    }
  })
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), close: () => app.close() }
}

function load(plan: LoadPlan): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, 'load.ts'))
    child.once('message', (result: LoadResult) => resolve(result))
    child.once('error', reject)
    child.send(plan)
  })
}
