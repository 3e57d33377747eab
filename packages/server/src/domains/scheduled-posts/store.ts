import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type ScheduledPostRow = Selectable<Tables['scheduled_posts']>

const maxListed = 1_000

export async function insertScheduledPost(tx: Tx, row: ScheduledPostRow): Promise<void> {
  const values = {
    ...row,
    props: JSON.stringify(row.props),
    priority: JSON.stringify(row.priority),
  }
  await tx.db.insertInto('scheduled_posts').values(values).execute()
}

export function findScheduledPost(db: Db, id: string): Promise<ScheduledPostRow | undefined> {
  return db.selectFrom('scheduled_posts').selectAll().where('id', '=', id).executeTakeFirst()
}

type Changes = Partial<
  Pick<
    ScheduledPostRow,
    'message' | 'file_ids' | 'scheduled_at' | 'processed_at' | 'error_code' | 'update_at'
  >
> & { props?: Record<string, unknown>; priority?: ScheduledPostRow['priority'] }

/** Undefined where it is gone: sent or deleted. */
export function updateScheduledPost(
  tx: Tx,
  id: string,
  { props, priority, ...columns }: Changes,
): Promise<ScheduledPostRow | undefined> {
  return tx.db
    .updateTable('scheduled_posts')
    .set({
      ...columns,
      ...(props && { props: JSON.stringify(props) }),
      ...(priority && { priority: JSON.stringify(priority) }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Resolves to what was deleted. */
export function deleteScheduledPost(tx: Tx, id: string): Promise<ScheduledPostRow | undefined> {
  return tx.db.deleteFrom('scheduled_posts').where('id', '=', id).returningAll().executeTakeFirst()
}

/** A user's in the channels of a team, or where it is '' in direct and group channels; next first. */
export function findScheduledPosts(
  db: Db,
  userId: string,
  teamId: string,
): Promise<ScheduledPostRow[]> {
  return db
    .selectFrom('scheduled_posts as s')
    .innerJoin('channels as c', 'c.id', 's.channel_id')
    .selectAll('s')
    .where('s.user_id', '=', userId)
    .where('c.team_id', '=', teamId)
    .orderBy('s.scheduled_at')
    .orderBy('s.id')
    .limit(maxListed)
    .execute()
}
