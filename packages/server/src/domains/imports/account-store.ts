import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

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
