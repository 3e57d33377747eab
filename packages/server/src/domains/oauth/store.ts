import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'

export type AppRow = Selectable<Tables['oauth_apps']>

export async function insertApp(tx: Tx, app: AppRow): Promise<void> {
  await tx.db.insertInto('oauth_apps').values(app).execute()
}

export async function updateApp(tx: Tx, id: string, changes: Partial<AppRow>): Promise<void> {
  await tx.db.updateTable('oauth_apps').set(changes).where('id', '=', id).execute()
}

/** With all that was agreed with it. */
export async function deleteApp(tx: Tx, id: string): Promise<void> {
  await tx.db.deleteFrom('oauth_apps').where('id', '=', id).execute()
}

export function findApp(db: Db, id: string): Promise<AppRow | undefined> {
  return db.selectFrom('oauth_apps').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Nobody gets tokens for the app until the transaction ends. */
export async function lockApp(tx: Tx, id: string): Promise<void> {
  await tx.db.selectFrom('oauth_apps').select('id').where('id', '=', id).forUpdate().execute()
}

/** The app, which stays until the transaction ends. */
export function holdApp(tx: Tx, id: string): Promise<AppRow | undefined> {
  return tx.db
    .selectFrom('oauth_apps')
    .selectAll()
    .where('id', '=', id)
    .forKeyShare()
    .executeTakeFirst()
}

/** A page of everybody's, or of one creator's; oldest first. */
export function findApps(db: Db, creatorId: string | undefined, page: Page): Promise<AppRow[]> {
  let query = db.selectFrom('oauth_apps').selectAll()
  if (creatorId !== undefined) query = query.where('creator_id', '=', creatorId)
  return query.orderBy('id').limit(page.limit).offset(page.offset).execute()
}

/** A page of the apps that the user has agreed to. */
export function findGrantedApps(db: Db, userId: string, page: Page): Promise<AppRow[]> {
  return db
    .selectFrom('oauth_apps as a')
    .innerJoin('oauth_grants as g', 'g.app_id', 'a.id')
    .selectAll('a')
    .where('g.user_id', '=', userId)
    .orderBy('a.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

export async function hasGrant(db: Db, userId: string, appId: string): Promise<boolean> {
  const row = await db
    .selectFrom('oauth_grants')
    .select('app_id')
    .where('user_id', '=', userId)
    .where('app_id', '=', appId)
    .executeTakeFirst()
  return row !== undefined
}

type Grant = Selectable<Tables['oauth_grants']>

export async function upsertGrant(tx: Tx, grant: Grant): Promise<void> {
  await tx.db
    .insertInto('oauth_grants')
    .values(grant)
    .onConflict((oc) => oc.columns(['user_id', 'app_id']).doUpdateSet({ scope: grant.scope }))
    .execute()
}

/** What one user has agreed to: with one app, or with all. */
export async function deleteGrants(tx: Tx, userId: string, appId?: string): Promise<void> {
  let query = tx.db.deleteFrom('oauth_grants').where('user_id', '=', userId)
  if (appId !== undefined) query = query.where('app_id', '=', appId)
  await query.execute()
}
