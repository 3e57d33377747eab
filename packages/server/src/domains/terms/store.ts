import type { TermsOfService, UserTermsOfService } from '@redoubt/wire/system.ts'
import type { Db, Tx } from '#platform/db/database.ts'

export async function insertTerms(tx: Tx, terms: TermsOfService): Promise<void> {
  await tx.db.insertInto('terms_of_service').values(terms).execute()
}

/** Those in force. */
export function findLatestTerms(db: Db): Promise<TermsOfService | undefined> {
  return db
    .selectFrom('terms_of_service')
    .selectAll()
    .orderBy('create_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export function findTerms(db: Db, id: string): Promise<TermsOfService | undefined> {
  return db.selectFrom('terms_of_service').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findAgreement(db: Db, userId: string): Promise<UserTermsOfService | undefined> {
  return db
    .selectFrom('user_terms_of_service')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** One per user: the last one counts. */
export async function upsertAgreement(tx: Tx, agreement: UserTermsOfService): Promise<void> {
  const { terms_of_service_id, create_at } = agreement
  await tx.db
    .insertInto('user_terms_of_service')
    .values(agreement)
    .onConflict((oc) => oc.column('user_id').doUpdateSet({ terms_of_service_id, create_at }))
    .execute()
}

export async function deleteAgreement(tx: Tx, userId: string, termsId: string): Promise<void> {
  await tx.db
    .deleteFrom('user_terms_of_service')
    .where('user_id', '=', userId)
    .where('terms_of_service_id', '=', termsId)
    .execute()
}
