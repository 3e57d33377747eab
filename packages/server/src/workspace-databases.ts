import pg from 'pg'
import type { BackendTarget, DialectPool } from '#platform/db/backend-pool.ts'
import type { KeySource } from '#platform/keys/root-key.ts'

/** Makes a database that a role owns. */
export type MakeDatabase = (client: pg.ClientBase, name: string, owner: string) => Promise<void>

type Given = {
  platform: DialectPool
  /** A role that may make databases and roles. */
  admin: pg.ClientConfig
  keys: KeySource
  makeDatabase?: MakeDatabase | undefined
}

/** The database of each workspace, and the role that may use nothing else. */
export function workspaceDatabases(given: Given) {
  const { platform, admin, keys, makeDatabase = makeEmptyDatabase } = given

  /** The password is derived, so it is stored nowhere. */
  function rolePassword(id: string): string {
    return keys.derive(`database-role/${id}`).toString('base64url')
  }

  async function provision(id: string): Promise<void> {
    const role = `w_${id}`
    const client = await platform.connect()
    try {
      await client.query(
        `create role ${role} login password '${rolePassword(id)}' nosuperuser nocreatedb nocreaterole`,
      )
      await client.query(`grant ${role} to current_user`)
      await makeDatabase(client, role, role)
      await client.query(`revoke connect on database ${role} from public`)
    } finally {
      client.release()
    }
  }

  function targetOf(id: string): BackendTarget {
    const name = `w_${id}`
    const { host, port, ssl } = admin
    const connection: pg.ClientConfig = { user: name, password: rolePassword(id), database: name }
    if (host !== undefined) connection.host = host
    if (port !== undefined) connection.port = port
    if (ssl !== undefined) connection.ssl = ssl
    return { key: name, connection }
  }

  return { provision, targetOf }
}

async function makeEmptyDatabase(client: pg.ClientBase, name: string, owner: string) {
  await client.query(`create database ${name} owner ${owner}`)
}

/** Makes the platform database where the server doesn't have it yet. */
export async function ensureDatabase(admin: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...admin, database: 'postgres' })
  await client.connect()
  try {
    // Nodes that start together do this one after the other; the lock ends with the connection.
    await client.query("select pg_advisory_lock(hashtext('redoubt platform'))")
    const name = client.escapeIdentifier(admin.database ?? 'postgres')
    const found = await client.query('select 1 from pg_database where datname = $1', [
      admin.database,
    ])
    if (found.rowCount === 0) await client.query(`create database ${name}`)
    await client.query(`revoke connect on database ${name} from public`)
  } finally {
    await client.end()
  }
}
