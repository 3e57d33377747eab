import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'

/** A version of the configuration, without its values. */
export type ConfigVersionRow = {
  id: string
  create_at: number
  user_id: string
  is_active: boolean
  changed_keys: string[]
}

/** The active configuration: only keys that differ from their defaults. */
export async function findActiveConfig(db: Db): Promise<Record<string, unknown>> {
  const row = await db
    .selectFrom('configurations')
    .select('value')
    .where('is_active', '=', true)
    .executeTakeFirst()
  return row?.value ?? {}
}

/** Lets one writer at a time see what it changes, until the transaction ends. */
export async function lockConfig(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('redoubt configuration'))`.execute(tx.db)
}

/** Every version, newest first. */
export function findConfigHistory(db: Db, page: Page): Promise<ConfigVersionRow[]> {
  return db
    .selectFrom('configurations')
    .select(['id', 'create_at', 'user_id', 'is_active', 'changed_keys'])
    .orderBy('create_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

/** Makes `value` the active configuration; the earlier ones stay as history. */
export async function insertConfig(
  tx: Tx,
  row: {
    id: string
    value: Record<string, unknown>
    changedKeys: string[]
    now: number
    userId: string
  },
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
      changed_keys: row.changedKeys,
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
