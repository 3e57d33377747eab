import type { Bus } from '#platform/bus/bus.ts'
import type { Nodes } from '#platform/bus/nodes.ts'
import type { Db } from '#platform/db/database.ts'

type Given = { db: Db; bus: Bus; nodes: Nodes }

/** Which node has which workspace open. Kept only where there are several nodes. */
export function openWorkspaces({ db, bus, nodes }: Given) {
  async function note(ids: string[]): Promise<void> {
    if (!bus.isShared || ids.length === 0) return
    await db
      .insertInto('open_workspaces')
      .values(ids.map((workspace_id) => ({ node_id: bus.nodeId, workspace_id })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }

  async function noteClosed(id: string): Promise<void> {
    if (!bus.isShared) return
    await db
      .deleteFrom('open_workspaces')
      .where('node_id', '=', bus.nodeId)
      .where('workspace_id', '=', id)
      .execute()
  }

  /** The workspaces that nodes had open which were killed: something may be waiting there. */
  async function takeAbandoned(): Promise<string[]> {
    if (!bus.isShared || !bus.isConnected) return []
    const alive = [bus.nodeId, ...nodes.others().map(({ id }) => id)]
    const rows = await db
      .deleteFrom('open_workspaces')
      .where('node_id', 'not in', alive)
      .returning('workspace_id')
      .execute()
    return [...new Set(rows.map((row) => row.workspace_id))]
  }

  return { note, noteClosed, takeAbandoned }
}
