import type { Audit } from '@redoubt/wire/audits.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'

export async function insertAudit(tx: Tx, audit: Audit): Promise<void> {
  await tx.db.insertInto('audits').values(audit).execute()
}

/** Newest first; of everybody where no user is named. */
export function findAudits(db: Db, userId: string | undefined, page: Page): Promise<Audit[]> {
  return db
    .selectFrom('audits')
    .selectAll()
    .$if(userId !== undefined, (query) => query.where('user_id', '=', userId ?? ''))
    .orderBy('create_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}
