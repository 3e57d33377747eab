import { rowsOf } from '@redoubt/testkit/rows.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { call, storedFiles } from '@redoubt/testkit/uploads.ts'
import { expect, test } from 'vitest'

test('sessions that ended and uploads that nobody finished are cleared away', async () => {
  let now = Date.now()
  await using server = await openTestServer(
    { MM_SERVICESETTINGS_SESSIONLENGTHWEBINHOURS: '1' },
    { clock: () => now },
  )
  const ws = await TestWorkspace.open(server.address)
  const { townSquare } = await ws.team()
  const upload = { channel_id: townSquare.id, filename: 'a.bin', file_size: 9_000_000 }
  const { id } = (await ws.admin.request('POST', '/api/v4/uploads', upload)).body as { id: string }
  await call(ws.admin, `/api/v4/uploads/${id}`, {
    method: 'POST',
    body: new Uint8Array(5_500_000),
    headers: { 'Content-Type': 'application/octet-stream' },
  })
  expect(storedFiles(server)).not.toEqual([])

  now += 2 * 86_400_000
  await expect.poll(async () => (await rowsOf(server, 'select 1 from sessions')).length).toBe(1)
  now += 7 * 86_400_000
  const left = async () => ({
    sessions: await rowsOf(server, 'select id from sessions'),
    uploads: await rowsOf(server, 'select id from upload_sessions'),
    files: storedFiles(server),
  })
  await expect.poll(left, { timeout: 10_000 }).toEqual({ sessions: [], uploads: [], files: [] })
})
