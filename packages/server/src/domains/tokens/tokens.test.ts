import { hasMailServer } from '@redoubt/testkit/mail-server.ts'
import { openMailedServer } from '@redoubt/testkit/mailed-server.ts'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestSocket } from '@redoubt/testkit/test-socket.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

const denied = { status: 403, id: 'api.context.permissions.app_error' }
const notThere = { status: 404, id: 'app.user_access_token.get_by_user.app_error' }

function allowTokens(ws: TestWorkspace, isAllowed = true) {
  const ServiceSettings = { EnableUserAccessTokens: isAllowed }
  return ws.admin.client.patchConfig({ ServiceSettings } as never)
}

/** Somebody who may have tokens. */
async function holder(ws: TestWorkspace): Promise<Member> {
  const member = await ws.member('holder')
  await ws.admin.client.updateUserRoles(member.id, 'system_user system_user_access_token')
  return member
}

async function statusOf(url: string, token: string): Promise<number> {
  const headers = { Authorization: `Bearer ${token}` }
  return (await fetch(`${url}/api/v4/users/me`, { headers })).status
}

describe('personal access tokens', () => {
  test('MC-INT-02 ZT-PA-01 open requests and sockets until they are disabled or revoked', async ({
    ws,
  }) => {
    await allowTokens(ws)
    const alice = await holder(ws)
    const { client } = alice
    const made = await client.createUserAccessToken(alice.id, 'my script')
    expect(made).toMatchObject({ user_id: alice.id, description: 'my script', is_active: true })
    const { id, token = '' } = made
    expect(token).toMatch(/^[a-z0-9]{26}$/)
    expect(await statusOf(ws.url, token)).toBe(200)

    using hears = await TestSocket.open(ws.url, token)
    await client.disableUserAccessToken(id)
    expect(await statusOf(ws.url, token)).toBe(401)
    expect((await client.getUserAccessToken(id)).is_active).toBe(false)
    const { team } = await ws.team()
    await ws.admin.client.addToTeam(team.id, alice.id)
    expect(hears.names).not.toContain('added_to_team')

    await client.enableUserAccessToken(id)
    expect(await statusOf(ws.url, token)).toBe(200)
    await client.revokeUserAccessToken(id)
    expect(await statusOf(ws.url, token)).toBe(401)
    expect(await refusal(client.getUserAccessToken(id))).toEqual(notThere)
  })

  test('MC-INT-06 are told once, and never again', async ({ ws, server }) => {
    await allowTokens(ws)
    const alice = await holder(ws)
    const { id, token = '' } = await alice.client.createUserAccessToken(alice.id, 'quiet')
    const reads = await Promise.all([
      alice.client.getUserAccessToken(id),
      alice.client.getUserAccessTokensForUser(alice.id),
      ws.admin.client.getUserAccessTokens(0, 200),
      ws.admin.request('POST', '/api/v4/users/tokens/search', { term: alice.username }),
    ])
    for (const read of reads) {
      expect(JSON.stringify(read)).toContain(id)
      expect(JSON.stringify(read)).not.toContain(token)
    }
    const workspace = await server.registry.ensureDefault()
    expect(JSON.stringify(await workspace.sessions.list(own(alice), alice.id))).not.toContain(token)
  })

  test('ZT-PA-03 are for those whose role says so, and for accounts that they may edit', async ({
    ws,
  }) => {
    await allowTokens(ws)
    const [alice, bob] = [await holder(ws), await holder(ws)]
    const eve = await ws.member('eve')
    const { id } = await alice.client.createUserAccessToken(alice.id, 'mine')
    expect(await refusal(eve.client.createUserAccessToken(eve.id, 'no'))).toEqual(denied)
    expect(await refusal(bob.client.createUserAccessToken(alice.id, 'no'))).toEqual(denied)
    expect(await refusal(bob.client.getUserAccessTokensForUser(alice.id))).toEqual(denied)
    // Somebody else's and none at all are answered alike.
    for (const wanted of [id, 'b'.repeat(26)]) {
      expect(await refusal(bob.client.getUserAccessToken(wanted))).toEqual(notThere)
      expect(await refusal(bob.client.revokeUserAccessToken(wanted))).toEqual(notThere)
      expect(await refusal(bob.client.enableUserAccessToken(wanted))).toEqual(notThere)
    }
    expect(await refusal(bob.client.getUserAccessTokens())).toEqual(denied)
    expect((await ws.admin.client.createUserAccessToken(alice.id, 'for her')).user_id).toBe(
      alice.id,
    )
    expect(await refusal(alice.client.createUserAccessToken(ws.admin.id, 'no'))).toEqual(denied)
    for (const description of ['', 'x'.repeat(256)]) {
      expect(await refusal(alice.client.createUserAccessToken(alice.id, description))).toEqual({
        status: 400,
        id: 'model.user_access_token.is_valid.description.app_error',
      })
    }
  })

  test('work only while the workspace allows them; those of bots always do', async ({ ws }) => {
    await allowTokens(ws)
    const alice = await holder(ws)
    const { token = '' } = await alice.client.createUserAccessToken(alice.id, 'mine')
    const ServiceSettings = { EnableBotAccountCreation: true }
    await ws.admin.client.patchConfig({ ServiceSettings } as never)
    const bot = await ws.admin.client.createBot({ username: `bot-${alice.username}` } as never)
    const { token: botToken = '' } = await ws.admin.client.createUserAccessToken(bot.user_id, 'x')
    expect(await statusOf(ws.url, token)).toBe(200)
    await allowTokens(ws, false)
    expect(await statusOf(ws.url, token)).toBe(401)
    expect(await statusOf(ws.url, botToken)).toBe(200)
    expect(await refusal(alice.client.createUserAccessToken(alice.id, 'no'))).toEqual({
      status: 501,
      id: 'app.user_access_token.disabled',
    })
    await allowTokens(ws)
    expect(await statusOf(ws.url, token)).toBe(200)
  })

  test('ZT-PA-04 are dead while their owner is deactivated', async ({ ws }) => {
    await allowTokens(ws)
    const alice = await holder(ws)
    const { token = '' } = await alice.client.createUserAccessToken(alice.id, 'mine')
    expect(await statusOf(ws.url, token)).toBe(200)
    await ws.admin.client.updateUserActive(alice.id, false)
    expect(await statusOf(ws.url, token)).toBe(401)
    await ws.admin.client.updateUserActive(alice.id, true)
    expect(await statusOf(ws.url, token)).toBe(200)
  })

  test('ZT-PA-05 end when they said, and outlive sessions otherwise', async () => {
    let now = Date.now()
    await using server = await openTestServer({}, { clock: () => now })
    const ws = await TestWorkspace.open(server.address)
    await allowTokens(ws)
    const { client, id } = ws.admin
    const past = client.createUserAccessToken(id, 'past', now - 1)
    expect(await refusal(past)).toMatchObject({ status: 400 })
    const short = await client.createUserAccessToken(id, 'short', now + 60_000)
    const long = await client.createUserAccessToken(id, 'long')
    expect(short.expires_at).toBe(now + 60_000)
    expect(await statusOf(ws.url, short.token ?? '')).toBe(200)
    now += 61_000
    expect(await statusOf(ws.url, short.token ?? '')).toBe(401)
    now += 5 * 365 * 86_400_000
    expect(await statusOf(ws.url, long.token ?? '')).toBe(200)
    expect(await statusOf(ws.url, ws.admin.token)).toBe(401)
  })
})

function own(member: Member) {
  return {
    userId: member.id,
    sessionId: '',
    roles: ['system_user'],
    isOAuth: false,
    isLocal: false,
    connectionId: '',
  }
}

test.skipIf(!hasMailServer())('whose account gets a token is told by mail', async () => {
  await using mailed = await openMailedServer()
  const { ws, post } = mailed
  await allowTokens(ws)
  const alice = await holder(ws)
  await alice.client.createUserAccessToken(alice.id, 'my script')
  const letter = await post.until(`${alice.username}@example.org`, 'access token was added')
  expect(letter.text).toContain('can act as you')
})
