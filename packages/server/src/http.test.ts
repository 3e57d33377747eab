import { type Member, password } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { call } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

describe('MC-HTTP-07 what has not changed is not sent again', () => {
  test('for users, posts, pages of posts and pictures', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const post = await alice.post(townSquare.id, 'as it was')
    const paths = [
      `/api/v4/users/${bob.id}`,
      `/api/v4/posts/${post.id}`,
      `/api/v4/users/${bob.id}/image`,
      `/api/v4/channels/${townSquare.id}/posts`,
    ]
    const tags = new Map<string, string>()
    for (const path of paths) {
      const first = await call(alice, path)
      const etag = first.headers.get('etag') ?? ''
      tags.set(path, etag)
      expect([path, first.status, etag.startsWith('"')]).toEqual([path, 200, false])
      const again = await call(alice, path, { headers: { 'If-None-Match': etag } })
      expect([path, again.status, again.headers.get('etag')]).toEqual([path, 304, etag])
      expect(await again.text()).toBe('')
    }
    await bob.client.patchMe({ nickname: 'Bobby' } as never)
    await alice.client.patchPost({ id: post.id, message: 'as it is' } as never)
    for (const path of [paths[0], paths[1], paths[3]]) {
      const headers = { 'If-None-Match': tags.get(path ?? '') ?? '' }
      expect((await call(alice, path ?? '', { headers })).status).toBe(200)
    }
  })
})

test('MC-HTTP-10 fields that newer clients send are ignored', async ({ ws }) => {
  const { team, townSquare, alice } = await ws.trio()
  const post = await alice.post(townSquare.id, 'x')
  const newer = { from_the_future: { a: [1] }, another: null }
  const calls: [string, string, object][] = [
    ['POST', '/api/v4/posts', { channel_id: townSquare.id, message: 'x' }],
    ['PUT', `/api/v4/posts/${post.id}/patch`, { message: 'y' }],
    ['PUT', '/api/v4/users/me/patch', { nickname: 'x' }],
    ['POST', '/api/v4/users/search', { term: alice.username }],
    ['POST', '/api/v4/channels', { team_id: team.id, name: 'newer', display_name: 'x', type: 'O' }],
    ['PUT', `/api/v4/channels/${townSquare.id}/patch`, { header: 'x' }],
    ['PUT', '/api/v4/users/me/status', { user_id: alice.id, status: 'away' }],
    ['POST', '/api/v4/channels/members/me/view', { channel_id: townSquare.id }],
    ['POST', '/api/v4/reactions', { user_id: alice.id, post_id: post.id, emoji_name: 'tada' }],
    ['POST', '/api/v4/users/me/typing', { channel_id: townSquare.id }],
    ['POST', '/api/v4/client_perf', { version: '0.1.0', start: Date.now(), end: Date.now() }],
  ]
  for (const [method, path, body] of calls) {
    const { status } = await alice.request(method, path, { ...body, ...newer })
    expect([path, status < 300]).toEqual([path, true])
  }
  const admin: [string, string, object][] = [
    ['PUT', '/api/v4/config/patch', { FromTheFuture: { Key: true } }],
    ['POST', '/api/v4/jobs', { type: 'active_users', ...newer }],
    ['POST', '/api/v4/logs/query', newer],
  ]
  for (const [method, path, body] of admin) {
    const { status } = await ws.admin.request(method, path, body)
    expect([path, status < 300]).toEqual([path, true])
  }
})

