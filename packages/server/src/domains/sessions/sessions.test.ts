import { password, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

const wrong = { status: 401, id: 'api.user.login.invalid_credentials_email_username' }

/** A login as a browser does it, with its cookies as one header. */
async function browserLogin(ws: TestWorkspace, username: string, headers: Record<string, string>) {
  const response = await fetch(`${ws.url}/api/v4/users/login`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ login_id: username, password }),
  })
  const cookies = response.headers.getSetCookie()
  const jar = Object.fromEntries(cookies.map((line) => line.split(';')[0]?.split('=') ?? []))
  return {
    response,
    cookies,
    jar,
    cookieHeader: cookies.map((line) => line.split(';')[0]).join('; '),
  }
}

const json = { 'Content-Type': 'application/json' }
const browser = { ...json, 'X-Requested-With': 'XMLHttpRequest' }

describe('POST /api/v4/users/login', () => {
  test('MC-AUTH-01 answers every wrong pair alike, a blank password apart', async ({ ws }) => {
    const { alice } = await ws.trio()
    expect(await refusal(alice.client.login(alice.username, 'wrong-password'))).toEqual(wrong)
    expect(await refusal(alice.client.login('nobody-at-all', password))).toEqual(wrong)
    expect(await refusal(alice.client.login(alice.username, ''))).toEqual({
      status: 400,
      id: 'api.user.login.blank_pwd.app_error',
    })
  })

  test('MC-AUTH-02 MC-BOOT-04 sets cookies for browsers only', async ({ ws }) => {
    const { alice } = await ws.trio()
    const plain = await browserLogin(ws, alice.username, json)
    expect(plain.cookies).toEqual([])
    expect(plain.response.headers.get('token')).toMatch(/^[a-z0-9]{26}$/)

    const { cookies } = await browserLogin(ws, alice.username, browser)
    const cookie = (name: string) => cookies.find((line) => line.startsWith(`${name}=`))
    expect(cookie('MMAUTHTOKEN')).toContain('HttpOnly')
    expect(cookie('MMUSERID')).toContain(`MMUSERID=${alice.id}`)
    expect(cookie('MMUSERID')).not.toContain('HttpOnly')
    expect(cookie('MMCSRF')).not.toContain('HttpOnly')
  })

  test('cookies reach as far as is configured, and into frames of others that are secure', async () => {
    await using server = await openTestServer({
      MM_SERVICESETTINGS_SITEURL: 'https://chat.example.org',
      MM_SERVICESETTINGS_ALLOWCOOKIESFORSUBDOMAINS: 'true',
    })
    const ws = await TestWorkspace.open(server.address)
    const secure = { 'X-Forwarded-Proto': 'https' }
    const logIn = async (headers: Record<string, string>) =>
      (await browserLogin(ws, ws.admin.username, { ...browser, ...headers })).cookies
    for (const line of await logIn(secure)) {
      expect(line).toMatch(/Domain=chat\.example\.org.*Secure.*SameSite=Lax/)
    }
    for (const line of await logIn({ ...secure, Cookie: 'MMEMBED=1' })) {
      expect(line).toContain('SameSite=None')
    }
    for (const line of await logIn({ Cookie: 'MMEMBED=1' })) expect(line).toContain('SameSite=Lax')
  })

  test('MC-AUTH-03 ten wrong passwords lock the account', async ({ ws }) => {
    const { alice } = await ws.trio()
    for (let attempt = 0; attempt < 10; attempt++) {
      expect(await refusal(alice.client.login(alice.username, 'wrong-password'))).toEqual(wrong)
    }
    expect(await refusal(alice.client.login(alice.username, password))).toEqual({
      status: 401,
      id: 'api.user.check_user_login_attempts.too_many.app_error',
    })
  })

  test('MC-AUTH-04 a device has one session', async ({ ws }) => {
    const { alice } = await ws.trio()
    const login = { login_id: alice.username, password, device_id: 'apple:device' }
    const tokens: string[] = []
    for (let count = 0; count < 2; count++) {
      const { headers } = await alice.request('POST', '/api/v4/users/login', login)
      tokens.push(headers.get('token') ?? '')
    }
    const statuses = tokens.map(async (token) => {
      const headers = { Authorization: `Bearer ${token}` }
      return (await fetch(`${ws.url}/api/v4/users/me`, { headers })).status
    })
    expect(await Promise.all(statuses)).toEqual([401, 200])
    const sessions = await alice.client.getSessions(alice.id)
    expect(sessions.filter((session) => session.device_id === 'apple:device')).toHaveLength(1)
    expect(sessions.every((session) => session.token === '')).toBe(true)
  })
})

