import type { MachineChecks } from '@redoubt/wire/checks.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db } from '#platform/db/database.ts'
import { measureDatabase } from './store.ts'

/** Room on the disk that holds the data. */
export type DiskSpace = MachineChecks['disk']

type Deps = {
  db: Db
  clock: Clock
  roles: RolesService
  measureDisk: () => Promise<DiskSpace>
}

/** How the machine below a workspace does, for those who look after its files. */
export function checksService({ db, clock, roles, measureDisk }: Deps) {
  /** Throws 403 for those who don't see the environment of the server. */
  async function machine(actor: Actor): Promise<MachineChecks> {
    roles.require(actor, 'sysconsole_read_environment_file_storage')
    const disk = await measureDisk()
    const startedAt = clock()
    const size_bytes = await measureDatabase(db)
    return { database: { answer_ms: clock() - startedAt, size_bytes }, disk }
  }

  return { machine }
}
