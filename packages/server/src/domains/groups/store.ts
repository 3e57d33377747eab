import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import { AppError } from '#platform/app-error.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { violatedConstraint } from '#platform/db/pg-errors.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'

export type GroupRow = Selectable<Tables['user_groups']>

/** Throws 400 where the name is taken. */
export async function insertGroup(tx: Tx, row: GroupRow): Promise<void> {
  await tx.db.insertInto('user_groups').values(row).execute().catch(toTakenError)
}

/** Throws 400 where the name is taken. */
export function updateGroup(
  tx: Tx,
  id: string,
  changes: Partial<GroupRow>,
): Promise<GroupRow | undefined> {
  return tx.db
    .updateTable('user_groups')
    .set(changes)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
    .catch(toTakenError)
}

function toTakenError(error: unknown): never {
  if (violatedConstraint(error) !== 'user_groups_name_key') throw error
  throw new AppError('app.custom_group.unique_name', 400, { cause: error })
}

/** Whether somebody is called like this: names of groups and people are told apart by nothing. */
export async function isUsername(db: Db, name: string): Promise<boolean> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('username', '=', name)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether a live group that can be mentioned is called like this. */
export async function isGroupName(db: Db, name: string): Promise<boolean> {
  const row = await db
    .selectFrom('user_groups')
    .select('id')
    .where('name', '=', name)
    .where('delete_at', '=', 0)
    .where('allow_reference', '=', true)
    .executeTakeFirst()
  return row !== undefined
}

export type GroupFilter = {
  ids?: string[]
  names?: string[]
  term?: string
  source?: string
  /** Groups that can be mentioned; the others aren't everybody's to know of. */
  onlyReferenced: boolean
  archived: 'not' | 'too' | 'only'
  memberId?: string
  since?: number
  teamId?: string
  notInTeamId?: string
  channelId?: string
  notInChannelId?: string
}

/** A group as a list shows it. */
export type ListedGroup = GroupRow & { has_syncables: boolean; member_count: number }

type GroupQuery = SelectQueryBuilder<Tables & { g: Tables['user_groups'] }, 'g', object>

function groupsOf(db: Db, filter: GroupFilter): GroupQuery {
  let query: GroupQuery = db.selectFrom('user_groups as g')
  const { ids, names, term, teamId, channelId, notInTeamId, notInChannelId, memberId } = filter
  if (ids) query = query.where('g.id', 'in', ids)
  if (names) query = query.where('g.name', 'in', names)
  if (filter.source) query = query.where('g.source', '=', filter.source)
  if (filter.onlyReferenced) query = query.where('g.allow_reference', '=', true)
  if (filter.archived === 'not') query = query.where('g.delete_at', '=', 0)
  if (filter.archived === 'only') query = query.where('g.delete_at', '>', 0)
  if (filter.since) query = query.where('g.update_at', '>=', filter.since)
  if (term) {
    const pattern = `%${term.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((eb) =>
      eb.or([eb('g.name', 'like', pattern), eb(sql`lower(g.display_name)`, 'like', pattern)]),
    )
  }
  if (memberId) {
    query = query.where(
      sql<boolean>`exists (select from user_group_members as m
        where m.group_id = g.id and m.user_id = ${memberId} and m.delete_at = 0)`,
    )
  }
  if (teamId) query = query.where(isLinked('group_teams', 'team_id', teamId))
  if (notInTeamId)
    query = query.where(sql<boolean>`not ${isLinked('group_teams', 'team_id', notInTeamId)}`)
  if (channelId) query = query.where(isLinked('group_channels', 'channel_id', channelId))
  if (notInChannelId) {
    query = query.where(
      sql<boolean>`not ${isLinked('group_channels', 'channel_id', notInChannelId)}`,
    )
  }
  return query
}

function isLinked(table: 'group_teams' | 'group_channels', column: string, id: string) {
  return sql<boolean>`exists (select from ${sql.table(table)} as l
    where l.group_id = g.id and l.${sql.ref(column)} = ${id} and l.delete_at = 0)`
}

/** A page of groups by display name, with the number of their active members. */
export function findGroups(db: Db, filter: GroupFilter, page: Page): Promise<ListedGroup[]> {
  return groupsOf(db, filter)
    .selectAll('g')
    .select([
      sql<boolean>`exists (select from group_teams as l where l.group_id = g.id and l.delete_at = 0)
        or exists (select from group_channels as l where l.group_id = g.id and l.delete_at = 0)`.as(
        'has_syncables',
      ),
      sql<number>`(select count(*) from user_group_members as m join users as u on u.id = m.user_id
        where m.group_id = g.id and m.delete_at = 0 and u.delete_at = 0)`.as('member_count'),
    ])
    .orderBy('g.display_name')
    .orderBy('g.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

export async function countGroups(db: Db, filter: GroupFilter): Promise<number> {
  const row = await groupsOf(db, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Groups that are linked to channels of a team, with the channel and what the link grants. */
export function findChannelLinks(
  db: Db,
  scope: { teamId: string } | { channelId: string },
): Promise<{ group_id: string; channel_id: string; scheme_admin: boolean }[]> {
  const query = db
    .selectFrom('group_channels as l')
    .innerJoin('channels as c', 'c.id', 'l.channel_id')
    .select(['l.group_id', 'l.channel_id', 'l.scheme_admin'])
    .where('l.delete_at', '=', 0)
    .where('c.delete_at', '=', 0)
  return 'teamId' in scope
    ? query.where('c.team_id', '=', scope.teamId).execute()
    : query.where('l.channel_id', '=', scope.channelId).execute()
}

/** Groups that are linked to a team, and what the link grants. */
export function findTeamLinks(db: Db, teamId: string) {
  return db
    .selectFrom('group_teams')
    .select(['group_id', 'scheme_admin'])
    .where('team_id', '=', teamId)
    .where('delete_at', '=', 0)
    .execute()
}
