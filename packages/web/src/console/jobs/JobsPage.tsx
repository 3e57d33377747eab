import type { Job } from '@mattermost/types/jobs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import { client } from '#web/api/client.ts'
import { type ConsoleTextId, useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer, Outcome } from '#web/console/ui/Answer.tsx'
import { Filters, LabelledSelect } from '#web/console/ui/Controls.tsx'
import { Badge, Card, Page } from '#web/console/ui/Page.tsx'
import { Pager, Table } from '#web/console/ui/Table.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { withBase } from '#web/router/base.ts'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import styles from './JobsPage.module.css'
import { jobTypes, titleOfJob } from './job-types.ts'

const PER_PAGE = 50
const EVERY_MS = 3_000

const tones: Readonly<Record<string, 'good' | 'warn' | 'bad' | 'plain'>> = {
  success: 'good',
  warning: 'warn',
  error: 'bad',
  cancel_requested: 'warn',
}

/** Work in the background: what runs, how far it is, and what came of it. */
export function JobsPage() {
  const text = useConsoleText()
  const [page, setPage] = useState(0)
  const jobs = useQuery({
    queryKey: ['console', 'jobs', page],
    queryFn: () => client.getJobs(page, PER_PAGE),
    placeholderData: (before) => before,
    refetchInterval: EVERY_MS,
    staleTime: 0,
  })
  const onDone = () => jobs.refetch()
  const cancelled = useAction((id: string) => client.cancelJob(id), { onDone })

  return (
    <Page title={text('page.jobs')} lead={text('lead.jobs')}>
      <StartJob onStarted={onDone} />
      <Card>
        <Answer query={jobs}>
          {(rows) => (
            <>
              <JobTable
                jobs={rows}
                isBusy={cancelled.isBusy}
                onCancel={(job) => cancelled.run(job.id)}
              />
              <Pager
                onPrevious={page > 0 ? () => setPage(page - 1) : undefined}
                onNext={rows.length === PER_PAGE ? () => setPage(page + 1) : undefined}
              >
                {text('pager.page', { page: page + 1 })}
              </Pager>
            </>
          )}
        </Answer>
        <ProblemLine>{cancelled.problem}</ProblemLine>
      </Card>
    </Page>
  )
}

function StartJob({ onStarted }: { onStarted: () => unknown }) {
  const text = useConsoleText()
  const [type, setType] = useState<string>(jobTypes[0])
  const started = useAction(
    // The client's type knows only some of the types.
    () => client.createJob({ type: type as Job['type'], data: {} }),
    { done: text('jobs.started'), onDone: onStarted },
  )
  return (
    <Card title={text('jobs.start')} lead={text('jobs.start-lead')}>
      <div className={styles.start}>
        <Filters>
          <LabelledSelect
            label={text('jobs.type')}
            value={type}
            options={jobTypes.map((value) => ({ value, label: text(`job.${value}`) }))}
            onChange={setType}
          />
        </Filters>
        <Button look="primary" isBusy={started.isBusy} onClick={() => started.run()}>
          {text('jobs.start-now')}
        </Button>
      </div>
      <ProblemLine>{started.problem}</ProblemLine>
      <Outcome>{started.outcome}</Outcome>
    </Card>
  )
}

type JobTableProps = {
  jobs: readonly Job[]
  isBusy: boolean
  onCancel: (job: Job) => void
}

function JobTable({ jobs, isBusy, onCancel }: JobTableProps) {
  const text = useConsoleText()
  const intl = useIntl()
  const nameOf = (job: Job) => {
    const title = titleOfJob(job.type)
    return title ? text(title) : job.type
  }
  return (
    <Table
      label={text('page.jobs')}
      none={text('jobs.none')}
      rows={jobs}
      keyOf={(job) => job.id}
      columns={[
        {
          name: text('jobs.type'),
          show: (job) => (
            <span className={styles.job}>
              {nameOf(job)}
              <small className={styles.error}>{job.data?.error}</small>
            </span>
          ),
        },
        {
          name: text('jobs.created'),
          show: (job) =>
            intl.formatDate(job.create_at, { dateStyle: 'medium', timeStyle: 'short' }),
          isMinor: true,
        },
        {
          name: text('users.status'),
          show: (job) => (
            <Badge tone={tones[job.status] ?? 'plain'}>{text(titleOfStatus(job.status))}</Badge>
          ),
        },
        { name: text('jobs.progress'), show: (job) => <Progress job={job} name={nameOf(job)} /> },
        {
          name: '',
          show: (job) => (
            <JobButtons job={job} name={nameOf(job)} isBusy={isBusy} onCancel={onCancel} />
          ),
        },
      ]}
    />
  )
}

function Progress({ job, name }: { job: Job; name: string }) {
  const text = useConsoleText()
  if (job.status !== 'in_progress') return null
  return (
    <progress
      className={styles.progress}
      max={100}
      value={job.progress}
      aria-label={text('jobs.progress-of', { name })}
    />
  )
}

type JobButtonsProps = {
  job: Job
  name: string
  isBusy: boolean
  onCancel: (job: Job) => void
}

function JobButtons({ job, name, isBusy, onCancel }: JobButtonsProps) {
  const text = useConsoleText()
  if (job.status === 'pending' || job.status === 'in_progress') {
    return (
      <Button
        look="quiet"
        disabled={isBusy}
        aria-label={text('jobs.cancel-name', { name })}
        onClick={() => onCancel(job)}
      >
        {text('jobs.cancel')}
      </Button>
    )
  }
  if (job.data?.is_downloadable !== 'true') return null
  return (
    <a href={withBase(`/api/v4/jobs/${job.id}/download`)} download>
      {text('jobs.download')}
    </a>
  )
}

const statusTitles: Readonly<Record<Job['status'], ConsoleTextId>> = {
  pending: 'job-status.pending',
  in_progress: 'job-status.in_progress',
  success: 'job-status.success',
  error: 'job-status.error',
  cancel_requested: 'job-status.cancel_requested',
  canceled: 'job-status.canceled',
  warning: 'job-status.warning',
}

function titleOfStatus(status: Job['status']): ConsoleTextId {
  return statusTitles[status]
}
