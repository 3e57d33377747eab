import { test } from '@redoubt/testkit/test-server.ts'
import { call } from '@redoubt/testkit/uploads.ts'
import type { LogLine } from '@redoubt/wire/system.ts'
import { expect } from 'vitest'

test('administrators read the last lines of their workspace, whole or filtered', async ({
  ws,
  server,
}) => {
  const { logs } = await server.registry.ensureDefault()
  logs.note('error', 'first', { job_id: 7 })
  logs.note('info', 'second')
  const { client } = ws.admin
  const plain = await client.getPlainLogs(0, 2)
  expect(plain.map((line) => JSON.parse(line).msg)).toEqual(['first', 'second'])
  expect(plain.map((line) => JSON.parse(line).job_id)).toEqual(['7', undefined])
  expect((await client.getPlainLogs(1, 1)).map((line) => JSON.parse(line).msg)).toEqual(['first'])

  const query = async (filter: object) => {
    const all = (await client.getLogs(filter as never)) as unknown as Record<string, LogLine[]>
    return Object.values(all)
      .flat()
      .map(({ msg }) => msg)
  }
  expect(await query({ log_levels: ['error'] })).toEqual(['first'])
  expect(await query({ log_levels: null, server_names: [] })).toContain('second')
  expect(await query({ date_to: '2020-01-01 00:00:00.000 Z' })).toEqual([])
  expect(await query({ date_from: '2020-01-01 00:00:00.000 Z' })).toContain('first')
  expect((await ws.admin.request('POST', '/api/v4/logs/query', { log_levels: 7 })).status).toBe(400)

  const file = await call(ws.admin, '/api/v4/logs/download')
  expect(file.headers.get('content-disposition')).toContain('attachment')
  expect(await file.text()).toContain('"msg":"first"')

  const alice = await ws.member('alice')
  await alice.request('POST', '/api/v4/logs', { level: 'ERROR', message: 'it broke' })
  expect(await query({})).toContain('it broke')
  for (const [method, path] of [
    ['GET', 'logs'],
    ['POST', 'logs/query'],
    ['GET', 'logs/download'],
  ] as const) {
    const body = method === 'POST' ? {} : undefined
    expect((await alice.request(method, `/api/v4/${path}`, body)).status).toBe(403)
  }
  for (let index = 0; index < 6_000; index++) logs.note('debug', `line ${index}`)
  expect((await client.getPlainLogs(0, 10_000)).length).toBe(5_000)
})
