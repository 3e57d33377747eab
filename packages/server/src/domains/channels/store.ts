import { type Selectable, sql } from 'kysely'
import { AppError } from '#platform/app-error.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { violatedConstraint } from '#platform/db/pg-errors.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'

export type ChannelRow = Selectable<Tables['channels']>
/** What a channel begins with; a banner comes later. */
export type NewChannelRow = Omit<ChannelRow, 'banner_info'>
export type ChannelChanges = Partial<ChannelRow>

/** Throws 400 where the team has a channel of this name. */
export async function insertChannel(tx: Tx, channel: NewChannelRow): Promise<void> {
  try {
    await tx.db.insertInto('channels').values(channel).execute()
  } catch (error) {
    if (violatedConstraint(error) !== 'channels_team_id_name_key') throw error
    throw new AppError('store.sql_channel.save_channel.exists.app_error', 400, { cause: error })
  }
}

/** For direct and group channels, whose name says who is in them: false where it is there. */
export async function insertChannelOnce(tx: Tx, channel: NewChannelRow): Promise<boolean> {
  const row = await tx.db
    .insertInto('channels')
    .values(channel)
    .onConflict((oc) => oc.columns(['team_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export function updateChannel(
  tx: Tx,
  id: string,
  changes: ChannelChanges,
): Promise<ChannelRow | undefined> {
  const { banner_info, ...columns } = changes
  return tx.db
    .updateTable('channels')
    .set({ ...columns, ...(banner_info && { banner_info: JSON.stringify(banner_info) }) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
    .catch((error: unknown) => {
      if (violatedConstraint(error) !== 'channels_team_id_name_key') throw error
      throw new AppError('store.sql_channel.save_channel.exists.app_error', 400, { cause: error })
    })
}

export function findChannel(db: Db, id: string): Promise<ChannelRow | undefined> {
  return db.selectFrom('channels').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The row as it stands, which nobody else changes until the transaction ends. */
export function lockChannel(tx: Tx, id: string): Promise<ChannelRow | undefined> {
  return tx.db
    .selectFrom('channels')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** The user's channels in a team; with the team '' direct and group channels. */
export async function findChannelIdsInTeam(
  db: Db,
  userId: string,
  teamId: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('channel_members')
    .innerJoin('channels', 'channels.id', 'channel_members.channel_id')
    .select('channels.id')
    .where('channel_members.user_id', '=', userId)
    .where('channels.team_id', '=', teamId)
    .execute()
  return rows.map(({ id }) => id)
}

export function findChannelByName(
  db: Db,
  teamId: string,
  name: string,
): Promise<ChannelRow | undefined> {
  return db
    .selectFrom('channels')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('name', '=', name)
    .executeTakeFirst()
}

/** The live public channels of these teams that have one of these names. */
export function findOpenChannelsNamed(db: Db, teamIds: string[], names: string[]) {
  return db
    .selectFrom('channels')
    .select(['team_id', 'name', 'display_name'])
    .where('team_id', 'in', teamIds)
    .where('name', 'in', names)
    .where('type', '=', 'O')
    .where('delete_at', '=', 0)
    .execute()
}

export type MyChannelsFilter = { teamId?: string; includeDeleted: boolean; deletedSince: number }

/** The channels of a user: of one team and all direct ones, or of all teams. */
export function findChannelsByUser(
  db: Db,
  userId: string,
  filter: MyChannelsFilter,
): Promise<ChannelRow[]> {
  const { teamId } = filter
  let query = db
    .selectFrom('channels')
    .innerJoin('channel_members', 'channel_members.channel_id', 'channels.id')
    .selectAll('channels')
    .where('channel_members.user_id', '=', userId)
  if (teamId) query = query.where('channels.team_id', 'in', [teamId, ''])
  query = filter.includeDeleted
    ? query.where((eb) =>
        eb.or([
          eb('channels.delete_at', '=', 0),
          eb('channels.delete_at', '>=', filter.deletedSince),
        ]),
      )
    : query.where('channels.delete_at', '=', 0)
  return query
    .orderBy(teamId ? 'channels.display_name' : 'channels.id')
    .orderBy('channels.id')
    .execute()
}

/** Ids of the channels whose events a user is to hear. */
export async function findChannelIdsByUser(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('channel_members')
    .select('channel_id')
    .where('user_id', '=', userId)
    .execute()
  return rows.map((row) => row.channel_id)
}

export type ChannelsFilter = {
  teamId: string
  types?: string[]
  deleted?: 'not' | 'too' | 'only'
  term?: string
  /** Also channels of other types that this user is in. */
  memberId?: string
}

/** A page of a team's channels; those whose name begins with the term come first. */
export function findChannels(db: Db, filter: ChannelsFilter, page: Page): Promise<ChannelRow[]> {
  const { teamId, types = ['O'], deleted = 'not', term, memberId } = filter
  let query = db
    .selectFrom('channels')
    .selectAll()
    .where('team_id', '=', teamId)
    .where((eb) =>
      eb.or([
        ...(types.length > 0 ? [eb('type', 'in', types)] : []),
        ...(memberId
          ? [
              eb.exists(
                eb
                  .selectFrom('channel_members as m')
                  .select('m.user_id')
                  .whereRef('m.channel_id', '=', 'channels.id')
                  .where('m.user_id', '=', memberId),
              ),
            ]
          : []),
      ]),
    )
  if (deleted !== 'too') query = query.where('delete_at', deleted === 'only' ? '>' : '=', 0)
  if (term) {
    const escaped = term.toLowerCase().replace(/[\\%_]/g, '\\$&')
    query = query
      .where((eb) =>
        eb.or([
          eb('name', 'like', `%${escaped}%`),
          eb(sql`lower(display_name)`, 'like', `%${escaped}%`),
          eb(sql`lower(purpose)`, 'like', `%${escaped}%`),
        ]),
      )
      .orderBy(sql`name like ${`${escaped}%`}`, 'desc')
  }
  return query.orderBy('display_name').orderBy('id').limit(page.limit).offset(page.offset).execute()
}

export function findChannelsByIds(db: Db, teamId: string, ids: string[]): Promise<ChannelRow[]> {
  return db
    .selectFrom('channels')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('type', '=', 'O')
    .where('delete_at', '=', 0)
    .where('id', 'in', ids)
    .orderBy('display_name')
    .execute()
}

/** Members, guests among them, and pinned posts. */
export async function countChannel(db: Db, channelId: string) {
  return db
    .selectNoFrom((eb) => [
      eb
        .selectFrom('channel_members')
        .innerJoin('users', 'users.id', 'channel_members.user_id')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .where('channel_id', '=', channelId)
        .where('users.delete_at', '=', 0)
        .as('members'),
      eb
        .selectFrom('channel_members')
        .innerJoin('users', 'users.id', 'channel_members.user_id')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .where('channel_id', '=', channelId)
        .where('users.delete_at', '=', 0)
        .where('scheme_guest', '=', true)
        .as('guests'),
      eb
        .selectFrom('posts')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .where('channel_id', '=', channelId)
        .where('is_pinned', '=', true)
        .where('delete_at', '=', 0)
        .as('pinned'),
    ])
    .executeTakeFirstOrThrow()
}

/** Live channels of a team: what its limit is about. */
export async function countTeamChannels(db: Db, teamId: string): Promise<number> {
  const row = await db
    .selectFrom('channels')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('team_id', '=', teamId)
    .where('delete_at', '=', 0)
    .executeTakeFirstOrThrow()
  return row.count
}
