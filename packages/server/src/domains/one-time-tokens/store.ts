import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type TokenRow = Selectable<Tables['one_time_tokens']>

export async function insertToken(tx: Tx, token: TokenRow): Promise<void> {
  await tx.db
    .insertInto('one_time_tokens')
    .values({ ...token, extra: JSON.stringify(token.extra) })
    .execute()
}

/** Takes the token away: of several at once exactly one gets it. */
export function takeToken(tx: Tx, hash: Buffer, kinds: string[]): Promise<TokenRow | undefined> {
  return tx.db
    .deleteFrom('one_time_tokens')
    .where('token_hash', '=', hash)
    .where('kind', 'in', kinds)
    .returningAll()
    .executeTakeFirst()
}

export function findToken(db: Db, hash: Buffer): Promise<TokenRow | undefined> {
  return db
    .selectFrom('one_time_tokens')
    .selectAll()
    .where('token_hash', '=', hash)
    .executeTakeFirst()
}

/** Takes those away that are still there. */
export function takeTokensByIds(tx: Tx, ids: string[]): Promise<TokenRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  return tx.db.deleteFrom('one_time_tokens').where('id', 'in', ids).returningAll().execute()
}

export async function deleteTokensOfUser(tx: Tx, userId: string, kinds: string[]): Promise<void> {
  await tx.db
    .deleteFrom('one_time_tokens')
    .where('user_id', '=', userId)
    .where('kind', 'in', kinds)
    .execute()
}

export async function deleteTokensOfKinds(tx: Tx, kinds: string[]): Promise<void> {
  await tx.db.deleteFrom('one_time_tokens').where('kind', 'in', kinds).execute()
}

export async function deleteExpiredTokens(tx: Tx, kinds: string[], before: number): Promise<void> {
  await tx.db
    .deleteFrom('one_time_tokens')
    .where('kind', 'in', kinds)
    .where('expires_at', '<', before)
    .execute()
}
