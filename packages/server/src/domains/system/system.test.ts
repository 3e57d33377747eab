import { refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { describe, expect } from 'vitest'

const get = async (url: string, init: RequestInit = {}) => {
  const response = await fetch(url, init)
  const body = await response.json().catch(() => undefined)
  return { status: response.status, body, headers: response.headers }
}

describe('what clients ask before anything else', () => {
  test('MC-BOOT-06 ping tells the state, and that no device is notified', async ({ ws }) => {
    const ping = await get(`${ws.url}/api/v4/system/ping?get_server_status=true&device_id=apple:x`)
    expect(ping.body).toMatchObject({
      status: 'OK',
      database_status: 'OK',
      CanReceiveNotifications: 'false',
    })
  })

  test('MC-BOOT-03 the configuration has more for sessions; every value is a string', async ({
    ws,
  }) => {
    const { body: anonymous } = await get(`${ws.url}/api/v4/config/client?format=old`)
    const full = await ws.admin.client.getClientConfig()
    expect(anonymous).not.toHaveProperty('SQLDriverName')
    expect(anonymous).toMatchObject({ Version: '11.6.0', SiteName: 'Redoubt' })
    expect(full).toMatchObject({ SQLDriverName: 'postgres', MaxPostSize: '16383' })
    expect(Object.values(full).every((value) => typeof value === 'string')).toBe(true)
    expect(Object.keys(anonymous).length).toBeGreaterThan(100)
    expect(Object.keys(full).length).toBeGreaterThan(240)
  })

  test('MC-BOOT-05 the licence unlocks everything and needs its format', async ({ ws }) => {
    const licence = await get(`${ws.url}/api/v4/license/client?format=old`)
    expect(licence.body).toMatchObject({
      IsLicensed: 'true',
      SkuShortName: 'advanced',
      SAML: 'true',
    })
    expect(licence.body).not.toHaveProperty('ExpiresAt')
    expect(await ws.admin.client.getClientLicenseOld()).toHaveProperty('ExpiresAt')
    expect((await get(`${ws.url}/api/v4/license/client`)).body).toMatchObject({
      id: 'api.license.client.old_format.app_error',
      status_code: 400,
    })
  })

  test('MM_SECTION_KEY overrides a configuration key', async () => {
    await using server = await openTestServer({
      MM_TEAMSETTINGS_SITENAME: 'Fortress',
      MM_PASSWORDSETTINGS_MINIMUMLENGTH: '14',
      MM_TEAMSETTINGS_ENABLEOPENSERVER: 'not-a-boolean',
    })
    const { body } = await get(`${server.address}/api/v4/config/client?format=old`)
    expect(body).toMatchObject({
      SiteName: 'Fortress',
      PasswordMinimumLength: '14',
      EnableOpenServer: 'false',
    })
  })

  test('plugins, time zones and limits', async ({ ws }) => {
    expect(await ws.admin.client.getWebappPlugins()).toEqual([])
    const { body } = await ws.admin.request('GET', '/api/v4/system/timezones')
    expect(body).toContain('Europe/Berlin')
    const { data } = await ws.admin.client.getServerLimits()
    expect(data).toMatchObject({ maxUsersLimit: 0, postHistoryLimit: 0 })
  })
})

describe('refusals', () => {
  test("MC-HTTP-08 have the wire's body", async ({ ws }) => {
    const unknown = await get(`${ws.url}/api/v4/no/such/thing`)
    expect(unknown).toMatchObject({
      status: 404,
      body: { id: 'api.context.404.app_error', detailed_error: '' },
    })
    expect(unknown.body.request_id).toBe(unknown.headers.get('x-request-id'))
    expect((await get(`${ws.url}/api/v4/users/me`)).body).toMatchObject({
      id: 'api.context.session_expired.app_error',
      status_code: 401,
    })
    for (const path of ['plugins/playbooks/api/v0/runs', 'plugins/any/thing/at/all']) {
      expect((await get(`${ws.url}/${path}`)).status).toBe(501)
    }
    const built = await get(`${ws.url}/api/v4/cloud/products`)
    expect(built).toMatchObject({ status: 501, body: { id: 'api.not_implemented.app_error' } })
  })

  test('name what is wrong with the request', async ({ ws }) => {
    const post = (body: string) =>
      get(`${ws.url}/api/v4/users/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      })
    expect((await post('{')).body).toMatchObject({
      id: 'api.payload.parse.error',
      status_code: 400,
    })
    expect((await post('{"login_id":7}')).body).toMatchObject({
      id: 'api.context.invalid_body_param.app_error',
      message: 'Invalid or missing login_id in the request body.',
    })
    expect((await post(JSON.stringify({ login_id: 'x'.repeat(310_000) }))).status).toBe(413)
    expect((await get(`${ws.url}/api/v4/users/${'x'.repeat(2100)}`)).status).toBe(414)
    const { status, body } = await ws.admin.request('GET', '/api/v4/users/not-an-id')
    expect([status, body]).toMatchObject([400, { id: 'api.context.invalid_url_param.app_error' }])
    expect((await ws.admin.request('GET', '/api/v4/users/username/a%00b')).status).toBe(400)
  })

  test('MC-HTTP-09 a page has at most 200 rows', async ({ ws }) => {
    const answer = await ws.admin.request('GET', '/api/v4/users?per_page=10000&page=-3')
    expect(answer.status).toBe(200)
  })
})

describe('roles', () => {
  test('are told by name, id and in full to those who manage them', async ({ ws }) => {
    const { alice } = await ws.trio()
    const [role] = await alice.client.getRolesByNames(['channel_user', 'no_such_role'])
    expect(role).toMatchObject({ name: 'channel_user', built_in: true, scheme_managed: true })
    expect(role?.permissions).toContain('create_post')
    expect(await alice.client.getRole(role?.id ?? '')).toEqual(role)
    expect((await alice.client.getRoleByName('channel_user')).id).toBe(role?.id)
    expect(await refusal(alice.client.getRoleByName('nobody'))).toMatchObject({ status: 404 })
    const names = Array.from({ length: 101 }, (_, index) => `role${index}`)
    expect(await refusal(alice.client.getRolesByNames(names))).toMatchObject({ status: 400 })
    expect((await ws.admin.request('GET', '/api/v4/roles')).body).toHaveLength(25)
    expect((await alice.request('GET', '/api/v4/roles')).status).toBe(403)
  })
})

describe('preferences', () => {
  test('MC-PREF-02 MC-PREF-05 are set, told to the own connections, read and deleted', async ({
    ws,
  }) => {
    const { alice, bob } = await ws.trio()
    const preference = {
      user_id: alice.id,
      category: 'display_settings',
      name: 'name_format',
      value: 'username',
    }
    using hears = await alice.socket()
    await alice.client.savePreferences(alice.id, [preference])
    const frame = await hears.until('preferences_changed')
    expect(JSON.parse(String(frame.data.preferences))).toEqual([preference])
    await hears.until('sidebar_category_updated')
    expect(await alice.client.getMyPreferences()).toContainEqual(preference)
    const path = '/api/v4/users/me/preferences'
    expect((await alice.request('GET', `${path}/display_settings`)).body).toEqual([preference])
    expect((await alice.request('GET', `${path}/display_settings/name/name_format`)).body).toEqual(
      preference,
    )
    expect((await alice.request('GET', `${path}/nothing`)).status).toBe(404)
    expect(await refusal(bob.client.savePreferences(bob.id, [preference]))).toMatchObject({
      status: 403,
    })
    await alice.client.deletePreferences(alice.id, [preference])
    await hears.until('preferences_deleted')
    expect(await alice.client.getMyPreferences()).not.toContainEqual(preference)
  })

  test('MC-PREF-01 MC-PREF-03 at most 100 at once, and themes hold colours only', async ({
    ws,
  }) => {
    const { alice } = await ws.trio()
    const many = Array.from({ length: 101 }, (_, index) => ({
      user_id: alice.id,
      category: 'x',
      name: `n${index}`,
      value: '',
    }))
    expect(await refusal(alice.client.savePreferences(alice.id, many))).toMatchObject({
      status: 400,
    })
    const theme = { sidebarBg: 'url(evil)', linkColor: '#1a2b3c', type: 'custom' }
    const preference = {
      user_id: alice.id,
      category: 'theme',
      name: '',
      value: JSON.stringify(theme),
    }
    await alice.client.savePreferences(alice.id, [preference, preference])
    const { body } = await alice.request('GET', '/api/v4/users/me/preferences/theme')
    const [saved] = body as { value: string }[]
    expect(JSON.parse(saved?.value ?? '')).toEqual({ ...theme, sidebarBg: '#ffffff' })
    const broken = { ...preference, value: '[]' }
    expect(await refusal(alice.client.savePreferences(alice.id, [broken]))).toMatchObject({
      status: 400,
    })
  })
})
