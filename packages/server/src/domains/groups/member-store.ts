import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'

export type GroupMemberRow = Selectable<Tables['user_group_members']>

/** The members of each of these groups. */
export function findMemberIds(db: Db, groupIds: string[]) {
  return db
    .selectFrom('user_group_members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['m.group_id', 'm.user_id'])
    .where('m.group_id', 'in', groupIds)
    .where('m.delete_at', '=', 0)
    .where('u.delete_at', '=', 0)
    .orderBy('u.username')
    .execute()
}

/** Adds or brings back members; resolves to those who weren't members already. */
export function upsertMembers(
  tx: Tx,
  groupId: string,
  userIds: string[],
  now: number,
): Promise<GroupMemberRow[]> {
  return tx.db
    .insertInto('user_group_members')
    .values(userIds.map((user_id) => ({ group_id: groupId, user_id, create_at: now })))
    .onConflict((oc) =>
      oc
        .columns(['group_id', 'user_id'])
        .doUpdateSet({ create_at: now, delete_at: 0 })
        .where('user_group_members.delete_at', '>', 0),
    )
    .returningAll()
    .execute()
}

export function deleteMembers(
  tx: Tx,
  groupId: string,
  userIds: string[],
  now: number,
): Promise<GroupMemberRow[]> {
  return tx.db
    .updateTable('user_group_members')
    .set({ delete_at: now })
    .where('group_id', '=', groupId)
    .where('user_id', 'in', userIds)
    .where('delete_at', '=', 0)
    .returningAll()
    .execute()
}

/** Of these ids those of accounts. */
export async function findAccounts(db: Db, userIds: string[]): Promise<string[]> {
  const rows = await db.selectFrom('users').select('id').where('id', 'in', userIds).execute()
  return rows.map((row) => row.id)
}

/** How many members of a channel are in each group, and in how many time zones they live. */
export async function countChannelMembersByGroup(db: Db, channelId: string) {
  const { rows } = await sql<{
    group_id: string
    channel_member_count: number
    channel_member_timezones_count: number
  }>`
    select gm.group_id, count(*) as channel_member_count,
           count(distinct case when u.timezone->>'useAutomaticTimezone' = 'true'
             then u.timezone->>'automaticTimezone' else u.timezone->>'manualTimezone' end)
             as channel_member_timezones_count
    from channel_members as m
      join user_group_members as gm on gm.user_id = m.user_id and gm.delete_at = 0
      join user_groups as g on g.id = gm.group_id and g.delete_at = 0
      join users as u on u.id = m.user_id and u.delete_at = 0
    where m.channel_id = ${channelId}
    group by gm.group_id order by gm.group_id`.execute(db)
  return rows
}

/**
 * The active people whom groups of these names hold, and whether they are in the channel; a group
 * without any as a row without a user. Where a channel or its team belongs to groups, only those
 * can be mentioned.
 */
export async function findGroupMentions(
  db: Db,
  channel: { id: string; team_id: string },
  names: string[],
): Promise<{ name: string; user_id: string | null; is_member: boolean }[]> {
  const { rows } = await sql<{ name: string; user_id: string | null; is_member: boolean }>`
    select g.name, u.id as user_id, m.user_id is not null as is_member
    from user_groups as g
      left join user_group_members as gm on gm.group_id = g.id and gm.delete_at = 0
      left join users as u on u.id = gm.user_id and u.delete_at = 0
      left join channel_members as m on m.user_id = u.id and m.channel_id = ${channel.id}
    where g.name = any(${names}) and g.delete_at = 0 and g.allow_reference
      and (not exists (select from channels where id = ${channel.id} and group_constrained)
        or exists (select from group_channels as l
          where l.group_id = g.id and l.channel_id = ${channel.id} and l.delete_at = 0))
      and (not exists (select from teams where id = ${channel.team_id} and group_constrained)
        or exists (select from group_teams as l
          where l.group_id = g.id and l.team_id = ${channel.team_id} and l.delete_at = 0)
        or exists (select from group_channels as l
          where l.group_id = g.id and l.channel_id = ${channel.id} and l.delete_at = 0))`.execute(
    db,
  )
  return rows
}

export type Outsider = {
  user_id: string
  scheme_guest: boolean
  scheme_user: boolean
  scheme_admin: boolean
}

/** Members of a team or channel who are in none of these groups, by user name. */
export async function findMembersOutside(
  db: Db,
  place: { table: 'team_members' | 'channel_members'; id: string },
  groupIds: string[],
  page: Page,
): Promise<{ members: Outsider[]; total: number }> {
  const isTeam = place.table === 'team_members'
  const from = sql`
    from ${sql.table(place.table)} as m join users as u on u.id = m.user_id
    where m.${sql.ref(isTeam ? 'team_id' : 'channel_id')} = ${place.id}
      and u.delete_at = 0 and not u.is_bot ${isTeam ? sql`and m.delete_at = 0` : sql``}
      and not exists (select from user_group_members as gm
        where gm.user_id = m.user_id and gm.delete_at = 0 and gm.group_id = any(${groupIds}))`
  const [members, counted] = await Promise.all([
    sql<Outsider>`select m.user_id, m.scheme_guest, m.scheme_user, m.scheme_admin ${from}
      order by u.username limit ${page.limit} offset ${page.offset}`.execute(db),
    sql<{ total: number }>`select count(*) as total ${from}`.execute(db),
  ])
  return { members: members.rows, total: counted.rows[0]?.total ?? 0 }
}