describe('bodies', () => {
  const search = (member: Member, headers: Record<string, string>, body: string) =>
    fetch(`${member.url}/api/v4/users/search`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${member.token}`, ...headers },
      body: new Blob([body]),
    })

  test('are read as JSON whatever type they claim, or none', async ({ ws }) => {
    const alice = await ws.member('alice')
    const body = JSON.stringify({ term: alice.username })
    for (const type of [undefined, 'text/plain', 'application/x-www-form-urlencoded']) {
      const answer = await search(alice, type ? { 'Content-Type': type } : {}, body)
      expect([type, answer.status]).toEqual([type, 200])
      expect(await answer.json()).toMatchObject([{ id: alice.id }])
    }
    const bad = await search(alice, { 'Content-Type': 'text/plain' }, 'term=alice')
    expect([bad.status, await bad.json()]).toMatchObject([400, { id: 'api.payload.parse.error' }])
  })

  test('take null for a field that is left out, as programs in other languages send it', async ({
    ws,
  }) => {
    const { townSquare, alice } = await ws.trio()
    const nothing = { root_id: null, file_ids: null, props: null, metadata: null, type: null }
    const posted = await alice.request('POST', '/api/v4/posts', {
      channel_id: townSquare.id,
      message: 'x',
      ...nothing,
    })
    expect(posted).toMatchObject({ status: 201, body: { root_id: '', file_ids: [] } })
    const patch = { nickname: 'Al', position: null, notify_props: null }
    const patched = await alice.request('PUT', '/api/v4/users/me/patch', patch)
    expect(patched).toMatchObject({ status: 200, body: { nickname: 'Al', position: '' } })
    const lacking = await alice.request('POST', '/api/v4/posts', { channel_id: null, message: 'x' })
    expect(lacking).toMatchObject({
      status: 400,
      body: { id: 'api.context.invalid_body_param.app_error' },
    })
  })
})

test('pages of other sites are let in where they are named, with cookies only by name', async ({
  ws,
}) => {
  const allow = (AllowCorsFrom: string, CorsAllowCredentials: boolean) =>
    ws.admin.client.patchConfig({
      ServiceSettings: { AllowCorsFrom, CorsAllowCredentials, CorsExposedHeaders: 'X-Version-Id' },
    } as never)
  const origin = 'https://portal.example.org'
  const ask = async (method: string, headers: Record<string, string> = {}) => {
    const answer = await call(ws.admin, '/api/v4/users/me', {
      method,
      headers: { Origin: origin, ...headers },
    })
    const told = (name: string) => answer.headers.get(`access-control-${name}`)
    return [answer.status, told('allow-origin'), told('allow-credentials'), told('allow-headers')]
  }
  const preflight = () =>
    ask('OPTIONS', {
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization',
    })
  expect(await ask('GET')).toEqual([200, null, null, null])
  expect(await preflight()).toEqual([404, null, null, null])
  await allow(`https://other.example.org ${origin}`, true)
  expect(await ask('GET')).toEqual([200, origin, 'true', null])
  expect(await preflight()).toEqual([204, origin, 'true', 'authorization'])
  expect(await ask('OPTIONS')).toEqual([404, origin, 'true', null])
  await allow('*', true)
  expect(await ask('GET')).toEqual([200, '*', null, null])
  await allow('https://other.example.org', true)
  expect(await ask('GET')).toEqual([200, null, null, null])
  await allow('', false)
})

describe('what the configuration says of every request', () => {
  test('bodies and addresses of another size, and secure connections alone', async ({ ws }) => {
    const alice = await ws.member('alice')
    const term = (length: number) =>
      alice.request('POST', '/api/v4/users/search', { term: 'x'.repeat(length) })
    const long = () => alice.request('GET', `/api/v4/users/me?x=${'x'.repeat(2_100)}`)
    expect((await term(310_000)).body).toMatchObject({
      id: 'api.context.request_body_too_large.app_error',
      status_code: 413,
    })
    expect((await long()).body).toMatchObject({
      id: 'basic_security_check.url.too_long_error',
      status_code: 414,
    })
    expect((await long()).headers.get('strict-transport-security')).toBeNull()
    const sizes = { MaximumPayloadSizeBytes: 400_000, MaximumURLLength: 4_096 }
    await ws.admin.client.patchConfig({
      ServiceSettings: { ...sizes, TLSStrictTransport: true, TLSStrictTransportMaxAge: 600 },
    } as never)
    expect((await term(310_000)).status).toBe(200)
    expect((await term(410_000)).status).toBe(413)
    expect((await long()).status).toBe(200)
    expect((await long()).headers.get('strict-transport-security')).toBe('max-age=600')
  })

  test('refusals in the language that is asked for, or else in that of the server', async ({
    ws,
  }) => {
    const messageIn = async (language: string) => {
      const answer = await call(ws.admin, '/api/v4/users/sessions/device', {
        method: 'PUT',
        headers: { 'Accept-Language': language },
        body: JSON.stringify({ mobile_version: 'x' }),
      })
      return ((await answer.json()) as { message: string }).message
    }
    const speak = (DefaultServerLocale: string) =>
      ws.admin.client.patchConfig({ LocalizationSettings: { DefaultServerLocale } } as never)
    const german = 'mobile_version fehlt in der Anfrage oder ist ungültig.'
    const english = 'Invalid or missing mobile_version in the request body.'
    expect(await messageIn('de-AT')).toBe(german)
    expect(await messageIn('fr, en;q=0.5, DE;q=0.8')).toBe(german)
    expect(await messageIn('en, de')).toBe(english)
    expect(await messageIn('fr, de;q=0')).toBe(english)
    await speak('de')
    expect(await messageIn('*')).toBe(german)
    await speak('en')
  })

  test('developers are told the detail', async ({ ws }) => {
    const ask = async () =>
      (await call(ws.admin, '/api/v4/posts', { method: 'POST', body: '{' })).json()
    expect(await ask()).toMatchObject({ id: 'api.payload.parse.error', detailed_error: '' })
    await ws.admin.client.patchConfig({ ServiceSettings: { EnableDeveloper: true } } as never)
    expect(await ask()).toMatchObject({ detailed_error: expect.stringContaining('JSON') })
  })

  test('in the hardened mode nobody is told of faults of ours', async () => {
    await using server = await openTestServer({
      MM_SERVICESETTINGS_EXPERIMENTALENABLEHARDENEDMODE: 'true',
    })
    const { admin } = await TestWorkspace.open(server.address)
    expect((await admin.request('GET', '/api/v4/ldap/groups')).body).toMatchObject({
      id: '',
      message: 'Internal Server Error',
      detailed_error: '',
      status_code: 501,
    })
    expect((await admin.request('GET', '/api/v4/nothing')).body).toMatchObject({
      id: 'api.context.404.app_error',
    })
  })
})

describe('rate limits', () => {
  const logIn = (url: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/v4/users/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ login_id: 'nobody', password: '' }),
    })

  test('hold whoever guesses passwords, by address', async () => {
    let now = Date.now()
    await using server = await openTestServer(
      { REDOUBT_ROUTE_LIMITS: 'on', MM_SERVICESETTINGS_TRUSTEDPROXYIPHEADER: 'X-Real-IP' },
      { clock: () => now },
    )
    const ws = await TestWorkspace.open(server.address)
    now += 10_000
    const answers = await Promise.all(
      Array.from({ length: 14 }, () => logIn(ws.url, { 'X-Real-IP': '203.0.113.7' })),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 400)).toHaveLength(11)
    const held = answers.find(({ status }) => status === 429)
    expect(await held?.text()).toBe('limit exceeded')
    expect(held?.headers.get('x-ratelimit-limit')).toBe('11')
    expect(held?.headers.get('x-ratelimit-remaining')).toBe('0')
    expect(Number(held?.headers.get('x-ratelimit-reset'))).toBeGreaterThan(0)
    expect(held?.headers.get('retry-after')).toBe('1')
    // Others come in all the same, and everything else is served.
    expect((await logIn(ws.url, { 'X-Real-IP': '203.0.113.8' })).status).toBe(400)
    expect((await ws.admin.client.login(ws.admin.username, password)).id).toBe(ws.admin.id)
    expect((await fetch(`${ws.url}/api/v4/system/ping`)).headers.has('x-ratelimit-limit')).toBe(
      false,
    )
    now += 1_000
    expect((await logIn(ws.url, { 'X-Real-IP': '203.0.113.7' })).status).toBe(400)
    const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }
    for (const path of ['oauth/apps/register', 'users/login/desktop_token']) {
      const isHeld: boolean[] = []
      for (let time = 0; time < 3; time++) {
        isHeld.push((await fetch(`${ws.url}/api/v4/${path}`, init)).status === 429)
      }
      expect([path, isHeld]).toEqual([path, [false, false, true]])
    }
  })

  test('of a workspace hold for all its routes, and change with its configuration', async () => {
    let now = Date.now()
    await using server = await openTestServer({}, { clock: () => now })
    const ws = await TestWorkspace.open(server.address)
    const alice = await ws.member('alice')
    const set = (settings: object) =>
      ws.admin.client.patchConfig({ RateLimitSettings: settings } as never)
    await set({ Enable: true, PerSec: 1, MaxBurst: 3, VaryByUser: true, VaryByRemoteAddr: false })
    const asks = async (count: number) => {
      const statuses: number[] = []
      for (let index = 0; index < count; index++) {
        statuses.push((await alice.request('GET', '/api/v4/users/me')).status)
      }
      return statuses
    }
    expect(await asks(6)).toEqual([200, 200, 200, 200, 429, 429])
    const answer = await ws.admin.request('GET', '/api/v4/users/me')
    expect(answer.headers.get('x-ratelimit-remaining')).toBe('3')
    now += 2_000
    expect(await asks(3)).toEqual([200, 200, 429])
    await set({ Enable: false })
    expect(await asks(5)).toEqual([200, 200, 200, 200, 200])
  })
})
