import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { AppError } from '#platform/app-error.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { violatedConstraint } from '#platform/db/pg-errors.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type UserRow = Selectable<Tables['users']>

type NewRow = Omit<UserRow, 'props' | 'notify_props' | 'timezone'> &
  Record<'props' | 'notify_props' | 'timezone', Record<string, string>>

/** Throws 400 where the name or the address is taken. */
export async function insertUser(tx: Tx, user: NewRow): Promise<UserRow> {
  try {
    return await tx.db
      .insertInto('users')
      .values({
        ...user,
        props: JSON.stringify(user.props),
        notify_props: JSON.stringify(user.notify_props),
        timezone: JSON.stringify(user.timezone),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
  } catch (error) {
    throw toTakenError(error)
  }
}

/** Changes the named columns; resolves to the row, or undefined where there is none. */
export async function updateUser(
  tx: Tx,
  id: string,
  changes: Partial<NewRow>,
): Promise<UserRow | undefined> {
  const { props, notify_props, timezone, ...columns } = changes
  try {
    return await tx.db
      .updateTable('users')
      .set({
        ...columns,
        ...(props && { props: JSON.stringify(props) }),
        ...(notify_props && { notify_props: JSON.stringify(notify_props) }),
        ...(timezone && { timezone: JSON.stringify(timezone) }),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
  } catch (error) {
    throw toTakenError(error)
  }
}

/** One more, up to the limit, in a single statement. */
export async function countFailedAttempt(tx: Tx, id: string, limit: number): Promise<void> {
  await tx.db
    .updateTable('users')
    .set((eb) => ({ failed_attempts: eb('failed_attempts', '+', 1) }))
    .where('id', '=', id)
    .where('failed_attempts', '<', limit)
    .execute()
}

/** Also sets the count to 0; resolves to false where it has reached the limit. */
export async function updateLastLogin(
  tx: Tx,
  id: string,
  { now, limit }: { now: number; limit: number },
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('users')
    .set({ failed_attempts: 0, last_login: now })
    .where('id', '=', id)
    .where('failed_attempts', '<', limit)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

function toTakenError(error: unknown): unknown {
  switch (violatedConstraint(error)) {
    case 'users_email_key':
      return new AppError('app.user.save.email_exists.app_error', 400, { cause: error })
    case 'users_username_key':
      return new AppError('app.user.save.username_exists.app_error', 400, { cause: error })
    case 'users_auth_data_key':
      return new AppError('api.user.update_user_auth.invalid_request', 400, { cause: error })
    default:
      return error
  }
}

/** Serialises sign-ups for as long as there is no account, so that one of them is the first. */
export async function lockFirstAccount(tx: Tx): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('redoubt first account'))`.execute(tx.db)
  const anyone = await tx.db.selectFrom('users').select('id').limit(1).executeTakeFirst()
  return anyone === undefined
}

export function findUser(db: Db, id: string): Promise<UserRow | undefined> {
  return db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findUserByUsername(db: Db, username: string): Promise<UserRow | undefined> {
  return db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirst()
}

export function findUserByEmail(db: Db, email: string): Promise<UserRow | undefined> {
  return db.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst()
}
