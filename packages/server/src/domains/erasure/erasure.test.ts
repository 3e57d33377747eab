import { localRequest } from '@redoubt/testkit/local-client.ts'
import { refusal } from '@redoubt/testkit/member.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
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

/** Tables in which something of the person is left. */
async function remains(
  server: Awaited<ReturnType<typeof openTestServer>>,
  userId: string,
): Promise<string[]> {
  const workspace = await server.registry.ensureDefault()
  return workspace.transact(async ({ db }) => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
      where table_schema = current_schema() and column_name = 'user_id'
        and table_name not in ('audits', 'configurations')`.execute(db)
    const left: string[] = []
    for (const { name } of rows) {
      const found = await sql`select from ${sql.id(name)} where user_id = ${userId}`.execute(db)
      if (found.rows.length > 0) left.push(name)
    }
    return left
  })
}
