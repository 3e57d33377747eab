import type { AnalyticsService } from '#domains/analytics/service.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { JobsService } from '#domains/jobs/service.ts'
import type { LogsService } from '#domains/logs/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { toRfc3339 } from '#platform/rfc3339.ts'
import { findMigrations } from './store.ts'
import { zip } from './zip.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
  /** What was set, without secrets. */
  readConfig: (actor: Actor) => unknown
  analytics: Pick<AnalyticsService, 'table'>
  jobs: Pick<JobsService, 'list'>
  logs: Pick<LogsService, 'read'>
}

const logLines = 5_000
const jobsShown = 100

/** An archive of facts for whoever helps with a problem: no secrets, no messages, no names. */
export function supportPacket(deps: Deps) {
  const { db, transact, clock, roles, audits, readConfig, analytics, jobs, logs } = deps

  return async function make(
    actor: Actor,
    { version, withLogs }: { version: string; withLogs: boolean },
  ): Promise<Buffer> {
    roles.require(actor, 'manage_system')
    const facts = {
      version,
      node_version: process.version,
      platform: process.platform,
      uptime_seconds: Math.floor(process.uptime()),
      memory_bytes: process.memoryUsage().rss,
      made_at: toRfc3339(clock()),
    }
    const entries = {
      'facts.json': facts,
      'config.json': readConfig(actor),
      'statistics.json': await analytics.table(actor, 'standard', ''),
      'migrations.json': await findMigrations(db),
      'jobs.json': await jobs.list(actor, {}, { limit: jobsShown, offset: 0 }),
    }
    await transact((tx) => audits.record(tx, { actor, action: 'generateSupportPacket' }))
    const files = Object.entries(entries).map(([name, value]) => ({
      name,
      content: `${JSON.stringify(value, null, 2)}\n`,
    }))
    if (!withLogs) return zip(files)
    const lines = logs.read(actor, { page: 0, perPage: logLines })
    return zip([...files, { name: 'redoubt.log', content: `${lines.join('\n')}\n` }])
  }
}
