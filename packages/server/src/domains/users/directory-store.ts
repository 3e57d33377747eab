import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'
import type { UserRow } from './store.ts'

/** Whom a viewer may know of: people of these teams, and those who share a channel. */
export type Horizon = { userId: string; teamIds: string[] }

export type UserFilter = {
  teamId?: string | undefined
  notInTeamId?: string | undefined
  channelId?: string | undefined
  notInChannelId?: string | undefined
  groupId?: string | undefined
  notInGroupId?: string | undefined
  isWithoutTeam?: boolean | undefined
  /** At least one of them has to fit. */
  systemRoles?: readonly string[]
  /** Of the team that is filtered by. */
  teamRoles?: readonly string[]
  /** Of the channel that is filtered by. */
  channelRoles?: readonly string[]
  /** Lower-case words; each has to occur in one of the searched columns. */
  words?: string[]
  searchesNames?: boolean
  searchesEmail?: boolean
  isActive?: boolean | undefined
  isBot?: boolean | undefined
  /** Undefined for those who may see everybody. */
  horizon?: Horizon | undefined
}

/** Who is there, for the order by status; everybody else counts as offline. */
export type UserOrder =
  | { by: 'username' | 'display_name' | 'create_at' | 'last_activity_at' | 'admin' }
  | { by: 'status'; online: string[]; away: string[]; dnd: string[] }

type Query = SelectQueryBuilder<Tables, 'users', object>
type Expressions = ExpressionBuilder<Tables, 'users'>

/** A page of the users that the filter admits. */
export function findUsers(
  db: Db,
  filter: UserFilter,
  page: Page,
  order: UserOrder = { by: 'username' },
): Promise<UserRow[]> {
  return inOrder(filtered(db, filter), filter, order)
    .orderBy('users.username')
    .limit(page.limit)
    .offset(page.offset)
    .selectAll('users')
    .execute()
}

