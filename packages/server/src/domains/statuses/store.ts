import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Manual } from './presence.ts'

/** What outlives the process. */
export type StatusRow = {
  user_id: string
  manual: Manual | ''
  previous: Manual | ''
  dnd_end_time: number
  last_activity_at: number
}

/** Of each of these accounts that exists, also where nothing was ever saved. */
export async function findStatuses(db: Db, userIds: readonly string[]): Promise<StatusRow[]> {
  const { rows } = await sql<StatusRow>`
    select u.id as user_id, coalesce(s.manual, '') as manual, coalesce(s.previous, '') as previous,
           coalesce(s.dnd_end_time, 0) as dnd_end_time,
           coalesce(s.last_activity_at, 0) as last_activity_at
    from users as u left join statuses as s on s.user_id = u.id
    where u.id = any(${userIds})`.execute(db)
  return rows
}

export async function upsertStatus(tx: Tx, row: StatusRow): Promise<void> {
  const { user_id: _key, ...changes } = row
  await tx.db
    .insertInto('statuses')
    .values(row)
    .onConflict((oc) => oc.column('user_id').doUpdateSet(changes))
    .execute()
}

/** Leaves alone what was set by hand: that may have been written in the meantime. */
export async function saveActivity(
  tx: Tx,
  rows: Pick<StatusRow, 'user_id' | 'last_activity_at'>[],
): Promise<void> {
  await tx.db
    .insertInto('statuses')
    .values(rows)
    .onConflict((oc) =>
      oc.column('user_id').doUpdateSet({
        last_activity_at: sql`greatest(statuses.last_activity_at, excluded.last_activity_at)`,
      }),
    )
    .execute()
}
