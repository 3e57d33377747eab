import { BackendPool } from '@redoubt/server/platform/db/backend-pool.ts'
import { parseDatabaseUrl } from '@redoubt/server/server.ts'
import { inject } from 'vitest'
import type { TestServer } from './test-server.ts'

/** What stands in the database of the server's workspace, asked past the server. */
export async function rowsOf(server: TestServer, query: string): Promise<unknown[]> {
  const { id } = await server.registry.ensureDefault()
  const connection = { ...parseDatabaseUrl(inject('postgresUrl')), database: `w_${id}` }
  await using pool = new BackendPool(1)
  const client = await pool.forDatabase({ key: id, connection }).connect()
  const { rows } = await client.query(query)
  client.release()
  return rows
}