export async function countUsers(db: Db, filter: UserFilter): Promise<number> {
  const row = await filtered(db, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

function inOrder(query: Query, filter: UserFilter, order: UserOrder): Query {
  switch (order.by) {
    case 'username':
      return query
    case 'create_at':
      return query.orderBy('users.create_at', 'desc')
    case 'last_activity_at':
      return query.orderBy(
        sql`coalesce((select last_activity_at from statuses where user_id = users.id), 0)`,
        'desc',
      )
    case 'display_name':
      return query.orderBy(
        sql`lower(coalesce(nullif(users.nickname, ''), nullif(trim(users.first_name || ' ' || users.last_name), ''), users.username))`,
      )
    case 'admin':
      return query.orderBy(
        sql`(select scheme_admin from channel_members where channel_id = ${filter.channelId ?? ''} and user_id = users.id)`,
        (order) => order.desc().nullsLast(),
      )
    case 'status':
      return query.orderBy(
        sql`case when users.id = any(${order.online}) then 0 when users.id = any(${order.away}) then 1
          when users.id = any(${order.dnd}) then 2 else 3 end`,
      )
  }
}

function filtered(db: Db, filter: UserFilter): Query {
  const { teamId, notInTeamId, channelId, notInChannelId, groupId, notInGroupId } = filter
  let query: Query = db.selectFrom('users')
  if (teamId) query = query.where('users.id', 'in', teamMembers(db, teamId))
  if (notInTeamId) query = query.where('users.id', 'not in', teamMembers(db, notInTeamId))
  if (channelId) query = query.where('users.id', 'in', channelMembers(db, channelId))
  if (notInChannelId) query = query.where('users.id', 'not in', channelMembers(db, notInChannelId))
  if (groupId) query = query.where('users.id', 'in', groupMembers(db, groupId))
  if (notInGroupId) query = query.where('users.id', 'not in', groupMembers(db, notInGroupId))
  if (filter.isWithoutTeam) query = query.where('users.id', 'not in', anyTeamMembers(db))
  if (filter.isActive !== undefined) {
    query = query.where('users.delete_at', filter.isActive ? '=' : '>', 0)
  }
  if (filter.isBot !== undefined) query = query.where('users.is_bot', '=', filter.isBot)
  if (filter.horizon) query = query.where(isWithin(db, filter.horizon))
  query = ofRoles(query, filter)
  for (const word of filter.words ?? []) query = query.where((eb) => hasWord(eb, word, filter))
  return query
}

function hasWord(eb: Expressions, word: string, filter: UserFilter) {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
  return eb.or([
    eb('users.username', 'like', pattern),
    eb(sql`lower(users.nickname)`, 'like', pattern),
    ...(filter.searchesNames
      ? [
          eb(sql`lower(users.first_name)`, 'like', pattern),
          eb(sql`lower(users.last_name)`, 'like', pattern),
        ]
      : []),
    ...(filter.searchesEmail ? [eb('users.email', 'like', pattern)] : []),
    eb('users.id', '=', word),
  ])
}

/** Whoever has one of the roles, be it in the system, the team or the channel. */
function ofRoles(query: Query, filter: UserFilter): Query {
  const { systemRoles = [], teamRoles = [], channelRoles = [], teamId, channelId } = filter
  if (systemRoles.length + teamRoles.length + channelRoles.length === 0) return query
  return query.where((eb) =>
    eb.or([
      ...systemRoles.map((role) => hasSystemRole(role)),
      ...(teamId ? teamRoles.map((role) => hasTeamRole(teamId, role)) : []),
      ...(channelId ? channelRoles.map((role) => hasChannelRole(channelId, role)) : []),
      sql<boolean>`false`,
    ]),
  )
}

/** Administrators are counted as such alone, not as users too. */
function hasSystemRole(role: string) {
  const roles = sql`string_to_array(users.roles, ' ')`
  return role === 'system_user'
    ? sql<boolean>`(${role} = any(${roles}) and not 'system_admin' = any(${roles}))`
    : sql<boolean>`${role} = any(${roles})`
}

function hasTeamRole(teamId: string, role: string) {
  return sql<boolean>`exists (select from team_members as m where m.team_id = ${teamId}
    and m.user_id = users.id and m.delete_at = 0 and ${hasSchemeRole(role.replace(/^team_/, ''))})`
}

function hasChannelRole(channelId: string, role: string) {
  return sql<boolean>`exists (select from channel_members as m where m.channel_id = ${channelId}
    and m.user_id = users.id and ${hasSchemeRole(role.replace(/^channel_/, ''))})`
}

function hasSchemeRole(level: string) {
  if (level === 'admin') return sql<boolean>`m.scheme_admin`
  if (level === 'guest') return sql<boolean>`m.scheme_guest`
  return level === 'user'
    ? sql<boolean>`(m.scheme_user and not m.scheme_admin)`
    : sql<boolean>`false`
}

function isWithin(db: Db, { userId, teamIds }: Horizon) {
  return (eb: Expressions) =>
    eb.or([
      eb('users.id', '=', userId),
      eb('users.id', 'in', channelCompanions(db, userId)),
      ...(teamIds.length > 0
        ? [
            eb(
              'users.id',
              'in',
              db
                .selectFrom('team_members')
                .select('user_id')
                .where('team_id', 'in', teamIds)
                .where('delete_at', '=', 0),
            ),
          ]
        : []),
    ])
}

function channelCompanions(db: Db, userId: string) {
  return db
    .selectFrom('channel_members as mine')
    .innerJoin('channel_members as theirs', 'theirs.channel_id', 'mine.channel_id')
    .select('theirs.user_id')
    .where('mine.user_id', '=', userId)
}

function teamMembers(db: Db, teamId: string) {
  return db
    .selectFrom('team_members')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('delete_at', '=', 0)
}

function anyTeamMembers(db: Db) {
  return db.selectFrom('team_members').select('user_id').where('delete_at', '=', 0)
}

function channelMembers(db: Db, channelId: string) {
  return db.selectFrom('channel_members').select('user_id').where('channel_id', '=', channelId)
}

function groupMembers(db: Db, groupId: string) {
  return db
    .selectFrom('user_group_members')
    .select('user_id')
    .where('group_id', '=', groupId)
    .where('delete_at', '=', 0)
}

/** Those of the ids that lie within the horizon, changed since `since`. */
export function findUsersByIds(
  db: Db,
  ids: string[],
  { since = 0, horizon }: { since?: number; horizon?: Horizon | undefined } = {},
): Promise<UserRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  return filtered(db, { horizon })
    .selectAll('users')
    .where('users.id', 'in', ids)
    .where('users.update_at', '>', since - 1)
    .orderBy('users.username')
    .execute()
}

export function findUsersByUsernames(
  db: Db,
  usernames: string[],
  horizon?: Horizon,
): Promise<UserRow[]> {
  return filtered(db, { horizon })
    .selectAll('users')
    .where('users.username', 'in', usernames)
    .execute()
}

/** Which of these viewers share a channel with the user. */
export async function findAcquainted(
  db: Db,
  userId: string,
  viewerIds: string[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('channel_members as mine')
    .innerJoin('channel_members as theirs', 'theirs.channel_id', 'mine.channel_id')
    .select('theirs.user_id')
    .distinct()
    .where('mine.user_id', '=', userId)
    .where('theirs.user_id', 'in', viewerIds)
    .execute()
  return rows.map((row) => row.user_id)
}

/** Ids of the users that share a channel with this one. */
export async function findKnownUserIds(db: Db, userId: string): Promise<string[]> {
  const rows = await channelCompanions(db, userId)
    .distinct()
    .where('theirs.user_id', '<>', userId)
    .execute()
  return rows.map((row) => row.user_id)
}

/** Active people whose address none of the domains admits: on an open server anybody signed up. */
export function findUsersOutsideDomains(db: Db, domains: string[], page: Page): Promise<UserRow[]> {
  return filtered(db, { isActive: true, isBot: false })
    .selectAll('users')
    .where('users.auth_service', '=', '')
    .where(sql<boolean>`not split_part(users.email, '@', 2) = any(${domains})`)
    .orderBy('users.username')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}
