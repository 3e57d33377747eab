import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { Db } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type ReportedUser = Selectable<Tables['users']>

export const sortColumns = {
  Username: 'username',
  Email: 'email',
  CreateAt: 'create_at',
  FirstName: 'first_name',
  LastName: 'last_name',
  Nickname: 'nickname',
} as const

export type SortColumn = keyof typeof sortColumns

export type ReportFilter = {
  role: string
  teamId: string
  hasNoTeam: boolean
  isActive: boolean | undefined
  /** Lower case; '' for everybody. */
  term: string
  guests: 'all' | 'single_channel' | 'multi_channel' | undefined
}

export type ReportPage = {
  column: SortColumn
  isAscending: boolean
  /** Towards the beginning. */
  isBackwards: boolean
  limit: number
  from: { value: string; id: string } | undefined
}

/** A page of people, in the order of the report. */
export async function findReportedUsers(
  db: Db,
  filter: ReportFilter,
  page: ReportPage,
): Promise<ReportedUser[]> {
  const column = sql.ref(`users.${sortColumns[page.column]}`)
  const isUp = page.isAscending !== page.isBackwards
  const order = isUp ? 'asc' : 'desc'
  let query = filtered(db, filter)
  if (page.from) {
    const { value, id } = page.from
    const bound = page.column === 'CreateAt' ? Math.trunc(Number(value)) || 0 : value
    query = query.where(
      isUp
        ? sql<boolean>`(${column}, users.id) > (${bound}, ${id})`
        : sql<boolean>`(${column}, users.id) < (${bound}, ${id})`,
    )
  }
  const rows = await query
    .selectAll('users')
    .orderBy(column, order)
    .orderBy('users.id', order)
    .limit(page.limit)
    .execute()
  return page.isBackwards ? rows.reverse() : rows
}

export async function countReportedUsers(db: Db, filter: ReportFilter): Promise<number> {
  const row = await filtered(db, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

function filtered(db: Db, filter: ReportFilter): SelectQueryBuilder<Tables, 'users', object> {
  let query: SelectQueryBuilder<Tables, 'users', object> = db
    .selectFrom('users')
    .where('users.is_bot', '=', false)
  if (filter.isActive !== undefined) {
    query = query.where('users.delete_at', filter.isActive ? '=' : '>', 0)
  }
  if (filter.role) {
    query = query.where(sql<boolean>`${filter.role} = any(string_to_array(users.roles, ' '))`)
  }
  const inTeams = sql`select from team_members as m where m.user_id = users.id and m.delete_at = 0`
  if (filter.hasNoTeam) query = query.where(sql<boolean>`not exists (${inTeams})`)
  if (filter.teamId) {
    query = query.where(sql<boolean>`exists (${inTeams} and m.team_id = ${filter.teamId})`)
  }
  if (filter.guests) {
    query = query.where(sql<boolean>`'system_guest' = any(string_to_array(users.roles, ' '))`)
  }
  if (filter.guests === 'single_channel') query = query.where(sql<boolean>`${channelCount} = 1`)
  if (filter.guests === 'multi_channel') query = query.where(sql<boolean>`${channelCount} > 1`)
  if (filter.term) {
    const pattern = `%${filter.term.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where(
      sql<boolean>`(users.username like ${pattern} or users.email like ${pattern}
        or lower(users.nickname) like ${pattern} or lower(users.first_name) like ${pattern}
        or lower(users.last_name) like ${pattern})`,
    )
  }
  return query
}

/** Channels of teams; conversations between people don't count. */
const channelCount = sql<number>`(select count(*) from channel_members as m
  join channels as c on c.id = m.channel_id
  where m.user_id = users.id and c.team_id <> '' and c.delete_at = 0)`

export type ReportNumbers = {
  user_id: string
  last_status_at: number
  last_post_date: number | null
  days_active: number
  total_posts: number
  channel_count: number
}

/** What these people did between two times, whatever they are in. */
export async function findReportNumbers(
  db: Db,
  userIds: string[],
  between: { since: number; until: number },
): Promise<ReportNumbers[]> {
  const { rows } = await sql<ReportNumbers>`
    select users.id as user_id, coalesce(s.last_activity_at, 0) as last_status_at,
      p.last_post_date, p.days_active, p.total_posts, ${channelCount} as channel_count
    from users
    left join statuses as s on s.user_id = users.id
    cross join lateral (
      select max(create_at) as last_post_date, count(*) as total_posts,
        count(distinct create_at / 86400000) as days_active
      from posts where user_id = users.id and delete_at = 0
        and create_at >= ${between.since} and create_at < ${between.until}
    ) as p
    where users.id = any(${userIds})`.execute(db)
  return rows
}
