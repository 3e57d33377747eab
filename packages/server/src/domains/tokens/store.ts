import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'

export type TokenRow = Selectable<Tables['user_access_tokens']>

export async function insertToken(tx: Tx, token: TokenRow): Promise<void> {
  await tx.db.insertInto('user_access_tokens').values(token).execute()
}

/**
 * The active token of this hash with what its session needs to know of the user; its row stays as
 * it is until the transaction ends.
 */
export function holdToken(tx: Tx, tokenHash: Buffer, now: number) {
  return tx.db
    .selectFrom('user_access_tokens as t')
    .innerJoin('users as u', 'u.id', 't.user_id')
    .select(['t.id', 't.user_id', 't.expires_at', 'u.is_bot'])
    .where('t.token_hash', '=', tokenHash)
    .where('t.is_active', '=', true)
    .where('u.delete_at', '=', 0)
    .where((eb) => eb.or([eb('t.expires_at', '=', 0), eb('t.expires_at', '>', now)]))
    .forShare('t')
    .executeTakeFirst()
}

export function findToken(db: Db, id: string): Promise<TokenRow | undefined> {
  return db.selectFrom('user_access_tokens').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Oldest first. */
export function findTokensByUser(db: Db, userId: string, page: Page): Promise<TokenRow[]> {
  return db
    .selectFrom('user_access_tokens')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

/** Everybody's, oldest first. */
export function findTokens(db: Db, page: Page): Promise<TokenRow[]> {
  return db
    .selectFrom('user_access_tokens')
    .selectAll()
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

/** Those whose id, or whose user's id or name, begins with the term. */
export function searchTokens(db: Db, term: string, limit: number): Promise<TokenRow[]> {
  const pattern = `${term.replace(/[\\%_]/g, '\\$&')}%`
  return db
    .selectFrom('user_access_tokens as t')
    .innerJoin('users as u', 'u.id', 't.user_id')
    .selectAll('t')
    .where((eb) =>
      eb.or([
        eb('t.id', 'like', pattern),
        eb('t.user_id', 'like', pattern),
        eb('u.username', 'like', pattern),
      ]),
    )
    .orderBy('t.id')
    .limit(limit)
    .execute()
}

export async function updateTokenActive(tx: Tx, id: string, isActive: boolean): Promise<void> {
  await tx.db
    .updateTable('user_access_tokens')
    .set({ is_active: isActive })
    .where('id', '=', id)
    .execute()
}

export async function deleteToken(tx: Tx, id: string): Promise<void> {
  await tx.db.deleteFrom('user_access_tokens').where('id', '=', id).execute()
}
