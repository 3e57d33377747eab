import { type Job, JobStatus, type JobStatusChange, type NewJob } from '@redoubt/wire/jobs.ts'
import type { Permission } from '@redoubt/wire/permissions.gen.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden, invalidBody } from '#platform/app-error.ts'
import type { StoredBlob } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { newId } from '#platform/ids.ts'
import { jobPermissions } from './permissions.ts'
import type { JobRunner } from './runner.ts'
import { findJob, findJobs, insertJob, updateJob } from './store.ts'

export type JobsService = ReturnType<typeof jobsService>

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
  runner: JobRunner
}

type Filter = { type?: string; status?: string }

const maxDataCharacters = 10_000
const statuses: ReadonlySet<string> = new Set(Object.values(JobStatus))

/** What an administrator may make of a job, by what it is. */
const changes: Partial<Record<JobStatus, readonly JobStatus[]>> = {
  pending: ['in_progress'],
  cancel_requested: ['pending', 'in_progress'],
  canceled: ['cancel_requested'],
}

/** Work in the background as administrators see it. */
export function jobsService({ db, transact, clock, config, roles, audits, runner }: Deps) {
  /** Starts a job. Throws 400 for a type that nobody can start, 403 without its permission. */
  async function create(actor: Actor, { type, data }: NewJob): Promise<Job> {
    const permission = jobPermissions.get(type)?.create
    if (permission) roles.require(actor, permission)
    if (!permission || !runner.knows(type)) {
      throw new AppError('api.job.unable_to_create_job.incorrect_job_type', 400)
    }
    const texts = toTexts(data ?? {})
    return transact(async (tx) => {
      const job = await start(tx, type, texts)
      await audits.record(tx, { actor, action: 'createJob', info: `type=${type} id=${job.id}` })
      return job
    })
  }

  /** Starts a job in the transaction of whoever needs it. Checks no permission. */
  async function start(tx: Tx, type: string, data: Record<string, string>): Promise<Job> {
    const now = clock()
    const job: Job = {
      id: newId(now),
      type,
      priority: 0,
      create_at: now,
      start_at: 0,
      last_activity_at: now,
      status: JobStatus.Pending,
      progress: 0,
      data,
    }
    await insertJob(tx, job)
    await runner.enqueue(tx, job)
    return job
  }

  /** The job, for those who may read its type; for others there is none. */
  async function access(actor: Actor, id: string): Promise<Job> {
    if (!canRead(actor, [...jobPermissions.keys()])) throw forbidden()
    const job = await findJob(db, id)
    if (!job || !canRead(actor, [job.type])) throw new AppError('app.job.get.app_error', 404)
    return job
  }

  function canRead(actor: Actor, types: string[]): boolean {
    return types.some((type) => {
      const permission = jobPermissions.get(type)?.read
      return permission !== undefined && roles.grants(actor, permission)
    })
  }

  /** Newest first; without a type, of every type that the actor may read. */
  async function list(actor: Actor, filter: Filter, page: Page): Promise<Job[]> {
    const types = filter.type
      ? [requireReadable(actor, filter.type)]
      : [...jobPermissions.keys()].filter((type) => canRead(actor, [type]))
    if (types.length === 0) throw forbidden()
    if (!filter.status) return findJobs(db, { types }, page)
    return findJobs(db, { types, status: requireStatus(filter.status) }, page)
  }

  function requireReadable(actor: Actor, type: string): string {
    const permission = jobPermissions.get(type)?.read
    if (!permission) throw new AppError('api.job.retrieve.nopermissions', 400)
    roles.require(actor, permission)
    return type
  }

  /** A job that waits never runs; one that runs is asked to end. */
  async function cancel(actor: Actor, id: string): Promise<void> {
    const job = await accessTo(actor, id, 'create')
    await transact(async (tx) => {
      const wasWaiting = await updateJob(tx, id, ['pending'], { status: 'canceled', now: clock() })
      if (wasWaiting) await runner.withdraw(tx, job)
      const isOver =
        !wasWaiting &&
        !(await updateJob(tx, id, ['in_progress'], { status: 'cancel_requested', now: clock() }))
      if (isOver) throw new AppError('jobs.request_cancellation.status.error', 400)
      await audits.record(tx, { actor, action: 'cancelJob', info: `type=${job.type} id=${id}` })
    })
  }

  /** Sets a status by hand, for a job that got stuck. */
  async function setStatus(actor: Actor, id: string, change: JobStatusChange): Promise<void> {
    const job = await accessTo(actor, id, 'manage')
    const status = requireStatus(change.status)
    const from = change.force ? Object.values(JobStatus) : changes[status]
    if (!changes[status] || !from) throw new AppError('api.job.status.invalid', 400)
    await transact(async (tx) => {
      const hasChanged = await updateJob(tx, id, from, { status, now: clock() })
      if (!hasChanged) throw new AppError('api.job.status.invalid', 400)
      if (status === 'pending') await runner.enqueue(tx, job)
      const info = `type=${job.type} id=${id} status=${status}`
      await audits.record(tx, { actor, action: 'updateJobStatus', info })
    })
  }

  async function accessTo(actor: Actor, id: string, kind: 'create' | 'manage'): Promise<Job> {
    const job = await access(actor, id)
    const permission: Permission | undefined = jobPermissions.get(job.type)?.[kind]
    if (!permission) throw new AppError(incorrectType[kind], 400)
    roles.require(actor, permission)
    return job
  }

  /** What an export made, for those who may have it. */
  async function download(actor: Actor, id: string): Promise<StoredBlob> {
    roles.require(actor, 'download_compliance_export_result')
    if (!config.bool('MessageExportSettings.DownloadExportResults')) {
      throw new AppError('app.job.download_export_results_not_enabled', 501)
    }
    const job = await access(actor, id)
    if (job.type !== 'message_export') {
      throw new AppError('api.job.unable_to_download_job.incorrect_job_type', 400)
    }
    const result = job.data.is_downloadable === 'true' && (await runner.findResult(id))
    if (!result) throw new AppError('api.job.unable_to_download_job', 404)
    const info = `type=${job.type} id=${id}`
    await transact((tx) => audits.record(tx, { actor, action: 'downloadJobResult', info }))
    return result
  }

  const { define, run } = runner
  return { create, start, access, list, cancel, setStatus, download, define, run }
}

const incorrectType = {
  create: 'api.job.unable_to_create_job.incorrect_job_type',
  manage: 'api.job.unable_to_manage_job.incorrect_job_type',
} as const

function requireStatus(text: string): JobStatus {
  if (!statuses.has(text)) throw new AppError('api.job.status.invalid', 400)
  return text as JobStatus
}

/** Clients send strings; what is none is kept as JSON. */
function toTexts(data: Record<string, unknown>): Record<string, string> {
  const texts = Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )
  if (JSON.stringify(texts).length > maxDataCharacters) throw invalidBody('data')
  return texts
}
