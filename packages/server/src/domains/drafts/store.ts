import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type DraftRow = Selectable<Tables['drafts']>
export type DraftKey = Pick<DraftRow, 'user_id' | 'channel_id' | 'root_id'>

const maxDrafts = 1_000

/** Adds a draft, or replaces what was begun at the same place; `create_at` stays the first one. */
export function upsertDraft(tx: Tx, draft: DraftRow): Promise<DraftRow> {
  const { props, priority, ...columns } = draft
  const values = {
    ...columns,
    props: JSON.stringify(props),
    priority: JSON.stringify(priority),
  }
  const { create_at: _created, ...changes } = values
  return tx.db
    .insertInto('drafts')
    .values(values)
    .onConflict((oc) => oc.columns(['user_id', 'channel_id', 'root_id']).doUpdateSet(changes))
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Resolves to what was deleted; undefined where there was nothing. */
export function deleteDraft(tx: Tx, key: DraftKey): Promise<DraftRow | undefined> {
  return tx.db
    .deleteFrom('drafts')
    .where('user_id', '=', key.user_id)
    .where('channel_id', '=', key.channel_id)
    .where('root_id', '=', key.root_id)
    .returningAll()
    .executeTakeFirst()
}

/**
 * Drafts in the live channels of a team and in direct and group channels, as far as the user is
 * still in them and their threads are still there. Newest first.
 */
export function findDraftsByUser(db: Db, userId: string, teamId: string): Promise<DraftRow[]> {
  return db
    .selectFrom('drafts as d')
    .innerJoin('channels as c', 'c.id', 'd.channel_id')
    .innerJoin('channel_members as m', (join) =>
      join.onRef('m.channel_id', '=', 'd.channel_id').onRef('m.user_id', '=', 'd.user_id'),
    )
    .leftJoin('posts as root', 'root.id', 'd.root_id')
    .selectAll('d')
    .where('d.user_id', '=', userId)
    .where('c.team_id', 'in', [teamId, ''])
    .where('c.delete_at', '=', 0)
    .where((eb) => eb.or([eb('d.root_id', '=', ''), eb('root.delete_at', '=', 0)]))
    .orderBy('d.update_at', 'desc')
    .limit(maxDrafts)
    .execute()
}

/** Deletes what anybody has begun to write in threads that are gone. */
export async function deleteDraftsOfThreads(tx: Tx, rootIds: string[]): Promise<void> {
  if (rootIds.length === 0) return
  await tx.db.deleteFrom('drafts').where('root_id', 'in', rootIds).execute()
}
