import type { Scheme } from '@redoubt/wire/schemes.ts'
import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import { AppError } from '#platform/app-error.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { violatedConstraint } from '#platform/db/pg-errors.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'

/** Throws 400 where the name is taken. */
export async function insertScheme(tx: Tx, scheme: Scheme): Promise<void> {
  await tx.db.insertInto('schemes').values(scheme).execute().catch(toTakenError)
}

export async function insertSchemeRoles(
  tx: Tx,
  roles: Insertable<Tables['roles']>[],
): Promise<void> {
  await tx.db.insertInto('roles').values(roles).execute()
}

type SchemeChanges = Partial<Pick<Scheme, 'name' | 'display_name' | 'description' | 'delete_at'>>

/** Throws 400 where the name is taken. `update_at` always grows. */
export function updateScheme(
  tx: Tx,
  id: string,
  changes: SchemeChanges & { now: number },
): Promise<Scheme | undefined> {
  const { now, ...columns } = changes
  return tx.db
    .updateTable('schemes')
    .set({ ...columns, update_at: sql<number>`greatest(update_at + 1, ${now})` })
    .where('id', '=', id)
    .where('delete_at', '=', 0)
    .returningAll()
    .$narrowType<{ scope: Scheme['scope'] }>()
    .executeTakeFirst()
    .catch(toTakenError)
}

function toTakenError(error: unknown): never {
  if (violatedConstraint(error) !== 'schemes_name_key') throw error
  throw new AppError('app.scheme.save.invalid_scheme.app_error', 400, { cause: error })
}

/** Newest first. */
export function findSchemePage(db: Db, scope: string, page: Page): Promise<Scheme[]> {
  let query = db
    .selectFrom('schemes')
    .selectAll()
    .$narrowType<{ scope: Scheme['scope'] }>()
    .where('delete_at', '=', 0)
  if (scope) query = query.where('scope', '=', scope as Scheme['scope'])
  return query
    .orderBy('create_at', 'desc')
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

/** Gives teams and channels of a scheme the built-in roles back; resolves to their ids. */
export async function clearScheme(
  tx: Tx,
  id: string,
): Promise<{ teamIds: string[]; channelIds: string[] }> {
  const teams = await tx.db
    .updateTable('teams')
    .set({ scheme_id: null })
    .where('scheme_id', '=', id)
    .returning('id')
    .execute()
  const channels = await tx.db
    .updateTable('channels')
    .set({ scheme_id: null })
    .where('scheme_id', '=', id)
    .returning('id')
    .execute()
  return { teamIds: teams.map((row) => row.id), channelIds: channels.map((row) => row.id) }
}
