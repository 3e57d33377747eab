import type { DatabaseFacts, Health, NewWorkspace, WorkspaceRecord } from '@redoubt/wire/control.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db } from '#platform/db/database.ts'
import { violatedConstraint } from '#platform/db/pg-errors.ts'
import { findDatabaseFacts } from './store.ts'

export type ControlService = ReturnType<typeof controlService>

export type ControlDeps = {
  workspaces: {
    create(name: string, hosts: string[]): Promise<WorkspaceRecord>
    list(): Promise<WorkspaceRecord[]>
  }
  /** The platform's database. */
  db: Db
  clock: Clock
  version: string
}

type WorkspaceFacts = Pick<Health, 'address' | 'site_url' | 'has_accounts'>

/** What the machine's owner asks of the process. Its routes are for the control socket alone. */
export function controlService({ workspaces, db, clock, version }: ControlDeps) {
  /** Makes a workspace. Throws 400 where its name or one of its hosts is taken. */
  async function createWorkspace(input: NewWorkspace): Promise<WorkspaceRecord> {
    const hosts = new Set((input.hosts ?? []).map((host) => host.toLowerCase()))
    try {
      return await workspaces.create(input.name, [...hosts])
    } catch (cause) {
      switch (violatedConstraint(cause)) {
        case 'workspaces_name_key':
          throw new AppError('api.workspace.create.name_taken.app_error', 400, { cause })
        case 'workspace_hosts_pkey':
          throw new AppError('api.workspace.create.host_taken.app_error', 400, { cause })
        default:
          throw cause
      }
    }
  }

  /** How the process is. A database that doesn't answer is a finding, not a failure. */
  async function health(facts: WorkspaceFacts): Promise<Health> {
    const asked = clock()
    const database: DatabaseFacts | null = await findDatabaseFacts(db).catch(() => null)
    const answered = clock()
    return {
      ...facts,
      version,
      node_version: process.version,
      pid: process.pid,
      uptime_seconds: Math.floor(process.uptime()),
      database,
      clock_offset_ms: database && database.now - (asked + answered) / 2,
    }
  }

  return { createWorkspace, listWorkspaces: workspaces.list, health }
}
