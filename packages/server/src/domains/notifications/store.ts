import { sql } from 'kysely'
import type { ChannelRow } from '#domains/channels/service.ts'
import type { PostRow } from '#domains/posts/service.ts'
import type { Db } from '#platform/db/database.ts'
import type { Levels } from './decision.ts'
import type { Named } from './names.ts'

/** A phone that can be pushed to. */
export type Device = { session_id: string; device_id: string }

/** Somebody who may have to be told of a post. */
export type ReceiverRow = {
  id: string
  username: string
  nickname: string
  first_name: string
  last_name: string
  email: string
  email_verified: boolean
  is_bot: boolean
  remote_id: string
  locale: string
  timezone: Levels
  notify_props: Levels
  member_props: Levels
  is_following: boolean
  /** By category and name. */
  preferences: Readonly<Record<string, string>>
  devices: Device[]
  /** A team to open the app in; of a channel without a team one of the receiver's. */
  team_name: string
}

const liveDevices = (now: number) => sql`
  s.device_id <> '' and (s.expires_at = 0 or s.expires_at > ${now})
  and s.props->>'last_removed_device_id' is distinct from s.device_id
  and s.props->>'device_notification_disabled' is distinct from 'true'`

const devicesOf = (userId: ReturnType<typeof sql>, now: number) => sql`coalesce((
  select jsonb_agg(jsonb_build_object('session_id', s.id, 'device_id', s.device_id) order by s.id)
  from sessions as s where s.user_id = ${userId} and ${liveDevices(now)}), '[]')`

const preferencesOf = (userId: ReturnType<typeof sql>) => sql`coalesce((
  select jsonb_object_agg(p.category || '/' || p.name, p.value) from preferences as p
  where p.user_id = ${userId} and (p.category, p.name) in (
    ('display_settings', 'name_format'), ('display_settings', 'use_military_time'),
    ('display_settings', 'collapsed_reply_threads'), ('notifications', 'email_interval'))), '{}')`

const wantsAll = sql`(
  m.notify_props->>'push' = 'all'
  or coalesce(m.notify_props->>'push', 'default') = 'default' and u.notify_props->>'push' = 'all')`

const personColumns = (now: number) => sql`
  u.id, u.username, u.nickname, u.first_name, u.last_name, u.email, u.email_verified, u.is_bot,
  u.remote_id, u.locale, u.timezone, u.notify_props,
  ${preferencesOf(sql`u.id`)} as preferences, ${devicesOf(sql`u.id`, now)} as devices`

/** Of the user's teams the one of this id; with '' the first by name. */
const teamNameIn = (teamId: ReturnType<typeof sql>) => sql`coalesce((
  select t.name from teams as t
    join team_members as tm on tm.team_id = t.id and tm.user_id = u.id and tm.delete_at = 0
  where t.delete_at = 0 and ${teamId} in ('', t.id)
  order by t.display_name, t.id limit 1), '')`

type Place = { channelId: string; teamId: string; rootId: string }

/**
 * The active members of a channel who may have to be told of a post: whom it mentions, and
 * where `withOthers` who follows its thread or wants to hear of everything.
 */
export async function findReceivers(
  db: Db,
  place: Place,
  who: { mentionedIds: string[]; withOthers: boolean },
  now: number,
): Promise<ReceiverRow[]> {
  const { rows } = await sql<ReceiverRow>`
    select ${personColumns(now)}, m.notify_props as member_props,
           coalesce(f.following, false) as is_following,
           ${teamNameIn(sql`${place.teamId}::text`)} as team_name
    from channel_members as m
      join users as u on u.id = m.user_id
      left join thread_memberships as f on f.post_id = ${place.rootId} and f.user_id = u.id
    where m.channel_id = ${place.channelId} and u.delete_at = 0
      and (u.id = any(${who.mentionedIds})
        or ${who.withOthers} and (coalesce(f.following, false) or ${wantsAll}))`.execute(db)
  return rows
}

