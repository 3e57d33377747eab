import { type Member, password, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'
import { RawSocket } from '#platform/hub/raw-socket.ts'

const hour = 3_600_000
const day = 24 * hour

/** A server of its own, whose time the test moves. */
async function open() {
  let now = Date.now()
  const server = await openTestServer({}, { clock: () => now })
  const ws = await TestWorkspace.open(server.address)
  return {
    ws,
    server,
    now: () => now,
    pass: (ms: number) => {
      now += ms
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

function configure(ws: TestWorkspace, patch: Record<string, Record<string, unknown>>) {
  return ws.admin.client.patchConfig(patch as never)
}

async function statusOf(member: Member, token: string): Promise<number> {
  const headers = { Authorization: `Bearer ${token}` }
  return (await fetch(`${member.url}/api/v4/users/me`, { headers })).status
}

async function logIn(member: Member, rest: Record<string, string> = {}, userAgent = 'test') {
  const answer = await fetch(`${member.url}/api/v4/users/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'User-Agent': userAgent },
    body: JSON.stringify({ login_id: member.username, password, ...rest }),
  })
  const body = (await answer.json()) as { id: string }
  return { status: answer.status, id: body.id, token: answer.headers.get('token') ?? '' }
}

async function expiryOf(member: Member): Promise<number> {
  const [session] = await member.client.getSessions(member.id)
  return session?.expires_at ?? 0
}

describe('the length of sessions', () => {
  test('an open socket ends with its session, which only typing extends', async () => {
    await using at = await open()
    const { ws, pass } = at
    const { townSquare, alice, bob } = await ws.trio()
    using idle = RawSocket.to(alice)
    using busy = RawSocket.to(bob)
    await Promise.all([idle, busy].map((socket) => socket.until(({ event }) => event === 'hello')))
    pass(700 * hour)
    idle.send(1, 'ping')
    expect(await idle.until((frame) => frame.seq_reply === 1)).toMatchObject({ status: 'OK' })
    busy.send(1, 'user_typing', { channel_id: townSquare.id, parent_id: '' })
    expect(await busy.until((frame) => frame.seq_reply === 1)).toMatchObject({ status: 'OK' })
    pass(21 * hour)
    idle.send(2, 'ping')
    expect(await idle.until((frame) => frame.seq_reply === 2)).toMatchObject({
      status: 'FAIL',
      error: { id: 'api.web_socket_router.not_authenticated.app_error' },
    })
    await idle.closed
    busy.send(2, 'ping')
    expect(await busy.until((frame) => frame.seq_reply === 2)).toMatchObject({ status: 'OK' })
  })

  test('MC-AUTH-05 ZT-SE-01 activity extends them once a hundredth has gone by', async () => {
    await using at = await open()
    const { ws, pass, now } = at
    const alice = await ws.member('alice')
    const first = await expiryOf(alice)
    expect(first).toBe(now() + 720 * hour)
    pass(7 * hour)
    await alice.client.getMe()
    expect(await expiryOf(alice)).toBe(first)
    pass(hour)
    await alice.client.getMe()
    expect(await expiryOf(alice)).toBe(first + 8 * hour)
    pass(720 * hour - 1)
    expect((await alice.client.getMe()).id).toBe(alice.id)
    pass(720 * hour)
    expect(await refusal(alice.client.getMe())).toMatchObject({ status: 401 })
  })

  test('MC-AUTH-05 the cookies of an extended session live as long as it', async () => {
    await using at = await open()
    const { ws, pass } = at
    const login = await fetch(`${ws.url}/api/v4/users/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'XMLHttpRequest' },
      body: JSON.stringify({ login_id: ws.admin.username, password }),
    })
    const Cookie = login.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const me = () => fetch(`${ws.url}/api/v4/users/me`, { headers: { Cookie } })
    expect((await me()).headers.getSetCookie()).toEqual([])
    pass(8 * hour)
    const cookies = (await me()).headers.getSetCookie()
    expect(cookies.map((line) => line.split('=')[0])).toEqual(['MMAUTHTOKEN', 'MMUSERID', 'MMCSRF'])
    expect(cookies.every((line) => line.includes('Max-Age=2592000'))).toBe(true)
  })

  test('ZT-SE-01 without extension they end on time; idleness ends those of browsers', async () => {
    await using at = await open()
    const { ws, pass } = at
    await configure(ws, {
      ServiceSettings: {
        ExtendSessionLengthWithActivity: false,
        SessionIdleTimeoutInMinutes: 60,
        SessionLengthMobileInHours: 1440,
      },
    })
    const alice = await ws.member('alice')
    const phone = await logIn(alice, { device_id: 'apple:phone' })
    const tablet = await logIn(alice, {}, 'Mozilla/5.0 (iPad; CPU OS 18_0)')
    pass(59 * 60_000)
    expect((await alice.client.getMe()).id).toBe(alice.id)
    pass(61 * 60_000)
    expect(await refusal(alice.client.getMe())).toMatchObject({ status: 401 })
    for (const { token } of [phone, tablet]) expect(await statusOf(alice, token)).toBe(200)
    pass(31 * day)
    for (const { token } of [phone, tablet]) expect(await statusOf(alice, token)).toBe(200)
    pass(30 * day)
    for (const { token } of [phone, tablet]) expect(await statusOf(alice, token)).toBe(401)
  })
})

