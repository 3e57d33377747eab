import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { PasswordCost } from '#domains/users/password.ts'
import { openDiskBlobs } from '#platform/blobs/disk-blobs.ts'
import { sealedBlobs } from '#platform/blobs/sealed-blobs.ts'
import type { Bus } from '#platform/bus/bus.ts'
import type { Nodes } from '#platform/bus/nodes.ts'
import { openPeers } from '#platform/bus/peers.ts'
import type { Clock } from '#platform/clock.ts'
import type { BackendPool } from '#platform/db/backend-pool.ts'
import { openDb } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import type { KeySource } from '#platform/keys/root-key.ts'
import { openWorkspaces } from './open-workspaces.ts'
import { openWorkspace, type Workspace } from './workspace.ts'
import { ensureDatabase, type MakeDatabase, workspaceDatabases } from './workspace-databases.ts'
import { anyHost, type WorkspaceRecord, workspaceRecords } from './workspace-records.ts'

export type Registry = Awaited<ReturnType<typeof openRegistry>>

type Given = {
  pool: BackendPool
  /** A role that may make databases and roles; its database is the platform's. */
  admin: pg.ClientConfig
  keys: KeySource
  clock: Clock
  environment: Record<string, string | undefined>
  /** Files lie below it, those of each workspace in a folder of its own. */
  filesFolder: string
  bus: Bus
  nodes: Nodes
  passwordCost?: PasswordCost | undefined
  makeDatabase?: MakeDatabase | undefined
  /** Told of what an operator has to know. */
  warn: (message: string) => void
}

type Open = { workspace: Promise<Workspace>; usedAt: number }

const idleMs = 15 * 60_000
const tickMs = 250
const ticksPerSecond = 4
const firstWaitMs = 30_000
const firstStepMs = 100
/** Where there are other nodes: how often each looks for what one of them left behind. */
const ticksPerRefresh = 60
/** What a node spreads that has made a workspace. */
const workspacesChanged = 'workspaces'