/** One active account, outside of any channel. */
export type PersonRow = Omit<ReceiverRow, 'member_props' | 'is_following'>

export async function findPerson(
  db: Db,
  userId: string,
  now: number,
): Promise<PersonRow | undefined> {
  const { rows } = await sql<PersonRow>`
    select ${personColumns(now)}, ${teamNameIn(sql`''`)} as team_name
    from users as u where u.id = ${userId} and u.delete_at = 0`.execute(db)
  return rows[0]
}

/** The accounts that have a phone, or those among these. */
export async function findUsersWithDevice(
  db: Db,
  ids: string[] | undefined,
): Promise<Map<string, true>> {
  const { rows } = await sql<{ user_id: string }>`
    select distinct user_id from sessions
    where device_id <> '' ${ids ? sql`and user_id = any(${ids})` : sql``}`.execute(db)
  return new Map(rows.map(({ user_id }) => [user_id, true]))
}

/** The members who want to be pushed everything that is said in a channel. */
export async function findListeners(db: Db, channelId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select u.id from channel_members as m join users as u on u.id = m.user_id
    where m.channel_id = ${channelId} and u.delete_at = 0
      and m.notify_props->>'mark_unread' is distinct from 'mention' and ${wantsAll}`.execute(db)
  return rows.map(({ id }) => id)
}

/**
 * The number on each one's app: mentions in all channels; for those whose client collapses threads
 * of roots alone, and those in their threads.
 */
export async function countBadges(
  db: Db,
  users: { id: string; isCollapsing: boolean }[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; badge: number }>`
    select w.id, (
        select coalesce(sum(case when w."isCollapsing" then m.mention_count_root
          else m.mention_count end), 0)
        from channel_members as m join channels as c on c.id = m.channel_id
        where m.user_id = w.id and c.delete_at = 0
      ) + (
        select coalesce(sum(f.unread_mentions), 0)
        from thread_memberships as f
          join threads as t on t.post_id = f.post_id
          join channel_members as m on m.channel_id = t.channel_id and m.user_id = f.user_id
          join channels as c on c.id = t.channel_id
        where w."isCollapsing" and f.user_id = w.id and f.following and f.unread_mentions > 0
          and t.delete_at = 0 and c.delete_at = 0
      ) as badge
    from jsonb_to_recordset(${JSON.stringify(users)}::jsonb) as w (id text, "isCollapsing" bool)`.execute(
    db,
  )
  return new Map(rows.map(({ id, badge }) => [id, Number(badge)]))
}

/** The live ones of these posts, the oldest first. */
export function findLivePosts(db: Db, ids: string[]): Promise<PostRow[]> {
  return db
    .selectFrom('posts')
    .selectAll()
    .where('id', 'in', ids)
    .where('delete_at', '=', 0)
    .orderBy('create_at')
    .execute()
}

/** Those of these channels that aren't archived. */
export function findLiveChannels(db: Db, ids: string[]): Promise<ChannelRow[]> {
  return db
    .selectFrom('channels')
    .selectAll()
    .where('id', 'in', ids)
    .where('delete_at', '=', 0)
    .execute()
}

/** What people are called: those of these ids, and the members of these group channels. */
export async function findNames(
  db: Db,
  of: { userIds: string[]; groupChannelIds: string[] },
): Promise<(Named & { id: string; channel_ids: string[] })[]> {
  const { rows } = await sql<Named & { id: string; channel_ids: string[] }>`
    select u.id, u.username, u.nickname, u.first_name, u.last_name,
           coalesce(array_agg(m.channel_id) filter (where m.channel_id is not null), '{}')
             as channel_ids
    from users as u
      left join channel_members as m
        on m.user_id = u.id and m.channel_id = any(${of.groupChannelIds})
    where u.id = any(${of.userIds}) or m.channel_id is not null
    group by u.id order by u.username`.execute(db)
  return rows
}
