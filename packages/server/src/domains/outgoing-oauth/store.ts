import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type ConnectionRow = Selectable<Tables['outgoing_oauth_connections']>

/** A workspace has some dozens: all are read where one of them may fit. */
const maxConnections = 1_000

/** Oldest first. */
export function findConnections(db: Db): Promise<ConnectionRow[]> {
  return db
    .selectFrom('outgoing_oauth_connections')
    .selectAll()
    .orderBy('id')
    .limit(maxConnections)
    .execute()
}

export function findConnection(db: Db, id: string): Promise<ConnectionRow | undefined> {
  return db
    .selectFrom('outgoing_oauth_connections')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function insertConnection(tx: Tx, row: ConnectionRow): Promise<void> {
  await tx.db.insertInto('outgoing_oauth_connections').values(row).execute()
}

export async function updateConnection(tx: Tx, { id, ...row }: ConnectionRow): Promise<void> {
  await tx.db.updateTable('outgoing_oauth_connections').set(row).where('id', '=', id).execute()
}

export async function deleteConnection(tx: Tx, id: string): Promise<void> {
  await tx.db.deleteFrom('outgoing_oauth_connections').where('id', '=', id).execute()
}
