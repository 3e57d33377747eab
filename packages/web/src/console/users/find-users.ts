import type { UserReport, UserReportFilter, UserReportOptions } from '@mattermost/types/reports'
import { client } from '#web/api/client.ts'
import { update } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'

export type UserFilter = {
  term: string
  role: string
  team: string
  status: 'all' | 'active' | 'inactive'
  mfa: 'all' | 'on' | 'off'
}

export const PER_PAGE = 50
/** How many pages of the report are looked through for one page of matches. */
const MAX_FETCHES = 20

/** Whom the next page begins after. */
export type UserCursor = { value: string; id: string } | undefined

export type UserPage = { users: UserReport[]; next: UserCursor }

/** The filter as the report knows it. */
export function toReportFilter({ term, role, team, status }: UserFilter): UserReportFilter {
  return {
    search_term: term,
    ...(role === 'system_guest' ? { guest_filter: 'all' } : role && { role_filter: role }),
    ...(team === 'none' ? { has_no_team: true } : team && { team_filter: team }),
    ...(status === 'active' && { hide_inactive: true }),
    ...(status === 'inactive' && { hide_active: true }),
  }
}

/**
 * A page of users by name. The report knows nothing of second factors, so for those it is looked
 * through until a page is full.
 */
export async function fetchUserPage(filter: UserFilter, from: UserCursor): Promise<UserPage> {
  const users: UserReport[] = []
  let next = from
  for (let fetches = 0; fetches < MAX_FETCHES; fetches += 1) {
    const rows = await fetchRows(filter, next)
    const last = rows.at(-1)
    next = last && rows.length === PER_PAGE ? { value: last.username, id: last.id } : undefined
    users.push(...rows.filter((user) => hasMfa(user, filter.mfa)))
    if (!next || users.length >= PER_PAGE) break
  }
  update(withUsers, users)
  return { users, next }
}

function fetchRows(filter: UserFilter, from: UserCursor): Promise<UserReport[]> {
  const options = {
    ...toReportFilter(filter),
    page_size: PER_PAGE,
    sort_column: 'Username',
    sort_direction: 'asc',
    ...(from && { from_column_value: from.value, from_id: from.id, direction: 'next' }),
  }
  // The client's type names the words by the members of enums.
  return client.getUsersForReporting(options as unknown as UserReportOptions)
}

function hasMfa(user: UserReport, wanted: UserFilter['mfa']): boolean {
  return wanted === 'all' || (user.mfa_active === true) === (wanted === 'on')
}
