import { statSync } from 'node:fs'
import { localRequest } from '@redoubt/testkit/local-client.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { unique } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

const workspaces = '/api/redoubt/v1/workspaces'

describe('the control socket', () => {
  test('is for the owner of the machine alone', async ({ server }) => {
    expect(statSync(server.controlSocket).mode & 0o777).toBe(0o600)
  })

  test('makes workspaces, each with its own accounts, and lists them', async ({ server, ws }) => {
    const name = unique('tenant')
    const made = await localRequest(server.controlSocket, 'POST', workspaces, {
      body: { name, hosts: ['One.example.org', 'one.example.org'] },
    })
    expect(made.status).toBe(201)
    expect(made.json()).toMatchObject({ name, hosts: ['one.example.org'] })

    const listed = await localRequest(server.controlSocket, 'GET', workspaces)
    expect(listed.json()).toMatchObject([{ name: 'main', hosts: ['*'] }, made.json()])

    const users = '/api/v4/users'
    const here = await localRequest(server.controlSocket, 'GET', users)
    expect(here.text).toContain(ws.admin.id)
    const there = await localRequest(server.controlSocket, 'GET', users, { workspace: name })
    expect(there.json()).toEqual([])
  })

  test('answers 404 for a workspace that is not there', async ({ server }) => {
    const answer = await localRequest(server.controlSocket, 'GET', '/api/v4/users', {
      workspace: 'nowhere',
    })
    expect(answer.status).toBe(404)
    expect(answer.json()).toMatchObject({ id: 'api.server.start.unknown_workspace.app_error' })
  })

  test('refuses names and hosts that are taken or make no sense', async ({ server }) => {
    const name = unique('taken')
    const create = async (body: unknown) => {
      const answer = await localRequest(server.controlSocket, 'POST', workspaces, { body })
      return { status: answer.status, body: answer.json() }
    }
    expect(await create({ name, hosts: [`${name}.example.org`] })).toMatchObject({ status: 201 })
    expect(await create({ name })).toMatchObject({
      status: 400,
      body: { id: 'api.workspace.create.name_taken.app_error' },
    })
    expect(await create({ name: unique('other'), hosts: [`${name}.EXAMPLE.org`] })).toMatchObject({
      status: 400,
      body: { id: 'api.workspace.create.host_taken.app_error' },
    })
    for (const body of [{}, { name: '' }, { name: 'A b' }, { name: 'a', hosts: ['a b'] }, []]) {
      expect(await create(body)).toMatchObject({ status: 400 })
    }
  })

  test('tells how the process and its database are', async ({ server }) => {
    const answer = await localRequest(server.controlSocket, 'GET', '/api/redoubt/v1/health')
    expect(answer.json()).toMatchObject({
      address: server.address,
      pid: process.pid,
      database: { may_create_databases: true, may_create_roles: true },
    })
    const { database, clock_offset_ms: offset } = answer.json() as {
      database: { version_num: number }
      clock_offset_ms: number
    }
    expect(database.version_num).toBeGreaterThanOrEqual(150_000)
    expect(Math.abs(offset)).toBeLessThan(2_000)
  })

  test('health says so when the database is away', async () => {
    await using server = await openTestServer()
    // The workspace is open by then: the loss shows in the answer, not before it.
    await localRequest(server.controlSocket, 'GET', workspaces)
    await server.registry.db.destroy()
    const answer = await localRequest(server.controlSocket, 'GET', '/api/redoubt/v1/health')
    expect(answer.json()).toMatchObject({ database: null, clock_offset_ms: null })
  })
})

describe('over the network', () => {
  const calls = [
    { method: 'GET', path: workspaces },
    { method: 'POST', path: workspaces, body: { name: 'mine' } },
    { method: 'POST', path: workspaces, body: {} },
    { method: 'GET', path: '/api/redoubt/v1/health' },
    { method: 'POST', path: '/api/redoubt/v1/import', body: {} },
  ]
  for (const { method, path, body } of calls) {
    test(`${method} ${path} isn't there, for nobody`, async ({ server, ws }) => {
      const member = await ws.member('ordinary')
      const unknown = (await ws.admin.request(method, '/api/redoubt/v1/nothing', body)).body
      for (const who of [ws.admin, member]) {
        const answer = await who.request(method, path, body)
        expect(answer.status).toBe(404)
        expect({ ...Object(answer.body), request_id: '' }).toEqual({
          ...Object(unknown),
          request_id: '',
        })
      }
      // Neither without a session, nor with the name of a workspace, makes a difference.
      const anonymous = await fetch(`${server.address}${path}`, {
        method,
        headers: { 'X-Redoubt-Workspace': 'main' },
      })
      expect(anonymous.status).toBe(404)
    })
  }
})
