import { BackendPool } from '@redoubt/server/platform/db/backend-pool.ts'
import { migrate } from '@redoubt/server/platform/db/migrate.ts'
import type { MakeDatabase } from '@redoubt/server/workspace-databases.ts'
import { workspaceDatabases } from '@redoubt/server/workspace-databases.ts'
import pg from 'pg'

const template = 'w_template'

/** Makes the workspace that others are copied from, as the product makes one. */
export async function makeTemplate(admin: pg.ClientConfig): Promise<void> {
  await using pool = new BackendPool(2)
  const platform = pool.forDatabase({ key: 'admin', connection: admin })
  const keys = { derive: () => Buffer.alloc(32) }
  const databases = workspaceDatabases({ platform, admin, keys })
  await databases.provision('template')
  const database = pool.forDatabase(databases.targetOf('template'))
  await migrate(database, 'workspace')
  // Nobody may be in it when it is copied, and its owner's goods are to be those inside alone.
  await database.end()
  const client = await platform.connect()
  await client.query(`alter database ${template} owner to current_user`)
  client.release()
}

/** Copies the template; what lies in the copy is its new owner's, as if that had migrated it. */
export function copyTemplate(admin: pg.ClientConfig): MakeDatabase {
  return async (client, name, owner) => {
    await client.query(
      `create database ${name} owner ${owner} template ${template} strategy file_copy`,
    )
    const inside = new pg.Client({ ...admin, database: name })
    await inside.connect()
    await inside.query(`reassign owned by ${template} to ${owner}`)
    await inside.end()
  }
}

/** Drops the databases of a server that is closed: those of many would fill the memory. */
export async function dropDatabases(admin: pg.ClientConfig, names: string[]): Promise<void> {
  const client = new pg.Client({ ...admin, database: 'postgres' })
  await client.connect()
  for (const name of names) await client.query(`drop database if exists ${name} with (force)`)
  await client.end()
}
