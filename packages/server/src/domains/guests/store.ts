import { sql } from 'kysely'
import type { Tx } from '#platform/db/database.ts'

/** Deactivates active guests, all of them or those who log in by a link; resolves to their ids. */
export async function deactivateGuests(
  tx: Tx,
  { now, onlyMagicLink }: { now: number; onlyMagicLink: boolean },
): Promise<string[]> {
  const rows = await tx.db
    .updateTable('users')
    .set({ delete_at: now, update_at: now })
    .where('delete_at', '=', 0)
    .where(sql<boolean>`'system_guest' = any(string_to_array(roles, ' '))`)
    .$if(onlyMagicLink, (query) => query.where('auth_service', '=', 'magic_link'))
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}
