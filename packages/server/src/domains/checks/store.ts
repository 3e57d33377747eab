import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

/** What the workspace's database takes up on disk, in bytes. */
export async function measureDatabase(db: Db): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    select pg_database_size(current_database()) as size`.execute(db)
  return Number(rows[0]?.size ?? 0)
}
