import type { Preference } from '@redoubt/wire/preferences.ts'
import type { Db, Tx } from '#platform/db/database.ts'

export function findPreferences(db: Db, userId: string): Promise<Preference[]> {
  return db
    .selectFrom('preferences')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy(['category', 'name'])
    .execute()
}

export async function upsertPreferences(tx: Tx, preferences: Preference[]): Promise<void> {
  await tx.db
    .insertInto('preferences')
    .values(preferences)
    .onConflict((oc) =>
      oc
        .columns(['user_id', 'category', 'name'])
        .doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
    )
    .execute()
}

export async function deletePreferences(tx: Tx, preferences: Preference[]): Promise<void> {
  for (const { user_id, category, name } of preferences) {
    await tx.db
      .deleteFrom('preferences')
      .where('user_id', '=', user_id)
      .where('category', '=', category)
      .where('name', '=', name)
      .execute()
  }
}
