import type { Selectable } from 'kysely'
import type { Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type CodeRow = Selectable<Tables['oauth_codes']>
export type ChainRow = Selectable<Tables['oauth_tokens']>

/** Codes that are over go with it. */
export async function insertCode(tx: Tx, code: CodeRow, now: number): Promise<void> {
  await tx.db.deleteFrom('oauth_codes').where('expires_at', '<', now).execute()
  await tx.db.insertInto('oauth_codes').values(code).execute()
}

/** Of two that come with the same code, one gets it. */
export function takeCode(tx: Tx, codeHash: Buffer): Promise<CodeRow | undefined> {
  return tx.db
    .deleteFrom('oauth_codes')
    .where('code_hash', '=', codeHash)
    .returningAll()
    .executeTakeFirst()
}

export async function insertChain(tx: Tx, chain: ChainRow): Promise<void> {
  await tx.db.insertInto('oauth_tokens').values(chain).execute()
}

/** The chain that this refresh token belongs to, also a spent one; locked for the transaction. */
export function lockChain(tx: Tx, refreshHash: Buffer): Promise<ChainRow | undefined> {
  return tx.db
    .selectFrom('oauth_tokens')
    .selectAll()
    .where((eb) =>
      eb.or([eb('refresh_hash', '=', refreshHash), eb('spent_refresh_hash', '=', refreshHash)]),
    )
    .forUpdate()
    .executeTakeFirst()
}

export async function updateChain(
  tx: Tx,
  id: string,
  hashes: Pick<ChainRow, 'access_hash' | 'refresh_hash' | 'spent_refresh_hash'>,
): Promise<void> {
  await tx.db.updateTable('oauth_tokens').set(hashes).where('id', '=', id).execute()
}

type ChainFilter = { id?: string; codeHash?: Buffer; appId?: string; userId?: string }

/** Resolves to the hashes of the access tokens that end with the chains. */
export async function deleteChains(tx: Tx, filter: ChainFilter): Promise<Buffer[]> {
  let query = tx.db.deleteFrom('oauth_tokens').returning('access_hash')
  if (filter.id !== undefined) query = query.where('id', '=', filter.id)
  if (filter.codeHash !== undefined) query = query.where('code_hash', '=', filter.codeHash)
  if (filter.appId !== undefined) query = query.where('app_id', '=', filter.appId)
  if (filter.userId !== undefined) query = query.where('user_id', '=', filter.userId)
  return (await query.execute()).map((row) => row.access_hash)
}

/** Codes that one user has let be made: for one app, or for all. */
export async function deleteCodes(tx: Tx, userId: string, appId?: string): Promise<void> {
  let query = tx.db.deleteFrom('oauth_codes').where('user_id', '=', userId)
  if (appId !== undefined) query = query.where('app_id', '=', appId)
  await query.execute()
}
