import type { Preference } from '@redoubt/wire/preferences.ts'
import { sql } from 'kysely'
import { AppError } from '#platform/app-error.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { violatedConstraint } from '#platform/db/pg-errors.ts'

export function findPreferences(db: Db, userId: string): Promise<Preference[]> {
  return db
    .selectFrom('preferences')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('category')
    .orderBy('name')
    .execute()
}

/** Throws 404 where there is no such user. */
export async function upsertPreferences(tx: Tx, preferences: Preference[]): Promise<void> {
  try {
    await tx.db
      .insertInto('preferences')
      .values(preferences)
      .onConflict((oc) =>
        oc
          .columns(['user_id', 'category', 'name'])
          .doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
      )
      .execute()
  } catch (error) {
    if (violatedConstraint(error) !== 'preferences_user_id_fkey') throw error
    throw new AppError('app.user.missing_account.const', 404, { cause: error })
  }
}

export async function deletePreferences(tx: Tx, preferences: Preference[]): Promise<void> {
  await sql`
    delete from preferences as p
    using jsonb_to_recordset(${JSON.stringify(preferences)}::jsonb)
      as gone (user_id text, category text, name text)
    where p.user_id = gone.user_id and p.category = gone.category and p.name = gone.name`.execute(
    tx.db,
  )
}

/** Deletes everybody's preferences of these names. */
export async function deletePreferencesNamed(
  tx: Tx,
  category: string,
  names: string[],
): Promise<void> {
  if (names.length === 0) return
  await tx.db
    .deleteFrom('preferences')
    .where('category', '=', category)
    .where('name', 'in', names)
    .execute()
}
