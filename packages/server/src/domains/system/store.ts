import type { AppliedMigration, IntegrityResult } from '@redoubt/wire/system.ts'
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'

export async function findSystemValue(db: Db, name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('systems')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.value
}

export async function upsertSystemValue(tx: Tx, name: string, value: string): Promise<void> {
  await tx.db
    .insertInto('systems')
    .values({ name, value })
    .onConflict((oc) => oc.column('name').doUpdateSet({ value }))
    .execute()
}

/** In the order in which they ran. */
export async function findMigrations(db: Db): Promise<AppliedMigration[]> {
  const { rows } = await sql<AppliedMigration>`
    select (row_number() over (order by name))::int as version, name
    from schema_migrations order by name`.execute(db)
  return rows
}

/** A column of one table that names rows of another. */
export type Relation = { parent: string; child: string; attribute: string }

const maxOrphans = 100

/** Rows whose parent isn't there; '' names nobody. */
export async function findOrphans(
  db: Db,
  { parent, child, attribute }: Relation,
): Promise<IntegrityResult['data']['records']> {
  const { rows } = await sql<{ parent_id: string; child_id: string }>`
    select distinct c.${sql.ref(attribute)} as parent_id, '' as child_id
    from ${sql.table(child)} c
    where c.${sql.ref(attribute)} <> '' and not exists (
      select 1 from ${sql.table(parent)} p where p.id = c.${sql.ref(attribute)})
    limit ${maxOrphans}`.execute(db)
  return rows
}
