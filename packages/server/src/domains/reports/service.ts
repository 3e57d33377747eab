import type { UserReport, UserReportFilter, UserReportQuery } from '@redoubt/wire/reports.ts'
import type { User } from '@redoubt/wire/users.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, invalidUrl } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db } from '#platform/db/database.ts'
import { isId } from '#platform/ids.ts'
import { toRange } from './ranges.ts'
import {
  countReportedUsers,
  findReportedUsers,
  findReportNumbers,
  type ReportedUser,
  type ReportFilter,
  type ReportPage,
  type SortColumn,
  sortColumns,
} from './store.ts'

export type ReportsService = ReturnType<typeof reportsService>

type Deps = {
  db: Db
  clock: Clock
  roles: RolesService
  showUser: (row: ReportedUser) => User
}

const defaultPageSize = 50
const maxPageSize = 100
const guestFilters = ['all', 'single_channel', 'multi_channel'] as const

/** Who uses the workspace and how much, for the console. */
export function reportsService({ db, clock, roles, showUser }: Deps) {
  /** A page of the report on people. Throws 400 for a filter that makes no sense. */
  async function listUsers(actor: Actor, query: UserReportQuery): Promise<UserReport[]> {
    roles.require(actor, 'sysconsole_read_user_management_users')
    return readUsers(toFilter(query), toPage(query), query.date_range ?? '')
  }

  /** How many accounts the report has. */
  async function countUsers(actor: Actor, query: UserReportFilter): Promise<number> {
    roles.require(actor, 'sysconsole_read_user_management_users')
    return countReportedUsers(db, toFilter(query))
  }

  async function readUsers(
    filter: ReportFilter,
    page: ReportPage,
    dateRange: string,
  ): Promise<UserReport[]> {
    const rows = await findReportedUsers(db, filter, page)
    if (rows.length === 0) return []
    const ids = rows.map((row) => row.id)
    const numbers = await findReportNumbers(db, ids, toRange(dateRange, clock()))
    const numbersById = new Map(numbers.map((row) => [row.user_id, row]))
    return rows.map((row) => {
      const known = numbersById.get(row.id)
      return {
        ...showUser(row),
        last_login: row.last_login,
        ...(known && {
          last_status_at: known.last_status_at,
          ...(known.last_post_date !== null && { last_post_date: known.last_post_date }),
          days_active: known.days_active,
          total_posts: known.total_posts,
          channel_count: known.channel_count,
        }),
      }
    })
  }

  /** The whole report as CSV, a piece for each page of it. */
  async function* writeUsers(query: UserReportFilter): AsyncGenerator<string> {
    const filter = toFilter(query)
    yield `${csvColumns.join(',')}\n`
    let from: ReportPage['from']
    for (;;) {
      const page: ReportPage = {
        column: 'Username',
        isAscending: true,
        isBackwards: false,
        limit: maxPageSize,
        from,
      }
      const rows = await readUsers(filter, page, query.date_range ?? '')
      if (rows.length > 0) yield rows.map(toCsv).join('')
      const last = rows.at(-1)
      if (!last || rows.length < maxPageSize) return
      from = { value: last.username, id: last.id }
    }
  }

  /** Throws 400 for a filter that makes no sense. */
  function requireGood(query: UserReportFilter): void {
    toFilter(query)
    toRange(query.date_range ?? '', clock())
  }

  return { listUsers, countUsers, writeUsers, requireGood }
}

const csvColumns = [
  'id',
  'username',
  'email',
  'create_at',
  'delete_at',
  'first_name',
  'last_name',
  'nickname',
  'roles',
  'last_login',
  'last_status_at',
  'last_post_date',
  'days_active',
  'total_posts',
] as const

function toCsv(row: UserReport): string {
  return `${csvColumns.map((name) => toCell(row[name] ?? '')).join(',')}\n`
}

/** A text that a spreadsheet would take for a formula gets a quote in front. */
function toCell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function toFilter(query: UserReportFilter): ReportFilter {
  const teamId = query.team_filter ?? ''
  const hasNoTeam = isTrue(query.has_no_team)
  const isTeamGood = teamId === '' || (isId(teamId) && !hasNoTeam)
  if (!isTeamGood) throw new AppError('api.getUsersForReporting.invalid_team_filter', 400)
  const hidesActive = isTrue(query.hide_active)
  const hidesInactive = isTrue(query.hide_inactive)
  if (hidesActive && hidesInactive) {
    throw new AppError('api.getUsersForReporting.invalid_active_filter', 400)
  }
  return {
    role: query.role_filter ?? '',
    teamId,
    hasNoTeam,
    isActive: hidesActive ? false : hidesInactive ? true : undefined,
    term: (query.search_term ?? '').trim().replace(/^@/, '').toLowerCase(),
    guests: toGuests(query.guest_filter ?? ''),
  }
}

function toGuests(text: string): ReportFilter['guests'] {
  if (text === '') return undefined
  const guests = guestFilters.find((name) => name === text)
  if (!guests) throw new AppError('model.user_report_options.is_valid.invalid_guest_filter', 400)
  return guests
}

function toPage(query: UserReportQuery): ReportPage {
  const column = query.sort_column || 'Username'
  if (!(column in sortColumns)) {
    throw new AppError('model.user_report_options.is_valid.invalid_sort_column', 400)
  }
  const size = query.page_size ? Number(query.page_size) : defaultPageSize
  if (!Number.isInteger(size) || size < 1 || size > maxPageSize) {
    throw new AppError('api.getUsersForReporting.invalid_page_size', 400)
  }
  const { sort_direction: sort = 'asc', direction = 'next' } = query
  if (!['', 'asc', 'desc'].includes(sort)) throw invalidUrl('sort_direction')
  if (!['', 'next', 'prev'].includes(direction)) throw invalidUrl('direction')
  return {
    column: column as SortColumn,
    isAscending: sort !== 'desc',
    isBackwards: direction === 'prev',
    limit: size,
    from: query.from_id ? { value: query.from_column_value ?? '', id: query.from_id } : undefined,
  }
}

function isTrue(text: string | undefined): boolean {
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text ?? '')
}
