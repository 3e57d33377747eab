import { analyticsService } from '#domains/analytics/service.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import { brandService } from '#domains/brand/service.ts'
import { checksService, type DiskSpace } from '#domains/checks/service.ts'
import { configAdministration as makeConfigAdministration } from '#domains/config/administration.ts'
import type { ConfigService } from '#domains/config/service.ts'
import { sniffImage } from '#domains/files/images.ts'
import { jobRunner } from '#domains/jobs/runner.ts'
import { jobsService } from '#domains/jobs/service.ts'
import { logsService } from '#domains/logs/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { busyService } from '#domains/system/busy.ts'
import { systemService } from '#domains/system/service.ts'
import { supportPacket as makeSupportPacket } from '#domains/system/support-packet.ts'
import { termsService } from '#domains/terms/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Outgoing } from '#platform/net/outgoing.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { keepHouse } from './housekeeping.ts'

type Given = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'stats'>
  audits: AuditsService
  blobs: BlobStore
  tasks: Tasks
  outgoing: Outgoing
  countConnections: () => number
  describeNodes: () => Promise<Record<string, string>[]>
  recycleConnections: () => Promise<void>
  measureDisk: () => Promise<DiskSpace>
  /** Removes the content of files once the transaction has committed. */
  eraseContent: (tx: Tx, fileIds: string[]) => Promise<void>
}

/** Wires what only administrators use of a workspace. */
export function openAdministration(given: Given) {
  const { db, transact, clock, config, roles, users, audits, blobs, tasks, outgoing } = given
  const { countConnections, recycleConnections, measureDisk } = given
  keepHouse({ db, transact, clock, blobs, tasks, eraseContent: given.eraseContent })
  const configAdministration = makeConfigAdministration({ db, transact, config, roles, audits })
  const logs = logsService({ clock, roles })
  const busy = busyService({ transact, clock, roles, audits })
  const analytics = analyticsService({ db, clock, roles, countConnections })
  const runner = jobRunner({ db, transact, clock, config, tasks, blobs, logs })
  const jobs = jobsService({ db, transact, clock, config, roles, audits, runner })
  jobs.define('active_users', async () => {
    const { day, month } = await analytics.activeUsers()
    return { daily_active_users: String(day), monthly_active_users: String(month) }
  })
  const system = systemService({
    db,
    transact,
    config,
    roles,
    users,
    audits,
    blobs,
    outgoing,
    describeNodes: given.describeNodes,
    requireConsole: configAdministration.requireReader,
    recycleConnections,
  })
  const supportPacket = makeSupportPacket({
    db,
    transact,
    clock,
    roles,
    audits,
    readConfig: (actor) => configAdministration.read(actor, { secrets: true, defaults: true }),
    analytics,
    jobs,
    logs,
  })
  return {
    configAdministration,
    logs,
    busy,
    analytics,
    jobs,
    system,
    supportPacket,
    checks: checksService({ db, clock, roles, measureDisk }),
    terms: termsService({ db, transact, clock, config, roles, audits }),
    brand: brandService({ db, transact, clock, config, roles, audits, blobs, sniffImage }),
  }
}
