import type { TeamUnread } from '@redoubt/wire/teams.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { Actor } from '#platform/actor.ts'
import { forbidden, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db } from '#platform/db/database.ts'
import { countPosts } from './store.ts'

/** What a client measured of itself between two times. */
export type PerformanceReport = { version: string; start: number; end: number }

type Deps = {
  db: Db
  clock: Clock
  config: ConfigService
  roles: RolesService
  teams: Pick<TeamsService, 'access' | 'unreads'>
}

const maxReportAgeMs = 300_000
/** The newest form of a report that is understood. */
const reportVersion = { major: 0, minor: 1 }

/** Small answers that clients want while they start. */
export function bootService({ db, clock, config, roles, teams }: Deps) {
  /** What the user hasn't read in one team. */
  async function teamUnread(actor: Actor, idOrMe: string, teamId: string): Promise<TeamUnread> {
    await teams.access(actor, teamId, 'view_team')
    const unreads = await teams.unreads(actor, idOrMe, { withThreads: false })
    return unreads.find((unread) => unread.team_id === teamId) ?? { ...nothing, team_id: teamId }
  }

  /** Rounded down to its first digit: an order of size for everybody, an exact number for nobody. */
  async function postsUsage(): Promise<{ count: number }> {
    const count = await countPosts(db)
    if (count < 10) return { count: 0 }
    const tens = 10 ** (String(count).length - 1)
    return { count: Math.floor(count / tens) * tens }
  }

  /** Whether a client's log line is for the administrator's eyes. Throws 403 for strangers. */
  function isTrustedLog(actor: Actor): boolean {
    if (config.bool('ServiceSettings.EnableDeveloper')) return true
    if (!actor.userId) throw forbidden()
    return roles.grants(actor, 'manage_system')
  }

  /** Throws 400 for a report that is too old, from the future's format or not a stretch of time. */
  function checkReport({ version, start, end }: PerformanceReport): void {
    if (!config.bool('MetricsSettings.EnableClientMetrics')) return
    const [, major, minor] = /^(\d{1,4})\.(\d{1,4})\.\d{1,4}$/.exec(version) ?? []
    const isKnown = Number(major) === reportVersion.major && Number(minor) <= reportVersion.minor
    if (!isKnown) throw invalidBody('version')
    if (start > end) throw invalidBody('start')
    if (end < clock() - maxReportAgeMs) throw invalidBody('end')
  }

  return { teamUnread, postsUsage, isTrustedLog, checkReport }
}

const nothing = {
  msg_count: 0,
  msg_count_root: 0,
  mention_count: 0,
  mention_count_root: 0,
  thread_count: 0,
  thread_mention_count: 0,
  thread_urgent_mention_count: 0,
}
