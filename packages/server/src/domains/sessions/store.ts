import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type SessionRow = Selectable<Tables['sessions']>

/** A session with what every request needs to know of its user. */
export type LiveSession = SessionRow &
  Pick<Selectable<Tables['users']>, 'roles' | 'is_bot' | 'mfa_active' | 'auth_service'>

export type SessionKey = Pick<SessionRow, 'id' | 'user_id'>

export async function insertSession(tx: Tx, session: SessionRow): Promise<void> {
  await tx.db
    .insertInto('sessions')
    .values({ ...session, props: JSON.stringify(session.props) })
    .execute()
}

/** Does nothing where the token has a session: two requests may come at once. */
export async function insertSessionOnce(tx: Tx, session: SessionRow): Promise<void> {
  await tx.db
    .insertInto('sessions')
    .values({ ...session, props: JSON.stringify(session.props) })
    .onConflict((oc) => oc.column('token_hash').doNothing())
    .execute()
}

/** One session of this account, for changing it. */
export function findSession(db: Db, userId: string, id: string): Promise<SessionRow | undefined> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
}

/** The session of an active account, expired or not. */
export function findSessionByToken(db: Db, tokenHash: Buffer): Promise<LiveSession | undefined> {
  return db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .selectAll('sessions')
    .select(['users.roles', 'users.is_bot', 'users.mfa_active', 'users.auth_service'])
    .where('sessions.token_hash', '=', tokenHash)
    .where('users.delete_at', '=', 0)
    .executeTakeFirst()
}

/** Newest activity first; with the roles that each of them stands for. */
export function findSessionsByUser(
  db: Db,
  userId: string,
): Promise<(SessionRow & { roles: string })[]> {
  return db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .selectAll('sessions')
    .select('users.roles')
    .where('sessions.user_id', '=', userId)
    .orderBy('sessions.last_activity_at', 'desc')
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

/** Writes device, expiry and props. */
export async function updateSession(tx: Tx, session: SessionRow): Promise<void> {
  const { id, device_id, expires_at, props } = session
  await tx.db
    .updateTable('sessions')
    .set({ device_id, expires_at, props: JSON.stringify(props) })
    .where('id', '=', id)
    .execute()
}

/** Notes on every session of an account whether it is a guest's. */
export async function markGuestSessions(tx: Tx, userId: string, isGuest: boolean): Promise<void> {
  const mark = JSON.stringify({ is_guest: String(isGuest) })
  await tx.db
    .updateTable('sessions')
    .set({ props: sql<string>`props || ${mark}::jsonb` })
    .where('user_id', '=', userId)
    .execute()
}

/** Notes that a session's device takes no more pushes. */
export async function noteRemovedDevice(tx: Tx, id: string, deviceId: string): Promise<void> {
  const mark = JSON.stringify({ last_removed_device_id: deviceId })
  await tx.db
    .updateTable('sessions')
    .set({ props: sql<string>`props || ${mark}::jsonb` })
    .where('id', '=', id)
    .execute()
}

/**
 * Phones whose sessions ended between two times and that weren't told of it, with the languages of
 * their owners; not those on which somebody has logged in again.
 */
export async function findExpiredDevices(
  db: Db,
  { after, until }: { after: number; until: number },
): Promise<{ session_id: string; device_id: string; locale: string }[]> {
  const { rows } = await sql<{ session_id: string; device_id: string; locale: string }>`
    select s.id as session_id, s.device_id, u.locale
    from sessions as s join users as u on u.id = s.user_id
    where s.device_id <> '' and s.expires_at > ${after} and s.expires_at <= ${until}
      and not s.expired_notify and u.delete_at = 0
      and s.props->>'last_removed_device_id' is distinct from s.device_id
      and not exists (
        select from sessions as other
        where other.device_id = s.device_id and other.expires_at > ${until})
    order by s.expires_at limit 1000`.execute(db)
  return rows
}

export async function noteExpiryTold(tx: Tx, ids: string[]): Promise<void> {
  await tx.db.updateTable('sessions').set({ expired_notify: true }).where('id', 'in', ids).execute()
}

/** Resolves to those that were there. */
export async function deleteSessions(tx: Tx, userId: string, ids: string[]): Promise<SessionKey[]> {
  if (ids.length === 0) return []
  return tx.db
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .where('id', 'in', ids)
    .returning(['id', 'user_id'])
    .execute()
}

/** Resolves to those that were there. */
export async function deleteSessionsByToken(tx: Tx, hashes: Buffer[]): Promise<SessionKey[]> {
  if (hashes.length === 0) return []
  return tx.db
    .deleteFrom('sessions')
    .where('token_hash', 'in', hashes)
    .returning(['id', 'user_id'])
    .execute()
}

export function deleteAllSessions(tx: Tx): Promise<SessionKey[]> {
  return tx.db.deleteFrom('sessions').returning(['id', 'user_id']).execute()
}

/** Removes sessions that ended before a time; those without an end stay. */
export async function deleteExpiredSessions(tx: Tx, before: number): Promise<void> {
  await tx.db
    .deleteFrom('sessions')
    .where('expires_at', '>', 0)
    .where('expires_at', '<', before)
    .execute()
}