describe('PUT /api/v4/users/sessions/device', () => {
  test('MC-AUTH-04 ties the session to the device and ends its others', async ({ ws }) => {
    const alice = await ws.member('alice')
    const { token } = await logIn(alice, { device_id: 'android:one' })
    const path = '/api/v4/users/sessions/device'
    const device = {
      device_id: 'android:one',
      device_notification_disabled: 'true',
      mobile_version: '2.40.1',
      voip_device_id: 'newer clients send more',
    }
    expect((await alice.request('PUT', path, device)).status).toBe(200)
    expect(await statusOf(alice, token)).toBe(401)
    const [session] = await alice.client.getSessions(alice.id)
    expect(session).toMatchObject({
      device_id: 'android:one',
      props: { device_notification_disabled: 'true', mobile_version: '2.40.1', isMobile: 'true' },
    })
    for (const body of [{ mobile_version: 'two' }, { device_notification_disabled: 'maybe' }]) {
      const { status, body: answer } = await alice.request('PUT', path, body)
      expect(status).toBe(400)
      expect(answer).toMatchObject({ id: 'api.context.invalid_body_param.app_error' })
    }
  })
})

describe('failed logins', () => {
  test('MC-AUTH-01 ZT-LG-01 wrong pairs are answered by what one can log in with', async ({
    ws,
  }) => {
    const { alice } = await ws.trio()
    const answers = [
      [true, true, 'api.user.login.invalid_credentials_email_username'],
      [true, false, 'api.user.login.invalid_credentials_username'],
      [false, true, 'api.user.login.invalid_credentials_email'],
      [false, false, 'api.user.login.invalid_credentials_sso'],
    ] as const
    try {
      for (const [EnableSignInWithUsername, EnableSignInWithEmail, id] of answers) {
        await configure(ws, { EmailSettings: { EnableSignInWithUsername, EnableSignInWithEmail } })
        const wrong = await logIn(alice, { login_id: 'nobody-at-all' })
        expect(wrong).toMatchObject({ status: 401, id })
        const byName = await logIn(alice)
        expect(byName.status).toBe(EnableSignInWithUsername ? 200 : 401)
        const byEmail = await logIn(alice, { login_id: `${alice.username}@EXAMPLE.org` })
        expect(byEmail.status).toBe(EnableSignInWithEmail ? 200 : 401)
        expect((await logIn(alice, { id: alice.id })).status).toBe(200)
      }
    } finally {
      await configure(ws, {
        EmailSettings: { EnableSignInWithUsername: true, EnableSignInWithEmail: true },
      })
    }
  })

  test('ZT-PW-05 many at once count no further than the limit, until they are reset', async ({
    ws,
  }) => {
    const { alice, bob } = await ws.trio()
    const guesses = Array.from({ length: 30 }, () => logIn(alice, { password: 'a wrong guess' }))
    await Promise.all(guesses)
    expect((await ws.admin.client.getUser(alice.id)).failed_attempts).toBe(10)
    const locked = 'api.user.check_user_login_attempts.too_many.app_error'
    expect(await logIn(alice)).toMatchObject({ status: 401, id: locked })
    expect(await refusal(bob.client.resetFailedAttempts(alice.id))).toEqual({
      status: 403,
      id: 'api.user.reset_password_failed_attempts.permissions.app_error',
    })
    await ws.admin.client.resetFailedAttempts(alice.id)
    expect((await logIn(alice)).status).toBe(200)
  })

  test('an address that has to be verified keeps its owner out', async ({ ws }) => {
    const { alice } = await ws.trio()
    await configure(ws, { EmailSettings: { RequireEmailVerification: true } })
    try {
      const id = 'api.user.login.not_verified.app_error'
      expect(await logIn(alice)).toMatchObject({ status: 401, id })
      expect(await logIn(alice, { password: 'wrong' })).toMatchObject({
        id: 'api.user.login.invalid_credentials_email_username',
      })
    } finally {
      await configure(ws, { EmailSettings: { RequireEmailVerification: false } })
    }
  })
})

describe('POST /api/v4/users/sessions/revoke/all', () => {
  test('ZT-SE-02 ends the sessions of everybody', async () => {
    await using at = await open()
    const { ws } = at
    const alice = await ws.member('alice')
    expect(await refusal(alice.client.revokeSessionsForAllUsers())).toMatchObject({ status: 403 })
    await ws.admin.client.revokeSessionsForAllUsers()
    for (const member of [alice, ws.admin]) {
      expect(await refusal(member.client.getMe())).toMatchObject({ status: 401 })
      expect((await logIn(member)).status).toBe(200)
    }
  })
})

describe('a token in the address', () => {
  test('ZT-SE-04 is for programs that act for somebody alone', async ({ ws }) => {
    const { alice } = await ws.trio()
    const answer = await fetch(`${ws.url}/api/v4/users/me?access_token=${alice.token}`)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ id: 'api.context.token_provided.app_error' })
  })
})
