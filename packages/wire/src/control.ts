import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'

/** Asks for a tenant; it answers at the host names, or only by name over the control socket. */
export const NewWorkspace = Type.Object({
  name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
  hosts: Type.Optional(
    Type.Array(Type.String({ pattern: '^(\\*|[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)$' }), {
      maxItems: 100,
    }),
  ),
})
export type NewWorkspace = Static<typeof NewWorkspace>

export const WorkspaceRecord = Type.Object({
  id: Id,
  name: Type.String(),
  hosts: Type.Array(Type.String()),
  create_at: Millis,
})
export type WorkspaceRecord = Static<typeof WorkspaceRecord>

/** What the server's database is and what its role may do there. */
export const DatabaseFacts = Type.Object({
  version: Type.String(),
  version_num: Type.Integer(),
  may_create_databases: Type.Boolean(),
  may_create_roles: Type.Boolean(),
  /** The database's clock. */
  now: Millis,
})
export type DatabaseFacts = Static<typeof DatabaseFacts>

/** How the running process is; for the machine's owner alone. */
export const Health = Type.Object({
  version: Type.String(),
  node_version: Type.String(),
  pid: Type.Integer(),
  uptime_seconds: Type.Number(),
  /** Where it answers. */
  address: Type.String(),
  site_url: Type.String(),
  has_accounts: Type.Boolean(),
  database: Type.Union([DatabaseFacts, Type.Null()]),
  /** The database's clock minus the process's, halfway through the question. */
  clock_offset_ms: Type.Union([Type.Number(), Type.Null()]),
})
export type Health = Static<typeof Health>
