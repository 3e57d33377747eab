import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'

/** Whether load is being shed; `expires` is in seconds. */
export const ServerBusy = Type.Object({
  busy: Type.Boolean(),
  expires: Type.Integer(),
  expires_ts: Type.Optional(Type.String()),
})
export type ServerBusy = Static<typeof ServerBusy>

/** A line of the log; further fields are of its message. */
export const LogLine = Type.Object(
  {
    timestamp: Type.String(),
    level: Type.String(),
    msg: Type.String(),
    caller: Type.String(),
  },
  { additionalProperties: Type.String() },
)
export type LogLine = Static<typeof LogLine>

const optionalList = Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()]))

/** Which lines are wanted; what is left out restricts nothing. */
export const LogQuery = Type.Object({
  server_names: optionalList,
  log_levels: optionalList,
  date_from: Type.Optional(Type.String()),
  date_to: Type.Optional(Type.String()),
})
export type LogQuery = Static<typeof LogQuery>

export const AnalyticsRow = Type.Object({ name: Type.String(), value: Type.Number() })
export type AnalyticsRow = Static<typeof AnalyticsRow>

/** Limits of a tenant: 0 where there is none. */
export const ServerLimits = Type.Object({
  activeUserCount: Type.Integer(),
  maxUsersLimit: Type.Integer(),
  maxUsersHardLimit: Type.Integer(),
  singleChannelGuestCount: Type.Integer(),
  singleChannelGuestLimit: Type.Integer(),
  postHistoryLimit: Type.Integer(),
  lastAccessiblePostTime: Type.Integer(),
})
export type ServerLimits = Static<typeof ServerLimits>

/** A node as the console lists it. */
export const ClusterInfo = Type.Object({
  id: Type.String(),
  version: Type.String(),
  schema_version: Type.String(),
  config_hash: Type.String(),
  ipaddress: Type.String(),
  hostname: Type.String(),
})
export type ClusterInfo = Static<typeof ClusterInfo>

export const AppliedMigration = Type.Object({ version: Type.Integer(), name: Type.String() })
export type AppliedMigration = Static<typeof AppliedMigration>

/** A value that the workspace keeps under a name. */
export const SystemValue = Type.Object({ name: Type.String(), value: Type.String() })
export type SystemValue = Static<typeof SystemValue>

/** What the first administrator says of the organisation. */
export const Onboarding = Type.Object({
  organization: Type.Optional(Type.String()),
  install_plugins: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
})
export type Onboarding = Static<typeof Onboarding>

/** The newest release that the server knows of. */
export const ReleaseInfo = Type.Object({
  id: Type.Integer(),
  tag_name: Type.String(),
  name: Type.String(),
  created_at: Type.String(),
  published_at: Type.String(),
  body: Type.String(),
  html_url: Type.String(),
})
export type ReleaseInfo = Static<typeof ReleaseInfo>

/** Rows that name another that isn't there. */
export const IntegrityResult = Type.Object({
  data: Type.Object({
    parent_name: Type.String(),
    child_name: Type.String(),
    parent_id_attr: Type.String(),
    child_id_attr: Type.String(),
    records: Type.Array(Type.Object({ parent_id: Type.String(), child_id: Type.String() })),
  }),
  err: Type.Null(),
})
export type IntegrityResult = Static<typeof IntegrityResult>

export const TermsOfService = Type.Object({
  id: Id,
  create_at: Millis,
  user_id: Type.String(),
  text: Type.String(),
})
export type TermsOfService = Static<typeof TermsOfService>

/** That somebody agreed, and to which terms. */
export const UserTermsOfService = Type.Object({
  user_id: Id,
  terms_of_service_id: Id,
  create_at: Millis,
})
export type UserTermsOfService = Static<typeof UserTermsOfService>
