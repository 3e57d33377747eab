import type { Job, JobStatus } from '@redoubt/wire/jobs.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { LogsService } from '#domains/logs/service.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { claimJob, deleteEndedJobs, findJob, type JobRow, updateJob } from './store.ts'

/** What a job's work may do while it runs. */
type RunningJob = {
  id: string
  type: string
  data: Readonly<Record<string, string>>
  /**
   * Tells how far the work is, in percent, and that it is alive. Throws where the job was
   * cancelled: the work ends there.
   */
  progress(percent: number, data?: Record<string, string>): Promise<void>
  /** Keeps a file as what the job made; it can be downloaded afterwards. */
  saveResult(bytes: AsyncIterable<Uint8Array>): Promise<void>
}

/** The work of one type of job. What it resolves to is added to the job's data. */
export type JobWork = (job: RunningJob) => Promise<Record<string, string> | undefined>

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  tasks: Tasks
  blobs: BlobStore
  logs: Pick<LogsService, 'note'>
}

/** Whoever says nothing for so long is taken for dead. */
const silenceMs = 5 * 60_000
const retryMs = 60_000
const dayMs = 86_400_000
const alive: readonly JobStatus[] = ['in_progress', 'cancel_requested']
/** Jobs that are records of their own. */
const keptTypes = ['message_export', 'data_retention']

export type JobRunner = ReturnType<typeof jobRunner>

/** Runs jobs on the durable tasks: each is claimed by one worker, and taken up after a crash. */
export function jobRunner({ db, transact, clock, config, tasks, blobs, logs }: Deps) {
  const works = new Map<string, JobWork>()
  const task = tasks.define<{ id: string }>('job', { run: ({ id }) => run(id) })
  tasks.every('jobs.cleanup', dayMs, cleanUp)

  /** Names the work of a type; without it no job of the type can be started. */
  function define(type: string, work: JobWork): void {
    works.set(type, work)
  }

  /** Works on the job, unless another worker has it. */
  async function run(id: string): Promise<void> {
    // Another node may run jobs, or this one again once that is switched on.
    if (!config.bool('JobSettings.RunJobs')) return later(id)
    const now = clock()
    const job = await transact.single((tx) =>
      claimJob(tx, id, { now, silentSince: now - silenceMs }),
    )
    if (!job) {
      const isElsewhere = (await findJob(db, id))?.status === 'in_progress'
      return isElsewhere ? later(id) : undefined
    }
    await finish(job, await attempt(job))
  }

  function later(id: string): Promise<void> {
    return transact((tx) => task.add(tx, { id }, { runAt: clock() + retryMs, key: id }))
  }

  async function attempt(job: JobRow): Promise<Partial<JobRow> & { status: JobStatus }> {
    let data = job.data
    const work = works.get(job.type)
    try {
      if (!work) throw new Error('No work of this type is known here.')
      const made = await work({
        id: job.id,
        type: job.type,
        data: job.data,
        async progress(percent, more) {
          data = { ...data, ...more }
          await beat(job.id, percent, data)
        },
        async saveResult(bytes) {
          await blobs.write(resultName(job.id), bytes)
          data = { ...data, is_downloadable: 'true' }
        },
      })
      return { status: 'success', progress: 100, data: { ...data, ...made } }
    } catch (error) {
      if (error instanceof JobCancelled) return { status: 'canceled', data }
      const reason = error instanceof Error ? error.message : String(error)
      logs.note('error', 'job.failed', { job_id: job.id, type: job.type, reason })
      return { status: 'error', data: { ...data, error: reason } }
    }
  }

  async function beat(id: string, percent: number, data: Record<string, string>): Promise<void> {
    const progress = Math.max(0, Math.min(100, Math.floor(percent)))
    const isWanted = await transact.single((tx) =>
      updateJob(tx, id, ['in_progress'], { progress, data, now: clock() }),
    )
    if (!isWanted) throw new JobCancelled()
  }

  async function finish(
    job: JobRow,
    { status, progress, data }: Partial<JobRow> & { status: JobStatus },
  ): Promise<void> {
    await transact.single((tx) =>
      updateJob(tx, job.id, alive, {
        status,
        now: clock(),
        ...(progress !== undefined && { progress }),
        ...(data && { data }),
      }),
    )
    logs.note('info', 'job.ended', { job_id: job.id, type: job.type, status })
  }

  async function cleanUp(): Promise<void> {
    const days = config.int('JobSettings.CleanupJobsThresholdDays')
    if (days < 0) return
    await transact.single((tx) => deleteEndedJobs(tx, clock() - days * dayMs, keptTypes))
  }

  return {
    define,
    run,
    knows: (type: string): boolean => works.has(type),
    /** Has the job run once the transaction has committed. */
    enqueue: (tx: Tx, job: Pick<Job, 'id'>): Promise<void> =>
      task.add(tx, { id: job.id }, { key: job.id }),
    withdraw: (tx: Tx, job: Pick<Job, 'id'>): Promise<void> => task.cancel(tx, job.id),
    findResult: (id: string) => blobs.find(resultName(id)),
  }
}

class JobCancelled extends Error {
  override readonly name = 'JobCancelled'
}

function resultName(id: string): string {
  return `job/${id}/result`
}
