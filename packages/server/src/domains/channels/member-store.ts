import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'

export type ChannelMemberRow = Selectable<Tables['channel_members']>

type NewMember = Pick<
  ChannelMemberRow,
  'channel_id' | 'user_id' | 'scheme_guest' | 'scheme_user' | 'scheme_admin'
> & { notify_props: Readonly<Record<string, string>>; now: number }

/**
 * Adds a member who has seen everything that was written before; false where the user is one.
 */
export async function insertChannelMember(tx: Tx, member: NewMember): Promise<boolean> {
  const { now, notify_props, ...flags } = member
  const row = await tx.db
    .insertInto('channel_members')
    .columns([
      'channel_id',
      'user_id',
      'scheme_guest',
      'scheme_user',
      'scheme_admin',
      'notify_props',
      'last_update_at',
      'msg_count',
      'msg_count_root',
      'last_viewed_at',
    ])
    .expression((eb) =>
      eb
        .selectFrom('channels')
        .select([
          'id',
          eb.val(flags.user_id).as('user_id'),
          eb.val(flags.scheme_guest).as('scheme_guest'),
          eb.val(flags.scheme_user).as('scheme_user'),
          eb.val(flags.scheme_admin).as('scheme_admin'),
          sql<string>`${JSON.stringify(notify_props)}::jsonb`.as('notify_props'),
          sql<number>`${now}::bigint`.as('last_update_at'),
          'total_msg_count',
          'total_msg_count_root',
          'last_post_at',
        ])
        .where('id', '=', flags.channel_id),
    )
    .onConflict((oc) => oc.columns(['channel_id', 'user_id']).doNothing())
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteChannelMember(
  tx: Tx,
  channelId: string,
  userId: string,
): Promise<boolean> {
  const row = await tx.db
    .deleteFrom('channel_members')
    .where('channel_id', '=', channelId)
    .where('user_id', '=', userId)
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Ends a user's memberships in all channels of a team; resolves to the channels. */
export async function deleteMembersOfTeam(
  tx: Tx,
  teamId: string,
  userId: string,
): Promise<string[]> {
  const rows = await tx.db
    .deleteFrom('channel_members')
    .where('user_id', '=', userId)
    .where('channel_id', 'in', (eb) =>
      eb.selectFrom('channels').select('id').where('team_id', '=', teamId),
    )
    .returning('channel_id')
    .execute()
  return rows.map((row) => row.channel_id)
}

export async function updateChannelMember(
  tx: Tx,
  key: { channel_id: string; user_id: string },
  changes: Partial<Omit<ChannelMemberRow, 'notify_props'>> & {
    notify_props?: Record<string, string>
  },
): Promise<ChannelMemberRow | undefined> {
  const { notify_props, ...columns } = changes
  return tx.db
    .updateTable('channel_members')
    .set({
      ...columns,
      ...(notify_props && {
        notify_props: sql<string>`notify_props || ${JSON.stringify(notify_props)}::jsonb`,
      }),
    })
    .where('channel_id', '=', key.channel_id)
    .where('user_id', '=', key.user_id)
    .returningAll()
    .executeTakeFirst()
}

/** The row as it stands, which nobody else changes until the transaction ends. */
export function lockChannelMember(
  tx: Tx,
  key: { channel_id: string; user_id: string },
): Promise<ChannelMemberRow | undefined> {
  return tx.db
    .selectFrom('channel_members')
    .selectAll()
    .where('channel_id', '=', key.channel_id)
    .where('user_id', '=', key.user_id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** Mutes or unmutes channels for a member; resolves to the rows that this changed. */
export function updateMuted(
  tx: Tx,
  userId: string,
  channelIds: string[],
  change: { isMuted: boolean; now: number },
): Promise<ChannelMemberRow[]> {
  const level = change.isMuted ? 'mention' : 'all'
  return tx.db
    .updateTable('channel_members')
    .set({
      notify_props: sql<string>`notify_props || ${JSON.stringify({ mark_unread: level })}::jsonb`,
      last_update_at: change.now,
    })
    .where('user_id', '=', userId)
    .where('channel_id', 'in', channelIds)
    .where(sql<boolean>`notify_props->>'mark_unread' is distinct from ${level}`)
    .returningAll()
    .execute()
}

/** Makes all memberships of an account a guest's or a member's, without any further role. */
export function updateGuest(
  tx: Tx,
  userId: string,
  change: { isGuest: boolean; now: number },
): Promise<ChannelMemberRow[]> {
  return tx.db
    .updateTable('channel_members')
    .set({
      scheme_guest: change.isGuest,
      scheme_user: !change.isGuest,
      scheme_admin: false,
      roles: '',
      last_update_at: change.now,
    })
    .where('user_id', '=', userId)
    .returningAll()
    .execute()
}

export function findChannelMember(
  db: Db,
  channelId: string,
  userId: string,
): Promise<ChannelMemberRow | undefined> {
  return db
    .selectFrom('channel_members')
    .selectAll()
    .where('channel_id', '=', channelId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

export function findChannelMembers(
  db: Db,
  channelId: string,
  page: Page,
): Promise<ChannelMemberRow[]> {
  return db
    .selectFrom('channel_members')
    .selectAll()
    .where('channel_id', '=', channelId)
    .orderBy('user_id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

export function findChannelMembersByIds(
  db: Db,
  channelId: string,
  userIds: string[],
): Promise<ChannelMemberRow[]> {
  return db
    .selectFrom('channel_members')
    .selectAll()
    .where('channel_id', '=', channelId)
    .where('user_id', 'in', userIds)
    .execute()
}

export type MembershipRow = Awaited<ReturnType<typeof findMembershipsByUser>>[number]

/**
 * A user's memberships after `after`, by channel id: a page of a stream. Those in archived channels
 * are among them: without, clients that lead there would ask to join.
 */
export function findMembershipsByUser(
  db: Db,
  userId: string,
  filter: { teamId?: string; after?: string; limit?: number },
) {
  let query = db
    .selectFrom('channel_members as m')
    .innerJoin('channels as c', 'c.id', 'm.channel_id')
    .leftJoin('teams as t', 't.id', 'c.team_id')
    .selectAll('m')
    .select((eb) => [
      eb.fn.coalesce('t.display_name', sql<string>`''`).as('team_display_name'),
      eb.fn.coalesce('t.name', sql<string>`''`).as('team_name'),
      eb.fn.coalesce('t.update_at', sql<number>`0`).as('team_update_at'),
      't.scheme_id as team_scheme_id',
      'c.scheme_id as channel_scheme_id',
    ])
    .where('m.user_id', '=', userId)
    .where('m.channel_id', '>', filter.after ?? '')
  if (filter.teamId) query = query.where('c.team_id', 'in', [filter.teamId, ''])
  query = query.orderBy('m.channel_id')
  return (filter.limit ? query.limit(filter.limit) : query).execute()
}

/** Live members of each channel that the user may count. */
export function countMembersByChannel(db: Db, channelIds: string[]) {
  return db
    .selectFrom('channel_members')
    .innerJoin('users', 'users.id', 'channel_members.user_id')
    .select((eb) => ['channel_id', eb.fn.countAll<number>().as('count')])
    .where('channel_id', 'in', channelIds)
    .where('users.delete_at', '=', 0)
    .groupBy('channel_id')
    .execute()
}

/**
 * Marks channels as read for a user. Resolves to the time of the newest post for each channel that
 * the user is in, and whether there was something to mark.
 */
export async function markViewed(tx: Tx, userId: string, channelIds: string[]) {
  if (channelIds.length === 0) return []
  // Held first: a post that has mentioned the user by now is counted below as well.
  await tx.db
    .selectFrom('channel_members')
    .select('channel_id')
    .where('user_id', '=', userId)
    .where('channel_id', 'in', channelIds)
    .orderBy('channel_id')
    .forNoKeyUpdate()
    .execute()
  const changed = await sql<{ channel_id: string }>`
    update channel_members as m
    set msg_count = greatest(m.msg_count, c.total_msg_count),
        msg_count_root = greatest(m.msg_count_root, c.total_msg_count_root),
        mention_count = 0, mention_count_root = 0, urgent_mention_count = 0,
        last_viewed_at = greatest(m.last_viewed_at, c.last_post_at),
        last_update_at = greatest(m.last_viewed_at, c.last_post_at)
    from channels as c
    where c.id = m.channel_id and m.user_id = ${userId} and m.channel_id = any(${channelIds})
      and (m.msg_count < c.total_msg_count or m.msg_count_root < c.total_msg_count_root
           or m.mention_count > 0 or m.urgent_mention_count > 0)
    returning m.channel_id`.execute(tx.db)
  const { rows } = await sql<{ channel_id: string; viewed_at: number }>`
    select m.channel_id, greatest(c.last_post_at, m.last_viewed_at) as viewed_at
    from channel_members as m join channels as c on c.id = m.channel_id
    where m.user_id = ${userId} and m.channel_id = any(${channelIds})`.execute(tx.db)
  const changedIds = new Set(changed.rows.map((row) => row.channel_id))
  return rows.map((row) => ({ ...row, wasUnread: changedIds.has(row.channel_id) }))
}

/** Whether the groups of a channel that is for them alone admit the user; any other admits all. */
export async function isAdmittedByGroups(
  db: Db,
  channel: { id: string; group_constrained: boolean | null },
  userId: string,
): Promise<boolean> {
  if (!channel.group_constrained) return true
  const row = await db
    .selectFrom('group_channels as l')
    .innerJoin('user_group_members as gm', 'gm.group_id', 'l.group_id')
    .select('gm.user_id')
    .where('l.channel_id', '=', channel.id)
    .where('l.delete_at', '=', 0)
    .where('gm.user_id', '=', userId)
    .where('gm.delete_at', '=', 0)
    .executeTakeFirst()
  return row !== undefined
}

/** Ids of the people in a channel. */
export async function findMemberIds(db: Db, channelId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('channel_members')
    .select('user_id')
    .where('channel_id', '=', channelId)
    .execute()
  return rows.map((row) => row.user_id)
}
