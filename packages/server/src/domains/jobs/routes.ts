import { Readable } from 'node:stream'
import { idParams, PageQuery, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { Job, JobStatusChange, NewJob } from '@redoubt/wire/jobs.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { toPage } from '#platform/http/paging.ts'

const ofJob = idParams('job_id')
const Jobs = { response: { 200: Type.Array(Job) } }
const Filter = Type.Object({
  ...PageQuery.properties,
  job_type: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
})

export function jobsRoutes(app: App) {
  app.get('/api/v4/jobs', { schema: { querystring: Filter, ...Jobs } }, (req) => {
    const { job_type: type, status } = req.query
    const filter = { ...(type && { type }), ...(status && { status }) }
    return req.workspace.jobs.list(req.actor, filter, toPage(req.query))
  })

  app.post('/api/v4/jobs', { schema: { body: NewJob, response: { 201: Job } } }, (req, reply) => {
    reply.code(201)
    return req.workspace.jobs.create(req.actor, req.body)
  })

  app.get(
    '/api/v4/jobs/type/:type',
    {
      schema: { params: Type.Object({ type: Type.String() }), querystring: PageQuery, ...Jobs },
    },
    (req) => req.workspace.jobs.list(req.actor, { type: req.params.type }, toPage(req.query)),
  )

  app.get('/api/v4/jobs/:job_id', { schema: { params: ofJob, response: { 200: Job } } }, (req) =>
    req.workspace.jobs.access(req.actor, req.params.job_id),
  )

  app.post(
    '/api/v4/jobs/:job_id/cancel',
    { schema: { params: ofJob, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.jobs.cancel(req.actor, req.params.job_id)
      return statusOk
    },
  )

  app.patch(
    '/api/v4/jobs/:job_id/status',
    { schema: { params: ofJob, body: JobStatusChange, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.jobs.setStatus(req.actor, req.params.job_id, req.body)
      return statusOk
    },
  )

  app.get(
    '/api/v4/jobs/:job_id/download',
    { config: { csrfExempt: true }, compress: false, schema: { params: ofJob } },
    async (req, reply) => {
      const { job_id } = req.params
      const result = await req.workspace.jobs.download(req.actor, job_id)
      return reply
        .type('application/zip')
        .header('Content-Disposition', `attachment; filename="${job_id}.zip"`)
        .header('Content-Length', result.sizeBytes)
        .send(Readable.from(result.read()))
    },
  )
}
