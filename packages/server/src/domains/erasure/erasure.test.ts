import { localRequest } from '@redoubt/testkit/local-client.ts'
import { refusal } from '@redoubt/testkit/member.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { storedFiles, uploadOne } from '@redoubt/testkit/uploads.ts'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'

describe('people deleted for good', () => {
  test('leave neither account nor words, and others keep theirs', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const { townSquare, alice, bob } = await ws.trio()
    const mine = await alice.post(townSquare.id, 'mine')
    const kept = await bob.post(townSquare.id, 'kept')
    await alice.post(townSquare.id, 'my answer', { root_id: kept.id })
    await alice.client.addReaction(alice.id, kept.id, 'tada')
    await alice.client.savePreferences(alice.id, [
      { user_id: alice.id, category: 'theme', name: '', value: '{}' },
    ])
    const path = `/api/v4/users/${alice.id}?permanent=true`
    expect((await ws.admin.request('DELETE', path)).body).toMatchObject({
      id: 'api.user.delete_user.not_enabled.for_admin.app_error',
      status_code: 401,
    })
    expect((await bob.request('DELETE', path)).status).toBe(403)
    const workspace = await server.registry.ensureDefault()
    await workspace.config.save({ 'ServiceSettings.EnableAPIUserDeletion': true }, '')
    expect((await ws.admin.request('DELETE', path)).status).toBe(200)

    expect(await refusal(alice.client.getMe())).toMatchObject({ status: 401 })
    expect(await refusal(ws.admin.client.getUser(alice.id))).toMatchObject({ status: 404 })
    expect(await refusal(bob.client.getPost(mine.id))).toMatchObject({ status: 404 })
    const thread = await bob.client.getPostThread(kept.id)
    expect(Object.values(thread.posts).map(({ message }) => message)).toEqual(['kept'])
    expect(thread.posts[kept.id]?.reply_count).toBe(0)
    expect(await bob.client.getReactionsForPost(kept.id).catch(() => [])).toEqual([])
    expect(await remains(server, alice.id)).toEqual([])
    // The name is free again.
    const again = { username: alice.username, email: `${unique('a')}@example.org` }
    await ws.admin.client.createUser(
      { ...again, password: 'correct-horse-battery' } as never,
      '',
      '',
    )
  })

  test('everybody, by the machine’s owner alone: the next account is the first again', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const { townSquare, alice } = await ws.trio()
    await alice.post(townSquare.id, 'gone')
    expect((await ws.admin.request('DELETE', '/api/v4/users')).status).toBe(404)
    const answer = await localRequest(server.controlSocket, 'DELETE', '/api/v4/users')
    expect(answer.status).toBe(200)
    const first = await TestWorkspace.open(server.address)
    expect((await first.admin.client.getMe()).roles).toBe('system_user system_admin')
    expect((await first.admin.client.getTotalUsersStats()).total_users_count).toBe(1)
  })
})

test('channels and teams deleted for good leave nothing, and the others stay', async () => {
  await using server = await openTestServer()
  const ws = await TestWorkspace.open(server.address)
  const { team, townSquare, alice, bob } = await ws.trio()
  const channel = await alice.client.createChannel({
    team_id: team.id,
    name: unique('doomed'),
    display_name: 'Doomed',
    type: 'O',
  } as never)
  const file = await uploadOne(alice, channel.id, 'a.txt', 'secret')
  const root = await alice.post(channel.id, 'gone', { file_ids: [file.id] })
  await alice.post(channel.id, 'an answer', { root_id: root.id })
  await alice.client.addReaction(alice.id, root.id, 'tada')
  await uploadOne(alice, channel.id, 'b.txt', 'never sent')
  await ws.admin.client.createIncomingWebhook({ channel_id: channel.id } as never)
  const kept = await bob.post(townSquare.id, 'kept')
  const path = `/api/v4/channels/${channel.id}?permanent=true`
  const allowed = { 'ServiceSettings.EnableAPIChannelDeletion': true }
  const refused = (answer: { status: number; body: unknown }) => ({
    status: answer.status,
    id: (answer.body as { id: string }).id,
  })
  expect(refused(await alice.request('DELETE', path))).toEqual({
    status: 401,
    id: 'api.user.delete_channel.not_enabled.app_error',
  })
  const workspace = await server.registry.ensureDefault()
  await workspace.config.save({ ...allowed, 'ServiceSettings.EnableAPITeamDeletion': true }, '')
  expect((await alice.request('DELETE', path)).status).toBe(403)
  const unknown = `/api/v4/channels/${alice.id}?permanent=true`
  expect((await ws.admin.request('DELETE', unknown)).status).toBe(404)
  const square = `/api/v4/channels/${townSquare.id}?permanent=true`
  expect(refused(await ws.admin.request('DELETE', square))).toEqual({
    status: 400,
    id: 'api.channel.delete_channel.cannot.app_error',
  })

  expect((await ws.admin.request('DELETE', path)).status).toBe(200)
  expect(await refusal(alice.client.getChannel(channel.id))).toMatchObject({ status: 404 })
  expect(await refusal(alice.client.getPost(root.id))).toMatchObject({ status: 404 })
  await expect.poll(() => remains(server, channel.id, 'channel_id')).toEqual([])
  await expect.poll(() => storedFiles(server)).toEqual([])
  expect((await bob.client.getPost(kept.id)).message).toBe('kept')

  const other = await ws.team()
  expect((await alice.request('DELETE', `/api/v4/teams/${team.id}?permanent=true`)).status).toBe(
    403,
  )
  const teamPath = `/api/v4/teams/${team.id}?permanent=true`
  expect((await ws.admin.request('DELETE', teamPath)).status).toBe(200)
  expect(await refusal(ws.admin.client.getTeam(team.id))).toMatchObject({ status: 404 })
  expect(await refusal(bob.client.getChannel(townSquare.id))).toMatchObject({ status: 404 })
  await expect.poll(() => remains(server, team.id, 'team_id')).toEqual([])
  await expect.poll(() => remains(server, townSquare.id, 'channel_id')).toEqual([])
  expect((await ws.admin.client.getTeam(other.team.id)).delete_at).toBe(0)
})

/** Tables in which something of the person, or of the place, is left. */
async function remains(
  server: Awaited<ReturnType<typeof openTestServer>>,
  id: string,
  column = 'user_id',
): Promise<string[]> {
  const workspace = await server.registry.ensureDefault()
  return workspace.transact(async ({ db }) => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
      where table_schema = current_schema() and column_name = ${column}
        and table_name not in ('audits', 'configurations')`.execute(db)
    const left: string[] = []
    for (const { name } of rows) {
      const found = await sql`select from ${sql.id(name)} where ${sql.id(column)} = ${id}`.execute(
        db,
      )
      if (found.rows.length > 0) left.push(name)
    }
    return left
  })
}