/** All workspaces of the process: made once, opened at their first request, closed when idle. */
export async function openRegistry(given: Given) {
  const { pool, admin, keys, clock, environment, filesFolder, bus, nodes, warn } = given
  await ensureDatabase(admin)
  const platform = pool.forDatabase({ key: 'platform', connection: admin })
  await migrate(platform, 'platform')
  const db = openDb(platform)
  const databases = workspaceDatabases({ platform, admin, keys, makeDatabase: given.makeDatabase })
  const records = workspaceRecords({
    db,
    clock,
    provision: databases.provision,
    onCreated: () => nodes.spread(workspacesChanged),
  })
  const { create, list, setWakeAt } = records
  const openOn = openWorkspaces({ db, bus, nodes })
  const opened = new Map<string, Open>()

  /** The workspace of a host name, opened if it isn't; undefined where nobody claims the host. */
  async function forHost(hostHeader: string): Promise<Workspace | undefined> {
    const id = await records.idForHost(hostHeader)
    return id === undefined ? undefined : open(id)
  }

  /** The workspace of this name; undefined where there is none. */
  async function forName(name: string): Promise<Workspace | undefined> {
    const record = (await list()).find((row) => row.name === name)
    return record && open(record.id)
  }

  function open(id: string): Promise<Workspace> {
    const known = opened.get(id)
    if (known) {
      known.usedAt = clock()
      return known.workspace
    }
    const workspace = openNow(id)
    opened.set(id, { workspace, usedAt: clock() })
    workspace.catch(() => opened.delete(id))
    return workspace
  }

  async function openNow(id: string): Promise<Workspace> {
    // Should this process be killed, then whoever sweeps next opens the workspace again.
    await setWakeAt(id, clock())
    await openOn.note([id])
    const record = (await list()).find((row) => row.id === id)
    if (!record) throw new Error(`There is no workspace ${id}`)
    const dialectPool = pool.forDatabase(databases.targetOf(id))
    await migrate(dialectPool, 'workspace')
    const workspaceKeys = subKeys(keys, id)
    const disk = await openDiskBlobs(path.join(filesFolder, 'w', id), clock())
    // Before anything is read, so that no change is missed in between.
    const peers = openPeers({ bus, nodes, workspaceId: id, keys: workspaceKeys, clock, warn })
    const opening = openWorkspace({
      id,
      name: record.name,
      db: openDb(dialectPool),
      clock,
      keys: workspaceKeys,
      blobs: sealedBlobs(disk, workspaceKeys),
      peers,
      recycleConnections: () => dialectPool.end(),
      measureDisk: () => measureDisk(filesFolder),
      environment,
      passwordCost: given.passwordCost,
    })
    opening.catch(peers.close)
    return opening
  }

  /** Opens the workspace that answers for every host, making it where there is none yet. */
  async function ensureDefault(): Promise<Workspace> {
    const all = await list()
    const record =
      all.find((row) => row.hosts.includes(anyHost)) ??
      (all.length === 0 ? await createFirst() : all[0])
    if (!record) throw new Error('There is no workspace')
    return open(record.id)
  }

  /** Of nodes that start together one makes it, and the others wait until it is there. */
  async function createFirst(): Promise<WorkspaceRecord | undefined> {
    const made = await create('main', [anyHost]).catch(async (error: unknown) => {
      for (let waited = 0; waited < firstWaitMs; waited += firstStepMs) {
        const [first] = await list()
        if (first) return first
        await sleep(firstStepMs)
      }
      throw error
    })
    records.forgetHosts()
    return made
  }

  /** Closes workspaces that nobody has used for a while and nobody is connected to. */
  async function closeIdle(): Promise<void> {
    for (const [id, entry] of opened) {
      const workspace = await entry.workspace
      workspace.sweep()
      if (workspace.hub.connectionCount > 0 || workspace.imports.isRunning()) continue
      if (workspace.tasks.isRunning || clock() - entry.usedAt < idleMs) continue
      opened.delete(id)
      await close(id, workspace)
    }
  }

  /** What waits for a later time stands in the platform database, where sleepers are woken from. */
  async function close(id: string, workspace: Workspace): Promise<void> {
    const wakeAt = await workspace.tasks.wakeAt().catch(() => clock())
    await workspace[Symbol.asyncDispose]()
    await Promise.all([setWakeAt(id, wakeAt), openOn.noteClosed(id)]).catch(() => {
      // The database is away: the next start finds the workspace as one to be opened.
    })
  }

  /** Has the workspaces opened that a killed node had open. */
  async function takeUpAbandoned(): Promise<void> {
    for (const id of await openOn.takeAbandoned()) await setWakeAt(id, clock())
  }

  /** Opens the workspaces that have something to do and aren't open. */
  async function wakeDue(): Promise<void> {
    for (const id of await records.listDue())
      if (!opened.has(id)) await open(id).catch(() => undefined)
  }

  function forEachOpen(act: (workspace: Workspace) => void): void {
    for (const { workspace } of opened.values()) workspace.then(act, () => undefined)
  }

  /** Looks for what other nodes have queued: they may not be there any more when it is due. */
  function refresh(): void {
    forEachOpen(({ tasks }) => void tasks.refresh().catch(() => undefined))
  }

  let ticks = 0
  function tick(): void {
    ticks++
    forEachOpen(({ tasks }) => tasks.tick())
    if (!bus.isShared) return
    if (ticks % ticksPerSecond === 0) forEachOpen(({ peers }) => peers.tick())
    if (ticks % ticksPerRefresh === 0) refresh()
  }

  async function sweepOnce(): Promise<void> {
    await closeIdle()
    // Others forget what a node has open that they took for gone.
    await openOn.note([...opened.keys()])
    await takeUpAbandoned()
    await wakeDue()
  }

  nodes.onNews((news) => {
    if (news === workspacesChanged) records.forgetHosts()
  })
  const endings = [
    bus.onReturn(records.forgetHosts),
    nodes.onGone(() => {
      refresh()
      void takeUpAbandoned()
        .then(wakeDue)
        .catch(() => undefined)
    }),
  ]
  const ticking = setInterval(tick, tickMs)
  ticking.unref()
  const sweep = setInterval(() => void sweepOnce().catch(() => undefined), 60_000)
  sweep.unref()
  void wakeDue().catch(() => undefined)

  return {
    /** The platform's database. */
    db,
    create,
    list,
    forHost,
    forName,
    ensureDefault,
    closeIdle,
    wakeDue,
    async [Symbol.asyncDispose](): Promise<void> {
      clearInterval(ticking)
      for (const end of endings) end()
      clearInterval(sweep)
      for (const [id, { workspace }] of opened) {
        const open = await workspace.catch(() => undefined)
        if (open) await close(id, open)
      }
      await db.destroy()
    },
  }
}

/** A workspace's keys: derived under its id, so that no two share one. */
function subKeys(keys: KeySource, id: string): KeySource {
  return { derive: (purpose) => keys.derive(`workspace/${id}/${purpose}`) }
}

/** Room on the disk that a folder is on. */
async function measureDisk(folder: string) {
  const { bavail, blocks, bsize } = await statfs(folder)
  return { free_bytes: bavail * bsize, total_bytes: blocks * bsize }
}
