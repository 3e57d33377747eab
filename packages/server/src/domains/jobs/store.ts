import type { JobStatus } from '@redoubt/wire/jobs.ts'
import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'

export type JobRow = Selectable<Tables['jobs']>

/** Which jobs; what is left out doesn't restrict. */
type Wanted = { types: readonly string[]; status?: JobStatus }

export async function insertJob(tx: Tx, job: JobRow): Promise<void> {
  await tx.db
    .insertInto('jobs')
    .values({ ...job, data: JSON.stringify(job.data) })
    .execute()
}

export function findJob(db: Db, id: string): Promise<JobRow | undefined> {
  return db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Newest first. */
export function findJobs(db: Db, { types, status }: Wanted, page: Page): Promise<JobRow[]> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .where('type', 'in', types)
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? ''))
    .orderBy('create_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

/**
 * Takes a job that waits, or one whose worker hasn't been heard of since `silentSince`. Undefined
 * where somebody else has it: of two workers one gets it.
 */
export function claimJob(
  tx: Tx,
  id: string,
  at: { now: number; silentSince: number },
): Promise<JobRow | undefined> {
  return tx.db
    .updateTable('jobs')
    .set({ status: 'in_progress', start_at: at.now, last_activity_at: at.now })
    .where('id', '=', id)
    .where((eb) =>
      eb.or([
        eb('status', '=', 'pending'),
        eb.and([eb('status', '=', 'in_progress'), eb('last_activity_at', '<', at.silentSince)]),
      ]),
    )
    .returningAll()
    .executeTakeFirst()
}

/** Changes a job that has one of the statuses; resolves to whether it had. */
export async function updateJob(
  tx: Tx,
  id: string,
  from: readonly JobStatus[],
  change: { status?: JobStatus; progress?: number; now: number; data?: Record<string, string> },
): Promise<boolean> {
  const { status, progress, now, data } = change
  const row = await tx.db
    .updateTable('jobs')
    .set({
      last_activity_at: now,
      ...(status && { status }),
      ...(progress !== undefined && { progress }),
      ...(data && { data: JSON.stringify(data) }),
    })
    .where('id', '=', id)
    .where('status', 'in', from)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Removes jobs that ended before `before`, but none of the types that are kept. */
export async function deleteEndedJobs(
  tx: Tx,
  before: number,
  kept: readonly string[],
): Promise<void> {
  await tx.db
    .deleteFrom('jobs')
    .where('last_activity_at', '<', before)
    .where('status', 'in', ['success', 'error', 'canceled', 'warning'])
    .where('type', 'not in', kept)
    .execute()
}
