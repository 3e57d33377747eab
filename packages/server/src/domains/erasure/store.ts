import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'

/** What outlives a person although it names one: the record of what was done to the workspace. */
const kept = ['audits', 'configurations', 'terms_of_service', 'posts', 'file_infos']

/** Names of the tables whose rows belong to the person of their `user_id`. */
export async function findPersonalTables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ table_name: string }>`
    select table_name from information_schema.columns
    where table_schema = current_schema() and column_name = 'user_id'
      and table_name <> all(${kept})
    order by table_name`.execute(db)
  return rows.map((row) => row.table_name)
}

export async function deleteRowsOf(tx: Tx, table: string, userIds: string[]): Promise<void> {
  await sql`delete from ${sql.id(table)} where user_id = any(${userIds})`.execute(tx.db)
}

/** The posts of these people in every version, oldest first. */
export async function findPostIdsOf(db: Db, userIds: string[], limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from posts where user_id = any(${userIds}) order by id limit ${limit}`.execute(db)
  return rows.map((row) => row.id)
}

/** Uploads that no post has taken. */
export async function findFileIdsOf(db: Db, userIds: string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('file_infos')
    .select('id')
    .where('user_id', 'in', userIds)
    .execute()
  return rows.map((row) => row.id)
}

export async function deleteFiles(tx: Tx, ids: string[]): Promise<void> {
  await tx.db.deleteFrom('file_infos').where('id', 'in', ids).execute()
}

export async function deleteUsers(tx: Tx, ids: string[]): Promise<void> {
  await tx.db.deleteFrom('users').where('id', 'in', ids).execute()
}

/** A page of everybody there is. */
export async function findUserIds(db: Db, limit: number): Promise<string[]> {
  const rows = await db.selectFrom('users').select('id').orderBy('id').limit(limit).execute()
  return rows.map((row) => row.id)
}
