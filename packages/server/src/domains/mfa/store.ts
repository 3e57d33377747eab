import type { Db, Tx } from '#platform/db/database.ts'

/** How long used steps are kept: far longer than a code is accepted. */
const keptSteps = 20

/** Keeps a secret until its owner proves to have it; an earlier one is forgotten. */
export async function upsertCandidate(tx: Tx, userId: string, secret: Buffer): Promise<void> {
  await tx.db
    .insertInto('mfa_candidates')
    .values({ user_id: userId, secret })
    .onConflict((oc) => oc.column('user_id').doUpdateSet({ secret }))
    .execute()
}

export async function findCandidate(db: Db, userId: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('mfa_candidates')
    .select('secret')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.secret
}

export async function deleteCandidate(tx: Tx, userId: string): Promise<void> {
  await tx.db.deleteFrom('mfa_candidates').where('user_id', '=', userId).execute()
}

/** Resolves to false where the step was used before, also by a request at the same time. */
export async function useStep(tx: Tx, userId: string, step: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('mfa_used_steps')
    .values({ user_id: userId, step })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst()
  await tx.db
    .deleteFrom('mfa_used_steps')
    .where('user_id', '=', userId)
    .where('step', '<', step - keptSteps)
    .execute()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}
