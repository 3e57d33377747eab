import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { AppError } from '#platform/app-error.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { violatedConstraint } from '#platform/db/pg-errors.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'

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

function toTakenError(error: unknown): unknown {
  switch (violatedConstraint(error)) {
    case 'users_email_key':
      return new AppError('app.user.save.email_exists.app_error', 400, { cause: error })
    case 'users_username_key':
      return new AppError('app.user.save.username_exists.app_error', 400, { cause: error })
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

/** Those that exist, changed since `since`. */
export function findUsersByIds(db: Db, ids: string[], since = 0): Promise<UserRow[]> {
  return db
    .selectFrom('users')
    .selectAll()
    .where('id', 'in', ids)
    .where('update_at', '>', since - 1)
    .orderBy('username')
    .execute()
}

export function findUsersByUsernames(db: Db, usernames: string[]): Promise<UserRow[]> {
  return db.selectFrom('users').selectAll().where('username', 'in', usernames).execute()
}

export type UserFilter = {
  teamId?: string | undefined
  notInTeamId?: string | undefined
  channelId?: string | undefined
  notInChannelId?: string | undefined
  /** Lower-case words; each has to occur in one of the searched columns. */
  words?: string[]
  searchesNames?: boolean
  searchesEmail?: boolean
  isActive?: boolean | undefined
}

/** A page of the users that the filter admits, by user name. */
export function findUsers(db: Db, filter: UserFilter, page: Page): Promise<UserRow[]> {
  let query = db.selectFrom('users').selectAll('users')
  const { teamId, notInTeamId, channelId, notInChannelId } = filter
  if (teamId) query = query.where('users.id', 'in', teamMembers(db, teamId))
  if (notInTeamId) query = query.where('users.id', 'not in', teamMembers(db, notInTeamId))
  if (channelId) query = query.where('users.id', 'in', channelMembers(db, channelId))
  if (notInChannelId) query = query.where('users.id', 'not in', channelMembers(db, notInChannelId))
  if (filter.isActive !== undefined) {
    query = query.where('users.delete_at', filter.isActive ? '=' : '>', 0)
  }
  for (const word of filter.words ?? []) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((eb) =>
      eb.or([
        eb('users.username', 'like', pattern),
        eb(sql`lower(users.nickname)`, 'like', pattern),
        ...(filter.searchesNames
          ? [
              eb(sql`lower(users.first_name)`, 'like', pattern),
              eb(sql`lower(users.last_name)`, 'like', pattern),
            ]
          : []),
        ...(filter.searchesEmail ? [eb('users.email', 'like', pattern)] : []),
        eb('users.id', '=', word),
      ]),
    )
  }
  return query.orderBy('users.username').limit(page.limit).offset(page.offset).execute()
}

function teamMembers(db: Db, teamId: string) {
  return db
    .selectFrom('team_members')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('delete_at', '=', 0)
}

function channelMembers(db: Db, channelId: string) {
  return db.selectFrom('channel_members').select('user_id').where('channel_id', '=', channelId)
}

export async function countUsers(db: Db): Promise<number> {
  const row = await db
    .selectFrom('users')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('delete_at', '=', 0)
    .executeTakeFirstOrThrow()
  return row.count
}

/** Ids of the users that share a channel with this one. */
export async function findKnownUserIds(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('channel_members as mine')
    .innerJoin('channel_members as theirs', 'theirs.channel_id', 'mine.channel_id')
    .select('theirs.user_id')
    .distinct()
    .where('mine.user_id', '=', userId)
    .where('theirs.user_id', '<>', userId)
    .execute()
  return rows.map((row) => row.user_id)
}
