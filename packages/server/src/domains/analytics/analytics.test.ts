import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { postWith, uploadOne } from '@redoubt/testkit/uploads.ts'
import type { AnalyticsRow } from '@redoubt/wire/system.ts'
import { expect, test } from 'vitest'

test('administrators are told real numbers, of the workspace and of a team', async () => {
  await using server = await openTestServer()
  const ws = await TestWorkspace.open(server.address)
  const { team, townSquare, alice } = await ws.trio()
  const other = await ws.team()
  using _socket = await alice.socket()
  await alice.post(townSquare.id, 'a #hashtag')
  await ws.admin.post(townSquare.id, 'plain')
  await ws.admin.post(other.townSquare.id, 'elsewhere')
  const file = await uploadOne(alice, townSquare.id, 'a.txt', 'twelve bytes')
  await postWith(alice, townSquare.id, [file.id])
  await ws.admin.client.updateUserActive((await ws.member('gone')).id, false)

  const rows = async (name: string, teamId = '') => {
    const path = `/api/v4/analytics/old?name=${name}&team_id=${teamId}`
    const { body } = await ws.admin.request('GET', path)
    return Object.fromEntries((body as AnalyticsRow[]).map((row) => [row.name, row.value]))
  }
  expect(await rows('standard')).toEqual({
    channel_open_count: 4,
    channel_private_count: 0,
    post_count: 4,
    unique_user_count: 4,
    inactive_user_count: 1,
    team_count: 2,
    total_file_count: 1,
    total_file_size: 12,
    total_websocket_connections: 1,
    total_master_db_connections: 1,
    total_read_db_connections: 0,
    daily_active_users: 4,
    monthly_active_users: 4,
  })
  expect(await rows('standard', team.id)).toMatchObject({
    channel_open_count: 2,
    post_count: 3,
    unique_user_count: 3,
    inactive_user_count: 0,
  })
  expect(await rows('extra_counts', team.id)).toMatchObject({
    file_post_count: 1,
    hashtag_post_count: 1,
    incoming_webhook_count: 0,
    command_count: 0,
  })
  const [day] = await ws.admin.client.getAnalytics('user_counts_with_posts_day', team.id)
  expect(day).toEqual({ name: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), value: 2 })
  expect(Object.values(await rows('post_counts_day', other.team.id))[0]).toBeGreaterThan(0)
  expect(await rows('bot_post_counts_day')).toEqual({})
  for (const query of ['name=odd', 'name=standard&team_id=x']) {
    const answer = await ws.admin.request('GET', `/api/v4/analytics/old?${query}`)
    expect([query, answer.status]).toEqual([query, 400])
  }

  expect(await alice.client.getFilesUsage()).toEqual({ bytes: 12 })
  expect(await alice.client.getTeamsUsage()).toEqual({ active: 2, cloud_archived: 0 })
  expect((await alice.client.getServerLimits()).data).toMatchObject({ activeUserCount: 0 })
  expect((await ws.admin.client.getServerLimits()).data).toMatchObject({ activeUserCount: 4 })
})
