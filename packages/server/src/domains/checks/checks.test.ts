import { test } from '@redoubt/testkit/test-server.ts'
import type { MachineChecks } from '@redoubt/wire/checks.ts'
import { expect } from 'vitest'

const path = '/api/redoubt/v1/checks'

test('administrators are told how the machine does, members are not', async ({ ws }) => {
  const { status, body } = await ws.admin.request('GET', path)
  expect(status).toBe(200)
  const { database, disk } = body as MachineChecks
  expect(database.size_bytes).toBeGreaterThan(1_000_000)
  expect(database.answer_ms).toBeGreaterThanOrEqual(0)
  expect(disk.total_bytes).toBeGreaterThanOrEqual(disk.free_bytes)
  expect(disk.free_bytes).toBeGreaterThan(0)

  const member = await ws.member('curious')
  expect((await member.request('GET', path)).status).toBe(403)
})
