import type { Clock } from '#platform/clock.ts'
import type { Db } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'

/** A tenant as the platform database knows it. */
export type WorkspaceRecord = { id: string; name: string; hosts: string[]; create_at: number }

type Given = {
  /** The platform's database. */
  db: Db
  clock: Clock
  /** Makes the database and role of a workspace. */
  provision: (id: string) => Promise<void>
  /** Told of each workspace that is made here. */
  onCreated: () => void
}

/** The host of whoever answers for all that nobody else claims. */
export const anyHost = '*'

/** Which workspaces there are, by the platform's database. */
export function workspaceRecords({ db, clock, provision, onCreated }: Given) {
  let idsByHost: Map<string, string> | undefined

  /** Makes a workspace with its database and role. Throws where name or host is taken. */
  async function create(name: string, hosts: string[]): Promise<WorkspaceRecord> {
    if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) {
      throw new Error('A workspace is named by letters a–z, digits and hyphens.')
    }
    const id = newId(clock())
    const record = { id, name, hosts: hosts.map((host) => host.toLowerCase()), create_at: clock() }
    await db.transaction().execute(async (trx) => {
      await trx
        .insertInto('workspaces')
        .values({
          id,
          name,
          database_name: `w_${id}`,
          state: 'creating',
          create_at: record.create_at,
        })
        .execute()
      const rows = record.hosts.map((host) => ({ host, workspace_id: id }))
      if (rows.length > 0) await trx.insertInto('workspace_hosts').values(rows).execute()
    })
    await provision(id).catch(async (error: unknown) => {
      // The name is free again; a half-made database is nobody's.
      await db.deleteFrom('workspaces').where('id', '=', id).execute()
      throw error
    })
    await db.updateTable('workspaces').set({ state: 'active' }).where('id', '=', id).execute()
    forgetHosts()
    onCreated()
    return record
  }

  async function list(): Promise<WorkspaceRecord[]> {
    const rows = await db
      .selectFrom('workspaces')
      .leftJoin('workspace_hosts', 'workspace_hosts.workspace_id', 'workspaces.id')
      .select(['workspaces.id', 'workspaces.name', 'workspaces.create_at', 'workspace_hosts.host'])
      .where('workspaces.state', '=', 'active')
      .orderBy('workspaces.create_at')
      .execute()
    return [...Map.groupBy(rows, (row) => row.id).values()].flatMap((group) => {
      const [first] = group
      if (!first) return []
      const hosts = group.flatMap((row) => row.host ?? [])
      return [{ id: first.id, name: first.name, hosts, create_at: first.create_at }]
    })
  }

  /** The workspace that claims a host, or all hosts; undefined where none does. */
  async function idForHost(hostHeader: string): Promise<string | undefined> {
    idsByHost ??= new Map((await list()).flatMap((row) => row.hosts.map((host) => [host, row.id])))
    const host = hostHeader.toLowerCase().replace(/:\d+$/, '')
    return idsByHost.get(host) ?? idsByHost.get(anyHost)
  }

  /** Has the next host looked up anew. */
  function forgetHosts(): void {
    idsByHost = undefined
  }

  async function setWakeAt(id: string, wakeAt: number | undefined): Promise<void> {
    const wake_at = wakeAt ?? null
    await db.updateTable('workspaces').set({ wake_at }).where('id', '=', id).execute()
  }

  /** The workspaces that have something to do by now. */
  async function listDue(): Promise<string[]> {
    const rows = await db
      .selectFrom('workspaces')
      .select('id')
      .where('wake_at', '<=', clock())
      .where('state', '=', 'active')
      .execute()
    return rows.map(({ id }) => id)
  }

  return { create, list, idForHost, forgetHosts, setWakeAt, listDue }
}
