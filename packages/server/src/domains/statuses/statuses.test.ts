import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { UserCustomStatus } from '@mattermost/types/users'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import pg from 'pg'
import { afterEach, describe, expect, inject, vi } from 'vitest'
import { WebSocket } from 'ws'
import { anonymous } from '#platform/actor.ts'
import { newId } from '#platform/ids.ts'

const unknownId = 'y'.repeat(26)

async function statusOf(member: Member): Promise<string> {
  return (await member.client.getStatus(member.id)).status
}

async function until(member: Member, status: string): Promise<void> {
  await vi.waitFor(async () => expect(await statusOf(member)).toBe(status), { timeout: 5_000 })
}

function setStatus(member: Member, status: string, dnd_end_time = 0) {
  return member.client.updateStatus({ user_id: member.id, status, dnd_end_time })
}

type Reply = { status: string; data?: Record<string, unknown>; error?: { id: string } }

/** One action over a socket of its own, and what came back. */
async function act(member: Member, action: string, data: object): Promise<Reply> {
  const socket = new WebSocket(`${member.url.replace('http', 'ws')}/api/v4/websocket`, {
    headers: { Authorization: `Bearer ${member.token}` },
  })
  try {
    return await new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('open', () => socket.send(JSON.stringify({ seq: 1, action, data })))
      socket.on('message', (raw) => {
        const frame = JSON.parse(String(raw))
        if (frame.seq_reply === 1) resolve(frame)
      })
    })
  } finally {
    socket.close()
  }
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('presence', () => {
  test('MC-WS-11 online with the first socket, offline after the last', async ({ server, ws }) => {
    const alice = await ws.member('alice')
    expect(await alice.client.getStatus(alice.id)).toMatchObject({
      user_id: alice.id,
      status: 'offline',
      manual: false,
    })
    const first = await alice.socket()
    const second = await alice.socket()
    expect(await statusOf(alice)).toBe('online')
    const { hub } = await server.registry.ensureDefault()
    const before = hub.connectionCount
    first.client.close()
    await expect.poll(() => hub.connectionCount).toBe(before - 1)
    expect(await statusOf(alice)).toBe('online')
    second.client.close()
    await until(alice, 'offline')
    const [status] = await alice.client.getStatusesByIds([alice.id])
    expect(status?.last_activity_at).toBeGreaterThan(0)
  })

  test('MC-ST-01 manual away survives the reopening of sockets', async ({ ws }) => {
    const alice = await ws.member('alice')
    using hears = await alice.socket()
    expect(await setStatus(alice, 'away')).toMatchObject({ status: 'away', manual: true })
    const frame = await hears.until('status_change')
    expect(frame.data).toEqual({ status: 'away', user_id: alice.id })
    expect(frame.broadcast.user_id).toBe(alice.id)
    hears.client.close()
    await until(alice, 'away')
    using _again = await alice.socket()
    expect(await statusOf(alice)).toBe('away')
  })

  test('MC-ST-01 a status set by hand survives a restart, sockets do not', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'redoubt-statuses-'))
    const database = new URL(inject('postgresUrl'))
    database.pathname = `/p_${newId()}`
    const same = { REDOUBT_DATA: folder, REDOUBT_DATABASE_URL: database.href }
    try {
      const before = await openTestServer(same)
      const { admin } = await TestWorkspace.open(before.address)
      await setStatus(admin, 'dnd')
      using _socket = await admin.socket()
      await before[Symbol.asyncDispose]()
      await using after = await openTestServer(same)
      admin.client.setUrl(after.address)
      expect(await statusOf(admin)).toBe('dnd')
      await setStatus(admin, 'online')
      expect(await statusOf(admin)).toBe('online')
    } finally {
      rmSync(folder, { recursive: true, force: true })
      rmSync(`${folder}.key`, { force: true })
    }
  })

  test('online takes back what was set by hand', async ({ ws }) => {
    const alice = await ws.member('alice')
    await setStatus(alice, 'offline')
    using _socket = await alice.socket()
    expect(await statusOf(alice)).toBe('offline')
    expect(await setStatus(alice, 'online')).toMatchObject({ status: 'online', manual: false })
  })

  test('MC-ST-02 a timed dnd that is over has gone back', async ({ ws }) => {
    const alice = await ws.member('alice')
    const hourLater = Math.floor(Date.now() / 1000) + 3600
    expect(await setStatus(alice, 'dnd', hourLater)).toMatchObject({
      status: 'dnd',
      dnd_end_time: hourLater - (hourLater % 60),
    })
    await setStatus(alice, 'away')
    expect(await setStatus(alice, 'dnd', 60)).toMatchObject({ status: 'away', manual: true })
    expect(await statusOf(alice)).toBe('away')
  })

  test('MC-ST-02 the end of a dnd is told, once a minute', async () => {
    let ahead = 0
    await using server = await openTestServer({}, { clock: () => Date.now() + ahead })
    const { admin } = await TestWorkspace.open(server.address)
    using hears = await admin.socket()
    await setStatus(admin, 'dnd', Math.floor(Date.now() / 1000) + 120)
    await hears.until('status_change')
    await server.registry.closeIdle()
    expect(await statusOf(admin)).toBe('dnd')
    ahead = 120_000
    await server.registry.closeIdle()
    await hears.until('status_change', ({ data }) => data.status === 'online')
    expect(await admin.client.getStatus(admin.id)).toMatchObject({
      status: 'online',
      manual: false,
      dnd_end_time: 0,
    })
  })

  test('MC-ST-03 an unknown id is offline, as one of somebody who was never there', async ({
    ws,
  }) => {
    const alice = await ws.member('alice')
    expect(await alice.client.getStatusesByIds([unknownId, ws.admin.id])).toMatchObject([
      { user_id: unknownId, status: 'offline', manual: false, last_activity_at: 0 },
      { user_id: ws.admin.id, status: 'offline' },
    ])
    expect(await refusal(alice.client.getStatus(unknownId))).toEqual({
      status: 404,
      id: 'api.status.user_not_found.app_error',
    })
    for (const ids of [[], ['x'], ['*'.repeat(26)], Array(10_001).fill(unknownId)]) {
      expect((await refusal(alice.client.getStatusesByIds(ids))).status).toBe(400)
    }
  })

  test('MC-ST-04 idle people are away on a pong or ping, active ones online again', async () => {
    let now = Date.now()
    await using server = await openTestServer({}, { clock: () => now })
    const alice = (await TestWorkspace.open(server.address)).admin
    using hears = await alice.socket()
    now += 301_000
    expect(await statusOf(alice)).toBe('online')
    const socket = new WebSocket(`${alice.url.replace('http', 'ws')}/api/v4/websocket`, {
      headers: { Authorization: `Bearer ${alice.token}` },
    })
    await new Promise((resolve) => socket.once('message', resolve))
    now += 301_000
    socket.pong()
    expect((await hears.until('status_change')).data.status).toBe('away')
    socket.close()
    expect(await act(alice, 'user_update_active_status', { user_is_active: true })).toMatchObject({
      status: 'OK',
    })
    await hears.until('status_change', (frame) => frame.data.status === 'online')
    expect(
      await act(alice, 'user_update_active_status', { user_is_active: false, manual: true }),
    ).toMatchObject({ status: 'OK' })
    expect(await alice.client.getStatus(alice.id)).toMatchObject({ status: 'away', manual: true })
  })

  test('posting sets online, unless it says otherwise', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    await alice.request('POST', '/api/v4/posts?set_online=false', {
      channel_id: townSquare.id,
      message: 'quietly',
    })
    expect(await statusOf(alice)).toBe('offline')
    await alice.post(townSquare.id, 'here I am')
    await until(alice, 'online')
    await bob.client.viewMyChannel(townSquare.id)
    await until(bob, 'online')
  })

  test('statuses are asked for over the socket too', async ({ ws }) => {
    const alice = await ws.member('alice')
    const reply = await act(alice, 'get_statuses_by_ids', { user_ids: [alice.id, unknownId] })
    expect(reply.data).toEqual({ [alice.id]: 'online', [unknownId]: 'offline' })
    const all = await act(alice, 'get_statuses', {})
    expect(all.data?.[alice.id]).toBe('online')
    expect(Object.values(all.data ?? {})).not.toContain('offline')
    for (const data of [{}, { user_ids: [] }, { user_ids: ['x'] }]) {
      expect((await act(alice, 'get_statuses_by_ids', data)).error?.id).toBe(
        'api.websocket_handler.invalid_param.app_error',
      )
    }
    expect((await act(alice, 'user_update_active_status', {})).status).toBe('FAIL')
  })

  test('nobody sets the status of others, but whoever may edit them', async ({ ws }) => {
    const [alice, eve] = [await ws.member('alice'), await ws.member('eve')]
    const path = `/api/v4/users/${alice.id}/status`
    const body = { user_id: alice.id, status: 'dnd' }
    expect((await eve.request('PUT', path, body)).status).toBe(403)
    expect((await ws.admin.request('PUT', path, body)).status).toBe(200)
    expect((await alice.request('PUT', path, { ...body, user_id: eve.id })).status).toBe(400)
    for (const status of ['ooo', 'busy', '']) {
      expect((await alice.request('PUT', path, { ...body, status })).status).toBe(400)
    }
    expect((await alice.request('PUT', path, { ...body, dnd_end_time: -1 })).status).toBe(400)
    const missing = `/api/v4/users/${unknownId}/status`
    expect(
      (await ws.admin.request('PUT', missing, { user_id: unknownId, status: 'away' })).body,
    ).toMatchObject({ id: 'api.status.user_not_found.app_error', status_code: 404 })
  })

  test('MC-PERF-04 200 ids on a warm cache need no statement', async ({ ws, server }) => {
    const people = [ws.admin.id]
    for (let index = 0; index < 3; index++) people.push((await ws.member('warm')).id)
    const workspace = await server.registry.ensureDefault()
    const ids = Array.from({ length: 200 }, (_, index) => people[index % 4] ?? '')
    const owner = { ...anonymous, isLocal: true }
    await workspace.statuses.byIds(owner, ids)
    const queries = vi.spyOn(pg.Client.prototype, 'query')
    expect(await workspace.statuses.byIds(owner, ids)).toHaveLength(4)
    expect(queries).not.toHaveBeenCalled()
  })
})

