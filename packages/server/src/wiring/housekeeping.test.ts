import { rowsOf } from '@redoubt/testkit/rows.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { call, storedFiles, uploadOne } from '@redoubt/testkit/uploads.ts'
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

test('files that nobody posted go after a week, unless something still means to take them', async () => {
  let now = Date.now()
  await using server = await openTestServer({}, { clock: () => now })
  const ws = await TestWorkspace.open(server.address)
  const { townSquare } = await ws.team()
  const upload = async (name: string) =>
    (await uploadOne(ws.admin, townSquare.id, `${name}.txt`, name)).id
  const [forgotten, drafted, scheduled, posted, bookmarked] = [
    await upload('forgotten'),
    await upload('drafted'),
    await upload('scheduled'),
    await upload('posted'),
    await upload('bookmarked'),
  ]
  const words = { channel_id: townSquare.id, user_id: ws.admin.id, root_id: '', message: 'later' }
  await ws.admin.client.upsertDraft({ ...words, file_ids: [drafted] } as never, '')
  const later = { ...words, file_ids: [scheduled], scheduled_at: now + 30 * 86_400_000 }
  await ws.admin.client.createScheduledPost(later as never, '')
  await ws.admin.post(townSquare.id, 'see below', { file_ids: [posted] })
  const bookmark = { display_name: 'A file', type: 'file', file_id: bookmarked }
  await ws.admin.client.createChannelBookmark(townSquare.id, bookmark as never, '')
  const left = async () =>
    (await rowsOf(server, 'select id from file_infos order by create_at, id')).map(
      (row) => (row as { id: string }).id,
    )
  const before = storedFiles(server).length

  now += 6 * 86_400_000
  await expect.poll(async () => (await rowsOf(server, dueAfter(now))).length).toBeGreaterThan(0)
  expect(await left()).toContain(forgotten)
  now += 2 * 86_400_000
  await expect.poll(left, { timeout: 10_000 }).not.toContain(forgotten)
  expect((await left()).toSorted()).toEqual([drafted, scheduled, posted, bookmarked].toSorted())
  await expect.poll(() => storedFiles(server).length).toBeLessThan(before)
})

/** The clean-up of files, once it waits for its next day. */
function dueAfter(time: number): string {
  return `select 1 from tasks where kind = 'files.cleanup' and run_at > ${time}`
}