describe('requests', () => {
  test('MC-HTTP-01 MC-HTTP-02 a cookie beats the header, whose scheme has any case', async ({
    ws,
  }) => {
    const { alice, bob } = await ws.trio()
    const me = async (headers: Record<string, string>) =>
      (await (await fetch(`${ws.url}/api/v4/users/me`, { headers })).json()).id
    expect(await me({ Authorization: `bEaReR ${alice.token}` })).toBe(alice.id)
    expect(await me({ Authorization: `TOKEN ${alice.token}` })).toBe(alice.id)
    const { cookieHeader } = await browserLogin(ws, bob.username, browser)
    expect(await me({ Cookie: cookieHeader, Authorization: `Bearer ${alice.token}` })).toBe(bob.id)
  })

  test('MC-HTTP-03 MC-HTTP-04 writes by cookie need the CSRF token or our header', async ({
    ws,
  }) => {
    const { alice } = await ws.trio()
    const { cookieHeader, jar } = await browserLogin(ws, alice.username, browser)
    const patch = (headers: Record<string, string>) =>
      fetch(`${ws.url}/api/v4/users/me/patch`, {
        method: 'PUT',
        headers: { ...json, Cookie: cookieHeader, ...headers },
        body: '{}',
      })
    const forged = await patch({ 'X-CSRF-Token': 'guess' })
    expect(forged.status).toBe(401)
    expect((await forged.json()).id).toBe('api.context.session_expired.app_error')
    expect(forged.headers.getSetCookie().join()).toContain('MMAUTHTOKEN=;')
    expect((await patch({ 'X-CSRF-Token': String(jar.MMCSRF) })).status).toBe(200)
    expect((await patch({ 'X-Requested-With': 'XMLHttpRequest' })).status).toBe(200)
    const headers = { Cookie: cookieHeader }
    const read = await fetch(`${ws.url}/api/v4/users/me`, { method: 'HEAD', headers })
    expect([read.status, read.headers.getSetCookie()]).toEqual([200, []])
  })

  test('MC-HTTP-05 MC-HTTP-06 the type is byte-exact and nothing forbids the version', async ({
    ws,
  }) => {
    const { headers } = await ws.admin.request('GET', '/api/v4/users/me')
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('cache-control')).toBeNull()
    expect(headers.get('x-version-id')).toMatch(/^11\.6\.0\.11\.6\.0\.[0-9a-f]{64}\.true$/)
    expect(headers.get('x-request-id')).toMatch(/^[a-z0-9]{26}$/)
    expect(headers.get('token')).toBeNull()
  })
})

describe('sessions', () => {
  test('are listed and ended one by one, all together and by logging out', async ({ ws }) => {
    const { alice, bob } = await ws.trio()
    const { client } = alice
    const [own] = await client.getSessions('me')
    expect(own).toMatchObject({ roles: 'system_user', token: '', team_members: [], local: false })
    expect(await refusal(bob.client.getSessions(alice.id))).toMatchObject({ status: 403 })
    expect(await refusal(bob.client.revokeSession(alice.id, own?.id ?? ''))).toMatchObject({
      status: 403,
    })

    using hears = await alice.socket()
    await client.revokeSession(alice.id, own?.id ?? '')
    expect(await refusal(client.getMe())).toMatchObject({ status: 401 })
    expect(hears.names).not.toContain('posted')

    await client.login(alice.username, password)
    await client.revokeAllSessionsForUser(alice.id)
    expect(await refusal(client.getMe())).toMatchObject({ status: 401 })

    await client.login(alice.username, password)
    const { token } = alice
    await client.logout()
    const reply = await fetch(`${ws.url}/api/v4/users/me`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    expect(reply.status).toBe(401)
  })
})
