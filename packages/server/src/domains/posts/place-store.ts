import { sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

/** The live public channels of a team that have one of these names. */
export async function findChannelsByNames(
  db: Db,
  teamId: string,
  names: string[],
): Promise<{ id: string; name: string; display_name: string; team_name: string }[]> {
  return db
    .selectFrom('channels as c')
    .innerJoin('teams as t', 't.id', 'c.team_id')
    .select(['c.id', 'c.name', 'c.display_name', 't.name as team_name'])
    .where('c.team_id', '=', teamId)
    .where('c.name', 'in', names)
    .where('c.type', '=', 'O')
    .where('c.delete_at', '=', 0)
    .execute()
}

/** Whether the people of a direct channel have no team in common; never with a bot or oneself. */
export async function isRestrictedDirect(db: Db, channelId: string): Promise<boolean> {
  const { rows } = await sql<{ restricted: boolean }>`
    with people as (
      select m.user_id, u.is_bot from channel_members as m join users as u on u.id = m.user_id
      where m.channel_id = ${channelId}
    )
    select (select count(*) from people) = 2 and not exists (select from people where is_bot)
      and not exists (
        select from team_members as t join people on people.user_id = t.user_id
        where t.delete_at = 0 group by t.team_id having count(*) = 2) as restricted`.execute(db)
  return rows[0]?.restricted ?? false
}

/** Where a post is, and how far somebody is in there. */
export type PostPlace = {
  channel_id: string
  channel_type: string
  channel_display_name: string
  has_joined_channel: boolean
  team_id: string
  team_type: string
  team_display_name: string
  has_joined_team: boolean
  allow_open_invite: boolean
}

export async function findPlace(
  db: Db,
  postId: string,
  userId: string,
): Promise<PostPlace | undefined> {
  const { rows } = await sql<PostPlace>`
    select c.id as channel_id, c.type as channel_type, c.display_name as channel_display_name,
           cm.user_id is not null as has_joined_channel, c.team_id,
           coalesce(t.type, '') as team_type, coalesce(t.display_name, '') as team_display_name,
           tm.user_id is not null as has_joined_team,
           coalesce(t.allow_open_invite, false) as allow_open_invite
    from posts as p join channels as c on c.id = p.channel_id
      left join teams as t on t.id = c.team_id
      left join channel_members as cm on cm.channel_id = c.id and cm.user_id = ${userId}
      left join team_members as tm
        on tm.team_id = c.team_id and tm.user_id = ${userId} and tm.delete_at = 0
    where p.id = ${postId} and p.delete_at = 0`.execute(db)
  return rows[0]
}
