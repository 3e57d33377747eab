import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import type { Keywords } from './keywords.ts'

/** The keywords of everybody who has some, or of those among these ids. */
export async function findKeywords(
  db: Db,
  ids: string[] | undefined,
): Promise<Map<string, Keywords>> {
  const { rows } = await sql<{ id: string; keys: string; first_name: string }>`
    select id, coalesce(notify_props->>'mention_keys', '') as keys,
           case when notify_props->>'first_name' = 'true' then first_name else '' end as first_name
    from users
    where delete_at = 0
      and (notify_props->>'mention_keys' <> '' or notify_props->>'first_name' = 'true')
      ${ids ? sql`and id = any(${ids})` : sql``}`.execute(db)
  return new Map(
    rows.map((row) => {
      const keys = row.keys.toLowerCase().split(',')
      return [
        row.id,
        { keys: keys.map((key) => key.trim()).filter(Boolean), firstName: row.first_name.trim() },
      ]
    }),
  )
}

/** Somebody whom a text may name, and whether they are in its channel. */
export type NamedRow = { id: string; username: string; is_member: boolean }

/** The active accounts of these names, and those of these ids that are in the channel. */
export async function findNamed(
  db: Db,
  channelId: string,
  wanted: { names: string[]; ids: string[] },
): Promise<NamedRow[]> {
  const { rows } = await sql<NamedRow>`
    select u.id, u.username, m.user_id is not null as is_member
    from users as u
      left join channel_members as m on m.channel_id = ${channelId} and m.user_id = u.id
    where u.delete_at = 0
      and (u.username = any(${wanted.names}) or (u.id = any(${wanted.ids}) and m.user_id is not null))
    `.execute(db)
  return rows
}

/** How many active people are in a channel; counted no further than the limit. */
export async function countMembersUpTo(db: Db, channelId: string, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from channel_members as m join users as u on u.id = m.user_id
      where m.channel_id = ${channelId} and u.delete_at = 0 limit ${limit}
    ) as members`.execute(db)
  return rows[0]?.count ?? 0
}

/** The members of a channel whom a mention of the whole channel is to reach. */
export async function findWidelyMentioned(db: Db, channelId: string): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select m.user_id from channel_members as m join users as u on u.id = m.user_id
    where m.channel_id = ${channelId} and u.delete_at = 0
      and u.notify_props->>'channel' is distinct from 'false'
      and not (m.notify_props->>'ignore_channel_mentions' = 'on'
               or (m.notify_props->>'mark_unread' = 'mention'
                   and m.notify_props->>'ignore_channel_mentions' is distinct from 'off'))`.execute(
    db,
  )
  return rows.map((row) => row.user_id)
}

/** Somebody whom a text may have meant, though they are not in its channel. */
export type OutsiderRow = { id: string; username: string; is_in_team: boolean }

/** The active people among these ids, programs left out, and whether they are in the team. */
export async function findOutsiders(db: Db, teamId: string, ids: string[]): Promise<OutsiderRow[]> {
  const { rows } = await sql<OutsiderRow>`
    select u.id, u.username, exists (
      select from team_members as t
      where t.team_id = ${teamId} and t.user_id = u.id and t.delete_at = 0) as is_in_team
    from users as u
    where u.id = any(${ids}) and u.delete_at = 0 and not u.is_bot
    order by u.username`.execute(db)
  return rows
}
