import { Readable } from 'node:stream'
import { refusal } from '@redoubt/testkit/member.ts'
import { rowsOf } from '@redoubt/testkit/rows.ts'
import { openTestServer, type TestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { call, refused } from '@redoubt/testkit/uploads.ts'
import type { Job } from '@redoubt/wire/jobs.ts'
import { describe, expect } from 'vitest'

const nowhere = 'a'.repeat(26)
const notFound = { status: 404, body: { id: 'app.job.get.app_error' } }

async function jobsOf(server: TestServer) {
  return (await server.registry.ensureDefault()).jobs
}

async function start(ws: TestWorkspace, type: string, data = {}): Promise<Job> {
  return (await ws.admin.client.createJob({ type, data } as never)) as unknown as Job
}

async function read(ws: TestWorkspace, id: string): Promise<Job> {
  return (await ws.admin.request('GET', `/api/v4/jobs/${id}`)).body as Job
}

function ends(ws: TestWorkspace, job: Job, status: string) {
  return expect.poll(async () => (await read(ws, job.id)).status, { timeout: 10_000 }).toBe(status)
}

describe('jobs', () => {
  test('run in the background and tell how far they are', async ({ ws, server }) => {
    const job = await start(ws, 'active_users', { why: 'test', count: 3 })
    expect(job).toMatchObject({
      type: 'active_users',
      status: 'pending',
      progress: 0,
      start_at: 0,
      data: { why: 'test', count: '3' },
    })
    await ends(ws, job, 'success')
    expect(await read(ws, job.id)).toMatchObject({
      progress: 100,
      data: { why: 'test', daily_active_users: '1', monthly_active_users: '1' },
    })

    const jobs = await jobsOf(server)
    jobs.define('plugins', async ({ progress }) => {
      await progress(40.7, { stage: 'half' })
      throw new Error('it broke')
    })
    const broken = await start(ws, 'plugins')
    await ends(ws, broken, 'error')
    expect(await read(ws, broken.id)).toMatchObject({
      progress: 40,
      data: { stage: 'half', error: 'it broke' },
    })
    const listed = await ws.admin.client.getJobs()
    expect(listed.slice(0, 2).map(({ id }) => id)).toEqual([broken.id, job.id])
    const failed = await ws.admin.request('GET', '/api/v4/jobs?status=error&job_type=plugins')
    expect(failed.body).toMatchObject([{ id: broken.id }])
    expect(await ws.admin.client.getJobsByType('active_users' as never)).toMatchObject([
      { id: job.id },
    ])
  })

  test('MC-JOB-01 need the permission of their type', async ({ ws, server }) => {
    const { alice } = await ws.trio()
    const manager = await ws.member('manager')
    await ws.admin.client.updateUserRoles(manager.id, 'system_user system_manager')
    const job = await start(ws, 'active_users')

    // A manager has to do with the search index only; other jobs are as if there were none.
    const jobs = await jobsOf(server)
    jobs.define('elasticsearch_post_indexing', async () => undefined)
    const index = await manager.client.createJob({ type: 'elasticsearch_post_indexing' } as never)
    expect((await manager.request('GET', `/api/v4/jobs/${index.id}`)).status).toBe(200)
    expect(await manager.request('GET', `/api/v4/jobs/${job.id}`)).toMatchObject(notFound)
    expect(await refusal(manager.client.createJob({ type: 'active_users' } as never))).toEqual({
      status: 403,
      id: 'api.context.permissions.app_error',
    })
    expect((await manager.request('GET', '/api/v4/jobs/type/access_control_sync')).status).toBe(403)
    const shown = (await manager.request('GET', '/api/v4/jobs')).body as Job[]
    expect(shown.map(({ id }) => id)).toEqual([index.id])

    const path = `/api/v4/jobs/${job.id}`
    for (const [method, url, body] of [
      ['GET', '/api/v4/jobs', undefined],
      ['GET', '/api/v4/jobs/type/active_users', undefined],
      ['POST', '/api/v4/jobs', { type: 'active_users' }],
      ['GET', path, undefined],
      ['POST', `${path}/cancel`, undefined],
      ['PATCH', `${path}/status`, { status: 'pending' }],
      ['GET', `${path}/download`, undefined],
    ] as const) {
      expect([url, (await alice.request(method, url, body)).status]).toEqual([url, 403])
    }
    expect(await ws.admin.request('GET', `/api/v4/jobs/${nowhere}`)).toMatchObject(notFound)
    expect((await ws.admin.request('GET', '/api/v4/jobs/x')).status).toBe(400)
  })

  test('of unknown types or in unknown states are refused', async ({ ws }) => {
    for (const type of ['nothing', 'mobile_session_metadata', 'ldap_sync', '__proto__']) {
      expect(await refusal(ws.admin.client.createJob({ type } as never))).toEqual({
        status: 400,
        id: 'api.job.unable_to_create_job.incorrect_job_type',
      })
    }
    const tooMuch = { type: 'active_users', data: { text: 'x'.repeat(10_001) } }
    expect((await ws.admin.request('POST', '/api/v4/jobs', tooMuch)).status).toBe(400)
    expect(await ws.admin.request('GET', '/api/v4/jobs/type/nothing')).toMatchObject({
      status: 400,
      body: { id: 'api.job.retrieve.nopermissions' },
    })
    expect(await ws.admin.request('GET', '/api/v4/jobs?status=odd')).toMatchObject({
      status: 400,
      body: { id: 'api.job.status.invalid' },
    })
  })

  test('MC-JOB-02 are cancelled while they wait and while they run', async () => {
    await using server = await openTestServer({ MM_JOBSETTINGS_RUNJOBS: 'false' })
    const idle = await TestWorkspace.open(server.address)
    const waiting = await start(idle, 'active_users')
    await idle.admin.client.cancelJob(waiting.id)
    expect((await read(idle, waiting.id)).status).toBe('canceled')
    expect(await refusal(idle.admin.client.cancelJob(waiting.id))).toEqual({
      status: 400,
      id: 'jobs.request_cancellation.status.error',
    })

    await using busy = await openTestServer()
    const ws = await TestWorkspace.open(busy.address)
    const jobs = await jobsOf(busy)
    let rounds = 0
    jobs.define('plugins', async ({ progress }) => {
      for (;;) await progress(Math.min(99, rounds++))
    })
    const running = await start(ws, 'plugins')
    await ends(ws, running, 'in_progress')
    await ws.admin.client.cancelJob(running.id)
    await ends(ws, running, 'canceled')
    const after = rounds
    expect((await read(ws, running.id)).status).toBe('canceled')
    expect(rounds).toBe(after)
  })

  test('are set to another status by hand, by force also against the order of things', async ({
    ws,
    server,
  }) => {
    const jobs = await jobsOf(server)
    let runs = 0
    jobs.define('migrations', async () => {
      runs++
      return undefined
    })
    const job = await start(ws, 'migrations')
    await ends(ws, job, 'success')
    const path = `/api/v4/jobs/${job.id}/status`
    const set = (body: unknown) => ws.admin.request('PATCH', path, body)
    for (const status of ['pending', 'cancel_requested', 'canceled', 'success', 'odd']) {
      expect(await set({ status })).toMatchObject({
        status: 400,
        body: { id: 'api.job.status.invalid' },
      })
    }
    expect(await set({ status: 'pending', force: true })).toMatchObject({ status: 200 })
    await ends(ws, job, 'success')
    expect(runs).toBe(2)
    expect((await set({ status: 'success', force: true })).status).toBe(400)
  })

  test('MC-JOB-03 are claimed once, however many workers there are', async ({ ws, server }) => {
    const jobs = await jobsOf(server)
    const runs: string[] = []
    jobs.define('cloud', async ({ id, progress }) => {
      runs.push(id)
      await progress(50)
      return undefined
    })
    const started = await Promise.all(Array.from({ length: 6 }, () => start(ws, 'cloud')))
    // Workers of further nodes, beside the one that the tasks run.
    await Promise.all(started.flatMap(({ id }) => [jobs.run(id), jobs.run(id), jobs.run(id)]))
    for (const job of started) await ends(ws, job, 'success')
    expect(runs.sort()).toEqual(started.map(({ id }) => id).sort())
  })

  test('MC-JOB-04 give back what an export made', async () => {
    let now = Date.now()
    await using server = await openTestServer(
      { MM_MESSAGEEXPORTSETTINGS_DOWNLOADEXPORTRESULTS: 'true' },
      { clock: () => now },
    )
    const ws = await TestWorkspace.open(server.address)
    const jobs = await jobsOf(server)
    jobs.define('message_export', async ({ data, saveResult }) => {
      if (data.empty !== 'true') await saveResult(Readable.from([Buffer.from('PK export')]))
      return undefined
    })
    const full = await start(ws, 'message_export')
    const empty = await start(ws, 'message_export', { empty: 'true' })
    const other = await start(ws, 'active_users')
    for (const job of [full, empty, other]) await ends(ws, job, 'success')
    const download = ({ id }: { id: string }) => call(ws.admin, `/api/v4/jobs/${id}/download`)

    const answer = await download(full)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/zip')
    expect(answer.headers.get('content-disposition')).toContain(`${full.id}.zip`)
    expect(await answer.text()).toBe('PK export')
    expect(await refused(download(empty))).toEqual([404, 'api.job.unable_to_download_job'])
    expect(await refused(download(other))).toEqual([
      400,
      'api.job.unable_to_download_job.incorrect_job_type',
    ])
    expect(await refused(download({ id: nowhere }))).toEqual([404, 'app.job.get.app_error'])
    const audits = await rowsOf(server, "select * from audits where action = 'downloadJobResult'")
    expect(audits).toMatchObject([{ user_id: ws.admin.id }])
    now += 1
  })

  test('MC-JOB-04 unless that is switched off', async ({ ws }) => {
    const download = call(ws.admin, `/api/v4/jobs/${nowhere}/download`)
    expect(await refused(download)).toEqual([501, 'app.job.download_export_results_not_enabled'])
  })

  test('that ended long ago are forgotten where that is wanted', async () => {
    let now = Date.now()
    await using server = await openTestServer(
      { MM_JOBSETTINGS_CLEANUPJOBSTHRESHOLDDAYS: '2' },
      { clock: () => now },
    )
    const ws = await TestWorkspace.open(server.address)
    const job = await start(ws, 'active_users')
    await ends(ws, job, 'success')
    now += 3 * 86_400_000
    await expect.poll(() => rowsOf(server, 'select id from jobs'), { timeout: 10_000 }).toEqual([])
  })
})
