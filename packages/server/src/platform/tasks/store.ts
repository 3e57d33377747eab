import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'

/** A task as it is written: `run_at` in ms. */
export type NewTask = {
  id: string
  kind: string
  key: string | null
  payload: unknown
  run_at: number
  is_recurring: boolean
  create_at: number
}

export type ClaimedTask = { id: string; kind: string; payload: unknown; attempts: number }

/** One with the same kind and key is replaced. */
export async function insertTask(tx: Tx, task: NewTask): Promise<void> {
  await tx.db
    .insertInto('tasks')
    .values({ ...task, payload: JSON.stringify(task.payload) })
    .onConflict((conflict) =>
      conflict.columns(['kind', 'key']).doUpdateSet((row) => ({
        id: row.ref('excluded.id'),
        payload: row.ref('excluded.payload'),
        run_at: row.ref('excluded.run_at'),
        attempts: 0,
        last_error: '',
      })),
    )
    .execute()
}

/** Only where there is none of the kind yet. */
export async function insertRecurring(tx: Tx, task: NewTask): Promise<void> {
  await tx.db
    .insertInto('tasks')
    .values({ ...task, payload: JSON.stringify(task.payload) })
    .onConflict((conflict) => conflict.columns(['kind', 'key']).doNothing())
    .execute()
}

export async function deleteTaskByKey(tx: Tx, kind: string, key: string): Promise<void> {
  await tx.db.deleteFrom('tasks').where('kind', '=', kind).where('key', '=', key).execute()
}

/** Takes what is due, so that nobody else does before the lease ends. */
export async function claimTasks(
  tx: Tx,
  at: { now: number; leaseUntil: number; limit: number; kinds: readonly string[] },
): Promise<ClaimedTask[]> {
  const { rows } = await sql<ClaimedTask>`
    update tasks set attempts = attempts + 1, run_at = ${at.leaseUntil}
    where id in (
      select id from tasks where run_at <= ${at.now} and kind = any(${at.kinds}::text[])
      order by run_at, id limit ${at.limit} for update skip locked
    )
    returning id, kind, payload, attempts`.execute(tx.db)
  return rows
}

export async function deleteTask(tx: Tx, id: string): Promise<void> {
  await tx.db.deleteFrom('tasks').where('id', '=', id).execute()
}

/** Sets when the task is tried again; never where `runAt` is null. */
export async function postponeTask(
  tx: Tx,
  id: string,
  change: { runAt: number | null; lastError: string; attempts?: number },
): Promise<void> {
  await tx.db
    .updateTable('tasks')
    .set({
      run_at: change.runAt,
      last_error: change.lastError,
      ...(change.attempts !== undefined && { attempts: change.attempts }),
    })
    .where('id', '=', id)
    .execute()
}

/** When the next task is due; undefined where none is. */
export async function findNextDue(
  db: Db,
  options: { withRecurring: boolean },
): Promise<number | undefined> {
  const row = await db
    .selectFrom('tasks')
    .select((eb) => eb.fn.min('run_at').as('run_at'))
    .where('run_at', 'is not', null)
    .$if(!options.withRecurring, (query) => query.where('is_recurring', '=', false))
    .executeTakeFirst()
  return row?.run_at ?? undefined
}
