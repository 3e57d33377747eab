import type { AnalyticsRow } from '@redoubt/wire/system.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { invalidUrl } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db } from '#platform/db/database.ts'
import { isId } from '#platform/ids.ts'
import {
  countActive,
  countExtra,
  countPerDay,
  countStandard,
  countTeams,
  type PerDay,
  sumFileSizes,
} from './store.ts'

export type AnalyticsService = ReturnType<typeof analyticsService>

type Deps = {
  db: Db
  clock: Clock
  roles: RolesService
  /** Sockets that are open now. */
  countConnections: () => number
}

const dayMs = 86_400_000
const daysShown = 31

const perDay: Readonly<Record<string, PerDay>> = {
  post_counts_day: 'posts',
  bot_post_counts_day: 'bot_posts',
  user_counts_with_posts_day: 'users',
}

/** Numbers about the workspace for its administrators: each table is a fixed number of queries. */
export function analyticsService({ db, clock, roles, countConnections }: Deps) {
  /** The table of a name, of one team or of all. Throws 400 for a name that there isn't. */
  async function table(actor: Actor, name: string, teamId: string): Promise<AnalyticsRow[]> {
    roles.require(actor, 'get_analytics')
    if (teamId !== '' && !isId(teamId)) throw invalidUrl('team_id')
    const counted = perDay[name]
    if (counted) return days(counted, teamId)
    switch (name) {
      case 'standard':
        return standard(teamId)
      case 'extra_counts':
        return toRows(await countExtra(db, { teamId, now: clock() }))
      default:
        throw invalidUrl('name')
    }
  }

  function days(what: PerDay, teamId: string): Promise<AnalyticsRow[]> {
    const today = Math.floor(clock() / dayMs) * dayMs
    return countPerDay(db, what, { teamId, since: today - (daysShown - 1) * dayMs })
  }

  async function standard(teamId: string): Promise<AnalyticsRow[]> {
    const counts = await countStandard(db, { teamId })
    const active = await activeUsers()
    return toRows({
      ...counts,
      total_websocket_connections: countConnections(),
      // One database serves reads and writes.
      total_master_db_connections: 1,
      total_read_db_connections: 0,
      daily_active_users: active.day,
      monthly_active_users: active.month,
    })
  }

  /** People who were here within a day and within a month. */
  function activeUsers(): Promise<{ day: number; month: number }> {
    return countActive(db, { day: clock() - dayMs, month: clock() - daysShown * dayMs })
  }

  return {
    table,
    activeUsers,
    storageUsage: async () => ({ bytes: await sumFileSizes(db) }),
    teamsUsage: async () => ({ active: await countTeams(db), cloud_archived: 0 }),
  }
}

function toRows(counts: Record<string, number>): AnalyticsRow[] {
  return Object.entries(counts).map(([name, value]) => ({ name, value: Number(value) }))
}
