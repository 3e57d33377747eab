import { refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { call, refused } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

const badBody = [400, 'api.context.invalid_body_param.app_error']

describe('GET /api/v4/users/:user_id/teams/:team_id/unread', () => {
  test('tells of one team what the list tells of all', async ({ ws }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    await bob.post(townSquare.id, `hello @${alice.username}`)
    const url = (userId: string) => `/api/v4/users/${userId}/teams/${team.id}/unread`

    const { status, body } = await alice.request('GET', url('me'))

    const all = await alice.client.getMyTeamUnreads(false)
    expect(status).toBe(200)
    expect(body).toEqual(all.find(({ team_id }) => team_id === team.id))
    expect(body).toMatchObject({ mention_count: 1, thread_count: 0 })
    expect(await eve.request('GET', url('me'))).toMatchObject({
      status: 404,
      body: { id: 'app.team.get.find.app_error' },
    })
    expect((await bob.request('GET', url(alice.id))).status).toBe(403)
    expect((await ws.admin.request('GET', url(alice.id))).body).toEqual(body)
  })
})

test('there are no announcements', async ({ ws }) => {
  const { team, alice } = await ws.trio()
  expect(await alice.client.getInProductNotices(team.id, 'web', '11.6.0')).toEqual([])
  expect(await refusal(alice.client.getInProductNotices('x', 'web', '11.6.0'))).toMatchObject({
    status: 400,
  })
})

test('GET /api/v4/usage/posts tells an order of size', async () => {
  await using server = await openTestServer()
  const ws = await TestWorkspace.open(server.address)
  const { townSquare } = await ws.team()
  expect(await ws.admin.client.getPostsUsage()).toEqual({ count: 0 })
  for (let index = 0; index < 23; index++) await ws.admin.post(townSquare.id, `${index}`)
  expect(await ws.admin.client.getPostsUsage()).toEqual({ count: 20 })
})

describe('POST /api/v4/logs', () => {
  test('takes lines of people, cut short, and of nobody else', async ({ ws }) => {
    const alice = await ws.member('alice')
    alice.client.setEnableLogging(true)
    const line = (message: string) => ({ level: 'ERROR', message })

    expect(await alice.client.logClientError('it broke')).toEqual(line('it broke'))
    const long = await alice.client.logClientError('x'.repeat(5_000))
    expect(long).toEqual(line('x'.repeat(400)))
    expect((await ws.admin.request('POST', '/api/v4/logs', line('x'))).status).toBe(200)
    expect((await alice.request('POST', '/api/v4/logs', { level: 1 })).status).toBe(400)
    const anonymous = (url: string) =>
      fetch(`${url}/api/v4/logs`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(line('x')),
      })
    expect(await refused(anonymous(ws.url))).toEqual([403, 'api.context.permissions.app_error'])

    await using server = await openTestServer({ MM_SERVICESETTINGS_ENABLEDEVELOPER: 'true' })
    expect((await anonymous(server.address)).status).toBe(200)
  })
})

describe('POST /api/v4/client_perf', () => {
  test('ZT-PM-03 takes fresh reports in a known form, also as a beacon', async ({ ws }) => {
    const alice = await ws.member('alice')
    const report = { version: '0.1.0', start: Date.now() - 60_000, end: Date.now() + 0.5 }
    const send = (body: unknown, type = 'application/json') =>
      call(alice, '/api/v4/client_perf', {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'Content-Type': type },
      })

    const full = { ...report, client_id: 'x', labels: { platform: 'linux' }, counters: [] }
    expect(await (await send(full)).json()).toEqual({ status: 'OK' })
    expect((await send(full, 'text/plain;charset=UTF-8')).status).toBe(200)
    expect((await send({ ...report, version: '0.0.7' })).status).toBe(200)
    for (const version of ['1.0.0', '0.2.0', '0.1', '', 'x.y.z']) {
      expect(await refused(send({ ...report, version }))).toEqual(badBody)
    }
    expect(await refused(send({ ...report, end: report.start - 1 }))).toEqual(badBody)
    const old = { start: Date.now() - 400_000, end: Date.now() - 301_000 }
    expect(await refused(send({ ...report, ...old }))).toEqual(badBody)
    expect(await refused(send({ version: '0.1.0' }))).toEqual(badBody)
    for (const type of ['text/plain', 'application/json']) {
      expect(await refused(send('{', type))).toEqual([400, 'api.payload.parse.error'])
    }
    const nobody = await fetch(`${ws.url}/api/v4/client_perf`, { method: 'POST' })
    expect(nobody.status).toBe(401)
  })
})
