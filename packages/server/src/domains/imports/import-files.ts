import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { BlobStore, StoredBlob } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import {
  deleteImportFile,
  findImportFile,
  findImportFiles,
  type ImportFileRow,
  insertImportFile,
} from './file-store.ts'

export type ImportFiles = ReturnType<typeof importFiles>

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
  blobs: BlobStore
  tasks: Pick<Tasks, 'every'>
}

type Uploaded = { id: string; filename: string; size: number }

const dayMs = 86_400_000

/** Archives that administrators have uploaded, for jobs to take in. */
export function importFiles(deps: Deps) {
  const { db, transact, clock, config, roles, audits, blobs, tasks } = deps
  tasks.every('imports.delete_old', dayMs, async () => {
    await removeOld()
  })

  /** Keeps an uploaded archive; resolves to the name under which jobs find it. */
  async function store(
    { id, filename, size }: Uploaded,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<string> {
    const name = `${id}_${filename}`
    await blobs.write(blobName(id), bytes)
    await transact.single((tx) => insertImportFile(tx, { id, name, size, create_at: clock() }))
    return name
  }

  async function list(actor: Actor): Promise<string[]> {
    roles.require(actor, 'manage_system')
    return (await findImportFiles(db)).map(({ name }) => name)
  }

  /** Removing what isn't there is no failure. */
  async function remove(actor: Actor, name: string): Promise<void> {
    roles.require(actor, 'manage_system')
    const row = await findImportFile(db, name)
    if (!row) return
    await transact((tx) => audits.record(tx, { actor, action: 'deleteImport', info: name }))
    await forget(row)
  }

  /** The archive of this name, as it was uploaded. */
  async function open(name: string): Promise<StoredBlob | undefined> {
    const row = await findImportFile(db, name)
    return row && blobs.find(blobName(row.id))
  }

  /** Ends archives that have been kept for as long as the administrator wants; 0 keeps them. */
  async function removeOld(): Promise<number> {
    const days = config.int('ImportSettings.RetentionDays')
    if (days <= 0) return 0
    const before = clock() - days * dayMs
    const old = (await findImportFiles(db)).filter((row) => row.create_at < before)
    for (const row of old) await forget(row)
    return old.length
  }

  async function forget({ id }: ImportFileRow): Promise<void> {
    await blobs.remove(blobName(id))
    await transact.single((tx) => deleteImportFile(tx, id))
  }

  return { store, list, remove, open, removeOld }
}

function blobName(id: string): string {
  return `import/${id}`
}