describe('statuses switched off', () => {
  test('answer nothing and tell nothing', async () => {
    await using server = await openTestServer({
      MM_SERVICESETTINGS_ENABLEUSERSTATUSES: 'false',
      MM_TEAMSETTINGS_ENABLECUSTOMUSERSTATUSES: 'false',
    })
    const { admin } = await TestWorkspace.open(server.address)
    expect(await admin.client.getStatusesByIds([admin.id])).toEqual([])
    expect((await refusal(admin.client.getStatus(admin.id))).status).toBe(404)
    expect((await refusal(setStatus(admin, 'away'))).status).toBe(404)
    expect((await act(admin, 'get_statuses', {})).data).toEqual({})
    const off = { status: 501, id: 'api.custom_status.disabled' }
    const custom = { emoji: 'tada', text: 'x', duration: '' } as UserCustomStatus
    expect(await refusal(admin.client.updateCustomStatus(custom))).toEqual(off)
    expect(await refusal(admin.client.unsetCustomStatus())).toEqual(off)
    expect(await refusal(admin.client.removeRecentCustomStatus(custom))).toEqual(off)
  })
})

describe('custom status', () => {
  async function customOf(member: Member): Promise<Record<string, string> | undefined> {
    const text = (await member.client.getMe()).props?.customStatus
    return text === undefined ? undefined : JSON.parse(text)
  }

  async function recentsOf(member: Member): Promise<{ emoji: string; text: string }[]> {
    const path = '/api/v4/users/me/preferences/custom_status/name/recent_custom_statuses'
    const { body } = await member.request('GET', path)
    return JSON.parse((body as { value: string }).value)
  }

  function custom(text: string, rest: object = {}): UserCustomStatus {
    return { emoji: 'calendar', text, duration: '', ...rest } as UserCustomStatus
  }

  test('MC-ST-05 is cut to 100 characters, kept in the props and told to all', async ({ ws }) => {
    const { alice, bob } = await ws.trio()
    using hears = await bob.socket()
    await alice.client.updateCustomStatus(custom('😀'.repeat(101)))
    const never = '0001-01-01T00:00:00Z'
    expect(await customOf(alice)).toEqual({
      emoji: 'calendar',
      text: '😀'.repeat(100),
      duration: '',
      expires_at: never,
    })
    const frame = await hears.until('user_updated')
    expect(frame.data.user).toMatchObject({ id: alice.id })
    await alice.client.unsetCustomStatus()
    expect(await customOf(alice)).toBeUndefined()
  })

  test('a duration needs an end that is to come', async ({ ws }) => {
    const alice = await ws.member('alice')
    const later = new Date(Date.now() + 3_600_000).toISOString()
    await alice.client.updateCustomStatus(
      custom('lunch', { duration: 'one_hour', expires_at: later }),
    )
    expect(await customOf(alice)).toMatchObject({ duration: 'one_hour', expires_at: later })
    await alice.client.updateCustomStatus(custom('lunch', { expires_at: later }))
    expect(await customOf(alice)).toMatchObject({ duration: 'date_and_time' })
    const bad = [
      { duration: 'one_hour' },
      { duration: 'forever', expires_at: later },
      { duration: 'one_hour', expires_at: '2020-01-01T00:00:00Z' },
      { expires_at: 'tomorrow' },
      { emoji: '', text: '' },
    ]
    for (const rest of bad) {
      expect(await refusal(alice.client.updateCustomStatus(custom('x', rest)))).toEqual({
        status: 400,
        id: 'api.context.invalid_body_param.app_error',
      })
    }
    for (const emoji of ['a b', 'no_such_emoji']) {
      expect(await refusal(alice.client.updateCustomStatus(custom('x', { emoji })))).toEqual({
        status: 400,
        id: 'api.custom_status.set_custom_statuses.emoji_not_found',
      })
    }
  })

  test('MC-ST-06 five recent ones are kept, the newest first, and can be forgotten', async ({
    ws,
  }) => {
    const alice = await ws.member('alice')
    for (const text of ['1', '2', '3', '4', '5', '6', '3']) {
      await alice.client.updateCustomStatus(custom(text))
    }
    expect((await recentsOf(alice)).map(({ text }) => text)).toEqual(['3', '6', '5', '4', '2'])
    await alice.client.removeRecentCustomStatus(custom('5'))
    const gone = await alice.request('DELETE', `/api/v4/users/me/status/custom/recent`, custom('4'))
    expect(gone.status).toBe(200)
    expect((await recentsOf(alice)).map(({ text }) => text)).toEqual(['3', '6', '2'])
    expect(await refusal(alice.client.removeRecentCustomStatus(custom('5')))).toEqual({
      status: 400,
      id: 'api.custom_status.recent_custom_statuses.delete.app_error',
    })
  })

  test('is set for others only by whoever may edit them', async ({ ws }) => {
    const [alice, eve] = [await ws.member('alice'), await ws.member('eve')]
    const path = `/api/v4/users/${alice.id}/status/custom`
    expect((await eve.request('PUT', path, custom('x'))).status).toBe(403)
    expect((await eve.request('DELETE', path)).status).toBe(403)
    expect((await eve.request('POST', `${path}/recent/delete`, custom('x'))).status).toBe(403)
    expect((await ws.admin.request('PUT', path, custom('x'))).status).toBe(200)
    expect((await recentsOf(alice)).map(({ text }) => text)).toEqual(['x'])
  })
})
