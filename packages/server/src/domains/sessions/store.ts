import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type SessionRow = Selectable<Tables['sessions']>

/** A session with the roles of its user, as every request needs it. */
export type LiveSession = SessionRow & { roles: string }

export async function insertSession(tx: Tx, session: SessionRow): Promise<void> {
  await tx.db
    .insertInto('sessions')
    .values({ ...session, props: JSON.stringify(session.props) })
    .execute()
}

/** The session of an active account, expired or not. */
export function findSessionByToken(db: Db, tokenHash: Buffer): Promise<LiveSession | undefined> {
  return db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .selectAll('sessions')
    .select('users.roles')
    .where('sessions.token_hash', '=', tokenHash)
    .where('users.delete_at', '=', 0)
    .executeTakeFirst()
}

/** Newest activity first. */
export function findSessionsByUser(db: Db, userId: string): Promise<SessionRow[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('last_activity_at', 'desc')
    .execute()
}

/** Notes activity and a new expiry. */
export async function touchSession(
  tx: Tx,
  id: string,
  times: { last_activity_at: number; expires_at: number },
): Promise<void> {
  await tx.db.updateTable('sessions').set(times).where('id', '=', id).execute()
}

/** Resolves to the ids that were there. */
export async function deleteSessions(tx: Tx, userId: string, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await tx.db
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .where('id', 'in', ids)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}
