import { hasMailServer } from '@redoubt/testkit/mail-server.ts'
import { openMailedServer } from '@redoubt/testkit/mailed-server.ts'
import { type Member, password, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { generateSync } from 'otplib'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { stepOf } from './codes.ts'

const minute = 60_000
const badCode = { status: 401, id: 'api.user.check_user_mfa.bad_code.app_error' }
const noCode = { status: 401, id: 'mfa.validate_token.authenticate.app_error' }
const mustSetUp = { status: 403, id: 'api.context.mfa_required.app_error' }

/** A server of its own, whose time the test moves, with second factors switched on. */
async function open() {
  let now = Date.now()
  const server = await openTestServer({}, { clock: () => now })
  const ws = await TestWorkspace.open(server.address)
  await configure(ws, { EnableMultifactorAuthentication: true })
  const code = (secret: string, offset = 0) =>
    generateSync({ secret, epoch: Math.floor((now + offset) / 1000) })
  return {
    ws,
    server,
    code,
    pass: (ms: number) => {
      now += ms
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

function configure(ws: TestWorkspace, ServiceSettings: Record<string, unknown>) {
  return ws.admin.client.patchConfig({ ServiceSettings } as never)
}

/** Logs in beside the member's own session, which stays. */
async function logIn(member: Member, token?: string) {
  const body = { login_id: member.username, password, ...(token !== undefined && { token }) }
  const answer = await member.request('POST', '/api/v4/users/login', body)
  return { status: answer.status, id: (answer.body as { id: string }).id }
}

async function secretOf(member: Member): Promise<string> {
  return (await member.client.generateMfaSecret(member.id)).secret
}

describe('the second factor', () => {
  test('MC-AUTH-06 ZT-MF-01 is asked for after the password, and a code counts once', async () => {
    await using at = await open()
    const { ws, code, pass } = at
    const alice = await ws.member('alice')
    const { secret, qr_code } = await alice.client.generateMfaSecret(alice.id)
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(Buffer.from(qr_code, 'base64').subarray(1, 4).toString()).toBe('PNG')
    // Nothing changes until its owner has proved to have it.
    expect((await logIn(alice)).status).toBe(200)
    const wrong = alice.client.updateUserMfa(alice.id, true, '000000')
    expect(await refusal(wrong)).toEqual({ status: 401, id: 'mfa.activate.bad_token.app_error' })
    await alice.client.updateUserMfa(alice.id, true, code(secret))
    expect((await alice.client.getMe()).mfa_active).toBe(true)

    expect(await logIn(alice)).toEqual(noCode)
    expect(await logIn(alice, 'abc')).toEqual(noCode)
    // The code that switched it on was used.
    expect(await logIn(alice, code(secret))).toEqual(badCode)
    pass(minute)
    expect(await logIn(alice, code(secret, -2 * minute))).toEqual(badCode)
    expect(await logIn(alice, code(secret, 2 * minute))).toEqual(badCode)
    expect((await logIn(alice, code(secret))).status).toBe(200)
    expect(await logIn(alice, code(secret))).toEqual(badCode)
    expect((await logIn(alice, code(secret, 30_000))).status).toBe(200)
    pass(2 * minute)
    const both = await Promise.all([logIn(alice, code(secret)), logIn(alice, code(secret))])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
  })

  test('ZT-PW-06 a wrong code is an attempt, a missing one is none', async () => {
    await using at = await open()
    const { ws, code, pass } = at
    await configure(ws, { MaximumLoginAttempts: 3 })
    const alice = await ws.member('alice')
    const secret = await secretOf(alice)
    await alice.client.updateUserMfa(alice.id, true, code(secret))
    pass(minute)
    for (let times = 0; times < 4; times++) expect(await logIn(alice)).toEqual(noCode)
    for (let times = 0; times < 3; times++) {
      expect(await logIn(alice, code(secret, 9 * minute))).toEqual(badCode)
    }
    const locked = { status: 401, id: 'api.user.check_user_login_attempts.too_many.app_error' }
    expect(await logIn(alice, code(secret))).toEqual(locked)
    await ws.admin.client.resetFailedAttempts(alice.id)
    expect((await logIn(alice, code(secret))).status).toBe(200)
  })

  test('ZT-MF-04 ZT-MF-05 a new secret replaces none in use; administrators can reset', async () => {
    await using at = await open()
    const { ws, code, pass } = at
    const alice = await ws.member('alice')
    const first = await secretOf(alice)
    await alice.client.updateUserMfa(alice.id, true, code(first))
    const second = await secretOf(alice)
    pass(minute)
    expect(await logIn(alice, code(second))).toEqual(badCode)
    expect((await logIn(alice, code(first))).status).toBe(200)

    const eve = await ws.member('eve')
    expect(await refusal(eve.client.updateUserMfa(alice.id, false, ''))).toMatchObject({
      status: 403,
    })
    expect(await refusal(eve.client.generateMfaSecret(alice.id))).toMatchObject({ status: 403 })
    await ws.admin.client.updateUserMfa(alice.id, false, '')
    expect((await logIn(alice)).status).toBe(200)
    const told = JSON.stringify(await ws.admin.client.getUser(alice.id))
    expect(told).not.toContain('mfa_secret')
    expect(told).not.toContain(first)
  })

  test('ZT-MF-02 where it is demanded, nothing else works without it', async () => {
    await using at = await open()
    const { ws, server, code, pass } = at
    const alice = await ws.member('alice')
    const adminSecret = await secretOf(ws.admin)
    await configure(ws, { EnforceMultifactorAuthentication: true })
    // Whoever demanded it needs it, too.
    expect(await refusal(ws.admin.client.getTeams())).toEqual(mustSetUp)
    expect(await refusal(ws.admin.client.updateUserMfa(alice.id, false, ''))).toEqual(mustSetUp)
    await ws.admin.client.updateUserMfa(ws.admin.id, true, code(adminSecret))
    expect(Array.isArray(await ws.admin.client.getTeams())).toBe(true)

    // A refusal for its lack alone: of another session-bound route each, by its method.
    const bound = server.routes.filter(
      ({ method, url }) => method === 'GET' && url.startsWith('/api/v4/users/:user_id/'),
    )
    expect(bound.length).toBeGreaterThan(5)
    for (const { url } of bound) {
      const path = url.replace(':user_id', 'me').replace(/:\w+/g, 'x'.repeat(26))
      const answer = await alice.request('GET', path)
      if (answer.status !== 501) expect(answer, path).toMatchObject({ body: { id: mustSetUp.id } })
    }
    expect((await alice.client.getMe()).id).toBe(alice.id)
    expect(await refusal(alice.client.getUser(ws.admin.id))).toEqual(mustSetUp)
    expect(await isWelcome(ws.url, alice.token)).toBe(false)
    // Nor does it let a program in, which would need none.
    const callback = 'https://app.example.org/callback'
    const input = { name: 'App', callback_urls: [callback], homepage: callback, is_trusted: true }
    const app = await ws.admin.client.createOAuthApp(input as never)
    const query = { response_type: 'code', client_id: app.id, redirect_uri: callback }
    const authorize = () =>
      fetch(`${ws.url}/oauth/authorize?${new URLSearchParams(query)}`, {
        headers: { Authorization: `Bearer ${alice.token}` },
        redirect: 'manual',
      })
    expect((await authorize()).headers.get('location')).toMatch(/^\/login/)
    expect((await alice.client.getClientConfig()).EnforceMultifactorAuthentication).toBe('true')

    const secret = await secretOf(alice)
    pass(minute)
    await alice.client.updateUserMfa(alice.id, true, code(secret))
    expect((await alice.client.getUser(ws.admin.id)).id).toBe(ws.admin.id)
    expect(await isWelcome(ws.url, alice.token)).toBe(true)
    expect((await authorize()).headers.get('location')).toContain(`${callback}?code=`)
    const bob = await ws.member('bob')
    await bob.client.logout()
    expect(await refusal(bob.client.getMe())).toMatchObject({ status: 401 })
  })

  test('can be asked about, by oneself and who may edit others', async () => {
    await using at = await open()
    const { ws, code } = at
    const [alice, bob] = [await ws.member('alice'), await ws.member('bob')]
    await alice.client.updateUserMfa(alice.id, true, code(await secretOf(alice)))
    const ask = async (member: Member) => member.client.checkUserMfa(alice.username)
    expect(await ask(alice)).toEqual({ mfa_required: true })
    expect(await ask(ws.admin)).toEqual({ mfa_required: true })
    expect(await ask(bob)).toEqual({ mfa_required: false })
    await configure(ws, { EnableMultifactorAuthentication: false })
    expect(await ask(alice)).toEqual({ mfa_required: false })
    expect((await logIn(alice)).status).toBe(200)
    expect(await refusal(alice.client.generateMfaSecret(alice.id))).toEqual({
      status: 501,
      id: 'mfa.mfa_disabled.app_error',
    })
  })

  test('makes the codes of RFC 6238', () => {
    // The RFC's secret for SHA-1, its times, and the last six of its eight digits.
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    for (const [seconds, code] of [
      [59, '287082'],
      [1111111109, '081804'],
      [1111111111, '050471'],
      [1234567890, '005924'],
      [2000000000, '279037'],
    ] as const) {
      expect(stepOf(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30))
    }
    expect(stepOf(secret, '287082', 200_000)).toBeUndefined()
  })
})

/** Whether a socket with this token gets its hello. */
async function isWelcome(url: string, token: string): Promise<boolean> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v4/websocket`)
  await new Promise((resolve) => socket.once('open', resolve))
  const action = { seq: 1, action: 'authentication_challenge', data: { token } }
  socket.send(JSON.stringify(action))
  const isHeard = await new Promise<boolean>((resolve) => {
    socket.once('message', () => resolve(true))
    socket.once('close', () => resolve(false))
  })
  socket.close()
  return isHeard
}

test.skipIf(!hasMailServer())('whose second factor goes on or off is told by mail', async () => {
  await using mailed = await openMailedServer()
  const { ws, post } = mailed
  await configure(ws, { EnableMultifactorAuthentication: true })
  const alice = await ws.member('alice')
  const address = `${alice.username}@example.org`
  const secret = await secretOf(alice)
  await alice.client.updateUserMfa(alice.id, true, generateSync({ secret }))
  expect((await post.until(address, 'multi-factor')).text).toContain('a code is asked for')
  await ws.admin.client.updateUserMfa(alice.id, false, '')
  await expect
    .poll(() => post.inbox().map(({ receiver, text }) => receiver === address && text))
    .toContainEqual(expect.stringContaining('your password alone'))
})
