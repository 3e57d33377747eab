import type { AnalyticsRow } from '@redoubt/wire/system.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'

/** '' stands for the whole workspace. */
type Scope = { teamId: string }

export type StandardCounts = {
  channel_open_count: number
  channel_private_count: number
  post_count: number
  unique_user_count: number
  inactive_user_count: number
  team_count: number
  total_file_count: number
  total_file_size: number
}

/** Everything that is counted for the overview, in one statement. */
export async function countStandard(db: Db, { teamId }: Scope): Promise<StandardCounts> {
  const ofTeam = teamId === '' ? sql`true` : sql`channels.team_id = ${teamId}`
  const isMember =
    teamId === ''
      ? sql`true`
      : sql`exists (select 1 from team_members m
          where m.team_id = ${teamId} and m.user_id = users.id and m.delete_at = 0)`
  const { rows } = await sql<StandardCounts>`
    select
      count(*) filter (where type = 'O' and delete_at = 0) as channel_open_count,
      count(*) filter (where type = 'P' and delete_at = 0) as channel_private_count,
      -- The channels' own counters: nobody waits for every post to be read.
      coalesce(sum(total_msg_count), 0) as post_count,
      (select count(*) from users where delete_at = 0 and not is_bot and ${isMember})
        as unique_user_count,
      (select count(*) from users where delete_at > 0 and not is_bot and ${isMember})
        as inactive_user_count,
      (select count(*) from teams where delete_at = 0) as team_count,
      (select count(*) from file_infos where delete_at = 0) as total_file_count,
      (select coalesce(sum(size), 0) from file_infos where delete_at = 0) as total_file_size
    from channels where ${ofTeam}`.execute(db)
  const [row] = rows
  if (!row) throw new Error('counting gave no row')
  return row
}

/** People who were seen since each of two times. */
export async function countActive(
  db: Db,
  since: { day: number; month: number },
): Promise<{ day: number; month: number }> {
  const { rows } = await sql<{ day: number; month: number }>`
    select
      count(*) filter (where seen.at > ${since.day}) as day,
      count(*) filter (where seen.at > ${since.month}) as month
    from (
      select users.id, greatest(
        (select last_activity_at from statuses where statuses.user_id = users.id),
        (select max(last_activity_at) from sessions where sessions.user_id = users.id)
      ) as at
      from users where delete_at = 0 and not is_bot
    ) seen`.execute(db)
  return rows[0] ?? { day: 0, month: 0 }
}

export type ExtraCounts = {
  file_post_count: number
  hashtag_post_count: number
  incoming_webhook_count: number
  outgoing_webhook_count: number
  command_count: number
  session_count: number
}

export async function countExtra(
  db: Db,
  { teamId, now }: Scope & { now: number },
): Promise<ExtraCounts> {
  const inTeam = teamId === '' ? sql`true` : sql`team_id = ${teamId}`
  const { rows } = await sql<ExtraCounts>`
    select
      (select count(*) from posts
        where delete_at = 0 and file_ids <> '{}' and ${postsOfTeam(teamId)}) as file_post_count,
      (select count(*) from posts
        where delete_at = 0 and hashtags <> '' and ${postsOfTeam(teamId)}) as hashtag_post_count,
      (select count(*) from incoming_webhooks where delete_at = 0 and ${inTeam})
        as incoming_webhook_count,
      (select count(*) from outgoing_webhooks where delete_at = 0 and ${inTeam})
        as outgoing_webhook_count,
      (select count(*) from commands where delete_at = 0 and ${inTeam}) as command_count,
      (select count(*) from sessions where expires_at = 0 or expires_at > ${now})
        as session_count`.execute(db)
  const [row] = rows
  if (!row) throw new Error('counting gave no row')
  return row
}

/** What is counted per day. */
export type PerDay = 'posts' | 'bot_posts' | 'users'

/** The newest day first; days on which there was nothing are left out. */
export async function countPerDay(
  db: Db,
  what: PerDay,
  { teamId, since }: Scope & { since: number },
): Promise<AnalyticsRow[]> {
  const counted = what === 'users' ? sql`count(distinct posts.user_id)` : sql`count(*)`
  const author =
    what === 'bot_posts'
      ? sql`exists (select 1 from users where users.id = posts.user_id and users.is_bot)`
      : sql`true`
  const { rows } = await sql<AnalyticsRow>`
    select to_char(to_timestamp(posts.create_at / 1000.0) at time zone 'UTC', 'YYYY-MM-DD') as name,
      ${counted} as value
    from posts
    where posts.create_at >= ${since} and posts.delete_at = 0 and ${author}
      and ${postsOfTeam(teamId)}
    group by 1 order by 1 desc`.execute(db)
  return rows
}

function postsOfTeam(teamId: string): RawBuilder<unknown> {
  return teamId === ''
    ? sql`true`
    : sql`exists (select 1 from channels c
        where c.id = posts.channel_id and c.team_id = ${teamId})`
}

export async function countTeams(db: Db): Promise<number> {
  const row = await db
    .selectFrom('teams')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('delete_at', '=', 0)
    .executeTakeFirstOrThrow()
  return row.count
}

/** Bytes of the files that people can still get at. */
export async function sumFileSizes(db: Db): Promise<number> {
  const row = await db
    .selectFrom('file_infos')
    .select((eb) => eb.fn.sum<number | null>('size').as('bytes'))
    .where('delete_at', '=', 0)
    .executeTakeFirstOrThrow()
  return Number(row.bytes ?? 0)
}
