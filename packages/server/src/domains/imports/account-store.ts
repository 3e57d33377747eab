import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type UserRow = Selectable<Tables['users']>

/** An account that somebody in a file may be, and whether it is in the team that the file is for. */
export type Account = { username: string; email: string; is_member: boolean }

/** Those that have one of the addresses or names. */
export async function findAccounts(
  db: Db,
  { emails, usernames, teamId }: { emails: string[]; usernames: string[]; teamId: string },
): Promise<Account[]> {
  const { rows } = await sql<Account>`
    select u.username, u.email, exists (
      select from team_members as m
      where m.team_id = ${teamId} and m.user_id = u.id and m.delete_at = 0) as is_member
    from users as u
    where u.email = any(${emails}) or u.username = any(${usernames})`.execute(db)
  return rows
}

export function findUserByUsername(db: Db, username: string): Promise<UserRow | undefined> {
  return db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirst()
}

export async function findUserIdByEmail(db: Db, email: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirst()
  return row?.id
}

type UserColumns = Omit<UserRow, 'props' | 'notify_props' | 'timezone'> & {
  notify_props: Record<string, string>
  timezone: Record<string, string>
}

export async function insertUser(tx: Tx, user: UserColumns): Promise<void> {
  await tx.db
    .insertInto('users')
    .values({
      ...user,
      notify_props: JSON.stringify(user.notify_props),
      timezone: JSON.stringify(user.timezone),
    })
    .execute()
}

export async function updateUser(
  tx: Tx,
  id: string,
  { notify_props, ...columns }: Partial<Omit<UserColumns, 'timezone'>>,
): Promise<void> {
  await tx.db
    .updateTable('users')
    .set({ ...columns, ...(notify_props && { notify_props: JSON.stringify(notify_props) }) })
    .where('id', '=', id)
    .execute()
}

export type PreferenceRow = { user_id: string; category: string; name: string; value: string }

/** A preference that is switched on. */
export function preference(userId: string, category: string, name: string): PreferenceRow {
  return { user_id: userId, category, name, value: 'true' }
}

export async function upsertPreferences(tx: Tx, preferences: PreferenceRow[]): Promise<void> {
  if (preferences.length === 0) return
  await sql`
    insert into preferences (user_id, category, name, value)
    select distinct on (user_id, category, name) user_id, category, name, value
    from jsonb_to_recordset(${JSON.stringify(preferences)}::jsonb)
      as x(user_id text, category text, name text, value text)
    on conflict (user_id, category, name) do update set value = excluded.value`.execute(tx.db)
}
