import type { Db, Tx } from '#platform/db/database.ts'

const name = 'BrandImageTime'

/** When the picture was set; 0 where there is none. */
export async function findBrandTime(db: Db): Promise<number> {
  const row = await db
    .selectFrom('systems')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirst()
  return Number(row?.value ?? 0)
}

export async function upsertBrandTime(tx: Tx, time: number): Promise<void> {
  const value = String(time)
  await tx.db
    .insertInto('systems')
    .values({ name, value })
    .onConflict((oc) => oc.column('name').doUpdateSet({ value }))
    .execute()
}
