import { type ExpressionBuilder, sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'
import { defaultChannelNames } from './rules.ts'
import type { ChannelRow } from './store.ts'

export type AdminFilter = {
  term?: string
  searchesIds?: boolean
  types?: string[]
  teamIds?: string[]
  deleted: 'not' | 'too' | 'only'
  excludeDefaults?: boolean
  isConstrained?: boolean
  /** Leaves out channels that this group is linked to. */
  notInGroupId?: string
  /** Only what this user may see: public channels of their teams, and those that they are in. */
  viewerId?: string
}

/** A page of the public and private channels of all teams, by display name, and how many there are. */
export async function findAllChannels(db: Db, filter: AdminFilter, page: Page) {
  let query = db
    .selectFrom('channels')
    .innerJoin('teams', 'teams.id', 'channels.team_id')
    .where('channels.type', 'in', filter.types ?? ['O', 'P'])
  if (filter.deleted === 'not') query = query.where('channels.delete_at', '=', 0)
  if (filter.deleted === 'only') query = query.where('channels.delete_at', '>', 0)
  if (filter.teamIds) query = query.where('channels.team_id', 'in', filter.teamIds)
  if (filter.excludeDefaults) {
    const names = defaultChannelNames.map(({ name }) => name)
    query = query.where('channels.name', 'not in', names)
  }
  if (filter.isConstrained !== undefined) {
    query = query.where(
      sql<boolean>`coalesce(channels.group_constrained, false)`,
      '=',
      filter.isConstrained,
    )
  }
  if (filter.notInGroupId) {
    query = query.where('channels.id', 'not in', linkedTo(db, filter.notInGroupId))
  }
  if (filter.term) query = query.where(holdsTerm(filter.term, filter.searchesIds ?? false))
  if (filter.viewerId) query = query.where(isSeenBy(filter.viewerId))
  const [rows, count] = await Promise.all([
    query
      .selectAll('channels')
      .select([
        'teams.name as team_name',
        'teams.display_name as team_display_name',
        'teams.update_at as team_update_at',
      ])
      .orderBy('channels.display_name')
      .orderBy('teams.display_name')
      .orderBy('channels.id')
      .limit(page.limit)
      .offset(page.offset)
      .execute(),
    query.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total: count.total }
}

type InTeams = ExpressionBuilder<Tables, 'channels' | 'teams'>

function linkedTo(db: Db, groupId: string) {
  return db
    .selectFrom('group_channels')
    .select('channel_id')
    .where('group_id', '=', groupId)
    .where('delete_at', '=', 0)
}

function holdsTerm(term: string, searchesIds: boolean) {
  const pattern = toPattern(term)
  return (eb: InTeams) =>
    eb.or([
      eb('channels.name', 'like', pattern),
      eb(sql`lower(channels.display_name)`, 'like', pattern),
      eb(sql`lower(channels.purpose)`, 'like', pattern),
      ...(searchesIds ? [eb('channels.id', '=', term)] : []),
    ])
}

function isSeenBy(userId: string) {
  return (eb: InTeams) =>
    eb.or([
      eb.exists(
        eb
          .selectFrom('channel_members as m')
          .select('m.user_id')
          .whereRef('m.channel_id', '=', 'channels.id')
          .where('m.user_id', '=', userId),
      ),
      eb.and([
        eb('channels.type', '=', 'O'),
        eb.exists(
          eb
            .selectFrom('team_members as t')
            .select('t.user_id')
            .whereRef('t.team_id', '=', 'channels.team_id')
            .where('t.user_id', '=', userId)
            .where('t.scheme_guest', '=', false)
            .where('t.delete_at', '=', 0),
        ),
      ]),
    ])
}

function toPattern(term: string): string {
  return `%${term.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
}

/** Group conversations of a user in which each word is part of some other member's name. */
export function findGroupsByMember(db: Db, userId: string, words: string[]): Promise<ChannelRow[]> {
  let query = db
    .selectFrom('channels')
    .innerJoin('channel_members as mine', 'mine.channel_id', 'channels.id')
    .selectAll('channels')
    .where('mine.user_id', '=', userId)
    .where('channels.type', '=', 'G')
    .where('channels.delete_at', '=', 0)
  for (const word of words) {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('channel_members as theirs')
          .innerJoin('users as u', 'u.id', 'theirs.user_id')
          .select('u.id')
          .whereRef('theirs.channel_id', '=', 'channels.id')
          .where('u.id', '<>', userId)
          .where(sql<boolean>`lower(concat_ws(' ', u.username, u.nickname, u.first_name, u.last_name))
            like ${toPattern(word)}`),
      ),
    )
  }
  return query.orderBy('channels.last_post_at', 'desc').limit(100).execute()
}

/**
 * A user's direct and group channels that the term is part of: of the name of the other person, or
 * of the names of all. Direct ones are called as the other person is.
 */
export async function findDirectByTerm(
  db: Db,
  userId: string,
  term: string,
  limit: number,
): Promise<ChannelRow[]> {
  const pattern = toPattern(term)
  const { rows } = await sql<ChannelRow & { username: string | null }>`
    select c.*, u.username
    from channel_members as m
      join channels as c on c.id = m.channel_id
      left join users as u on c.type = 'D' and u.id =
        split_part(c.name, '__', case when split_part(c.name, '__', 1) = ${userId} then 2 else 1 end)
    where m.user_id = ${userId} and c.team_id = '' and c.delete_at = 0
      and (lower(c.display_name) like ${pattern} or u.username like ${pattern}
        or lower(u.nickname) like ${pattern})
    order by coalesce(u.username, c.display_name), c.id
    limit ${limit}`.execute(db)
  return rows.map(({ username, ...row }) => (username ? { ...row, display_name: username } : row))
}

/** Which of a user's channels in a team say what category they belong to. */
export function findManagedCategories(db: Db, userId: string, teamId: string) {
  return db
    .selectFrom('channels')
    .innerJoin('channel_members as m', 'm.channel_id', 'channels.id')
    .select(['channels.id', 'channels.default_category_name'])
    .where('m.user_id', '=', userId)
    .where('channels.team_id', '=', teamId)
    .where('channels.delete_at', '=', 0)
    .where('channels.default_category_name', '<>', '')
    .execute()
}

/** The channels of a scheme, by display name. */
export function findChannelsByScheme(db: Db, schemeId: string, page: Page): Promise<ChannelRow[]> {
  return db
    .selectFrom('channels')
    .selectAll()
    .where('scheme_id', '=', schemeId)
    .orderBy('display_name')
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

/** Live teams that every active member of a channel is in. */
export async function findCommonTeamIds(db: Db, channelId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id from teams as t
    where t.delete_at = 0 and not exists (
      select from channel_members as m join users as u on u.id = m.user_id
      where m.channel_id = ${channelId} and u.delete_at = 0 and not exists (
        select from team_members as tm
        where tm.team_id = t.id and tm.user_id = m.user_id and tm.delete_at = 0))
    order by t.display_name, t.id`.execute(db)
  return rows.map((row) => row.id)
}

/** Members of a channel who aren't in a team. */
export async function findMembersOutsideTeam(
  db: Db,
  channelId: string,
  teamId: string,
): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select m.user_id from channel_members as m
    where m.channel_id = ${channelId} and not exists (
      select from team_members as tm
      where tm.team_id = ${teamId} and tm.user_id = m.user_id and tm.delete_at = 0)
    order by m.user_id`.execute(db)
  return rows.map((row) => row.user_id)
}
