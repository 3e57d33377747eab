import type { Scheme } from '@redoubt/wire/schemes.ts'
import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type RoleRow = Selectable<Tables['roles']>

/** All roles: some dozens, and three for each moderated channel. */
export function findRoles(db: Db): Promise<RoleRow[]> {
  return db.selectFrom('roles').selectAll().orderBy('name').execute()
}

/** Adds roles that aren't there yet; those that are keep their permissions. */
export async function insertMissingRoles(tx: Tx, roles: RoleRow[]): Promise<void> {
  await tx.db
    .insertInto('roles')
    .values(roles)
    .onConflict((oc) => oc.column('name').doNothing())
    .execute()
}

/** `update_at` always grows: whoever hears of two changes keeps the later one. */
export function updateRoles(
  tx: Tx,
  names: string[],
  changes: { permissions?: string[]; delete_at?: number; now: number },
): Promise<RoleRow[]> {
  const { now, ...columns } = changes
  return tx.db
    .updateTable('roles')
    .set({ ...columns, update_at: sql<number>`greatest(update_at + 1, ${now})` })
    .where('name', 'in', names)
    .returningAll()
    .execute()
}

export function findSchemes(db: Db): Promise<Scheme[]> {
  return db
    .selectFrom('schemes')
    .selectAll()
    .$narrowType<{ scope: Scheme['scope'] }>()
    .orderBy('create_at')
    .execute()
}

/** The schemes of the teams whose channels use these schemes, by channel scheme. */
export async function findHigherSchemes(
  db: Db,
  schemeIds: string[],
): Promise<Map<string, string | null>> {
  if (schemeIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('channels')
    .innerJoin('teams', 'teams.id', 'channels.team_id')
    .select(['channels.scheme_id', 'teams.scheme_id as team_scheme_id'])
    .where('channels.scheme_id', 'in', schemeIds)
    .execute()
  return new Map(rows.map((row) => [row.scheme_id ?? '', row.team_scheme_id]))
}

/** Where a scheme is used: ids of teams or of channels. */
export async function findUsers(
  db: Db,
  { id, scope }: Pick<Scheme, 'id' | 'scope'>,
): Promise<string[]> {
  const table = scope === 'team' ? ('teams' as const) : ('channels' as const)
  const rows = await db.selectFrom(table).select('id').where('scheme_id', '=', id).execute()
  return rows.map((row) => row.id)
}
