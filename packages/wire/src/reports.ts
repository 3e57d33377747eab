import { type Static, Type } from 'typebox'
import { User } from './users.ts'

const Text = Type.Optional(Type.String())

/** Which accounts a report is about; switches are the texts that clients send. */
export const UserReportFilter = Type.Object({
  role_filter: Text,
  team_filter: Text,
  has_no_team: Text,
  hide_active: Text,
  hide_inactive: Text,
  search_term: Text,
  guest_filter: Text,
  date_range: Text,
})
export type UserReportFilter = Static<typeof UserReportFilter>

/** A page of the report: what follows, or comes before, one row of it. */
export const UserReportQuery = Type.Object({
  ...UserReportFilter.properties,
  sort_column: Text,
  sort_direction: Text,
  direction: Text,
  page_size: Text,
  from_column_value: Text,
  from_id: Text,
})
export type UserReportQuery = Static<typeof UserReportQuery>

/** An account with what its owner did in the time of the report. */
export const UserReport = Type.Object({
  ...User.properties,
  last_login: Type.Integer(),
  last_status_at: Type.Optional(Type.Integer()),
  last_post_date: Type.Optional(Type.Integer()),
  days_active: Type.Optional(Type.Integer()),
  total_posts: Type.Optional(Type.Integer()),
  channel_count: Type.Optional(Type.Integer()),
})
export type UserReport = Static<typeof UserReport>
