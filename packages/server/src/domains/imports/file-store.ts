import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type ImportFileRow = Selectable<Tables['import_files']>

const maxFiles = 1_000

export async function insertImportFile(tx: Tx, row: ImportFileRow): Promise<void> {
  await tx.db.insertInto('import_files').values(row).execute()
}

/** Oldest first. */
export function findImportFiles(db: Db): Promise<ImportFileRow[]> {
  return db.selectFrom('import_files').selectAll().orderBy('create_at').limit(maxFiles).execute()
}

export function findImportFile(db: Db, name: string): Promise<ImportFileRow | undefined> {
  return db.selectFrom('import_files').selectAll().where('name', '=', name).executeTakeFirst()
}

export async function deleteImportFile(tx: Tx, id: string): Promise<void> {
  await tx.db.deleteFrom('import_files').where('id', '=', id).execute()
}
