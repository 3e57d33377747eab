import type { Db, Tx } from '#platform/db/database.ts'

/** The active configuration: only keys that differ from their defaults. */
export async function findActiveConfig(db: Db): Promise<Record<string, unknown>> {
  const row = await db
    .selectFrom('configurations')
    .select('value')
    .where('is_active', '=', true)
    .executeTakeFirst()
  return row?.value ?? {}
}

/** Makes `value` the active configuration; the earlier ones stay as history. */
export async function insertConfig(
  tx: Tx,
  row: { id: string; value: Record<string, unknown>; now: number; userId: string },
): Promise<void> {
  await tx.db
    .updateTable('configurations')
    .set({ is_active: false })
    .where('is_active', '=', true)
    .execute()
  await tx.db
    .insertInto('configurations')
    .values({
      id: row.id,
      value: JSON.stringify(row.value),
      create_at: row.now,
      user_id: row.userId,
      is_active: true,
    })
    .execute()
}

async function findSystemValue(db: Db, name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('systems')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.value
}

/** Stores a value once; resolves to the one that is there afterwards. */
export async function ensureSystemValue(tx: Tx, name: string, value: string): Promise<string> {
  await tx.db
    .insertInto('systems')
    .values({ name, value })
    .onConflict((oc) => oc.column('name').doNothing())
    .execute()
  return (await findSystemValue(tx.db, name)) ?? value
}
