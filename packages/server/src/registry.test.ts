import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { expect, test } from 'vitest'

const hourMs = 3_600_000

test('a workspace that nobody uses is closed, and opened again by the next request', async () => {
  let now = Date.now()
  await using server = await openTestServer({}, { clock: () => now })
  const { registry, address } = server
  await registry.create('second', ['localhost'])
  const second = await TestWorkspace.open(address.replace('127.0.0.1', 'localhost'))
  const before = await registry.forHost('localhost')

  using socket = await second.admin.socket()
  now += hourMs
  await registry.closeIdle()
  // Somebody is connected: it stays.
  expect(await registry.forHost('localhost')).toBe(before)

  socket.client.close()
  await expect.poll(() => before?.hub.connectionCount).toBe(0)
  now += hourMs
  await registry.closeIdle()
  const { team } = await second.team()
  expect(team.name).toBeTruthy()
  expect(await registry.forHost('localhost')).not.toBe(before)
})

test('a host that nobody claims, a taken one and a bad name are refused', async () => {
  await using server = await openTestServer()
  await server.registry.create('second', ['team.example.org'])
  await expect(server.registry.create('third', ['team.example.org'])).rejects.toThrow()
  await expect(server.registry.create('Bad Name', [])).rejects.toThrow(/named by letters/)
  const names = (await server.registry.list()).map((record) => record.name)
  expect(names).toEqual(['main', 'second'])
})
