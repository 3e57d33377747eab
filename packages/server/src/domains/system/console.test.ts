import { text } from 'node:stream/consumers'
import { localRequest } from '@redoubt/testkit/local-client.ts'
import { refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { call } from '@redoubt/testkit/uploads.ts'
import type { IntegrityResult, ServerBusy } from '@redoubt/wire/system.ts'
import { describe, expect } from 'vitest'
import yauzl from 'yauzl'

const ok = { status: 200, body: { status: 'OK' } }
const forbidden = { status: 403, body: { id: 'api.context.permissions.app_error' } }
const busy = '/api/v4/server_busy'

/** The texts of an archive, by file name. */
function unzip(archive: Buffer): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(archive, { lazyEntries: true }, (error, file) => {
      if (error) return reject(error)
      const texts = new Map<string, string>()
      file.on('entry', (entry: yauzl.Entry) => {
        file.openReadStream(entry, async (failure, stream) => {
          if (failure) return reject(failure)
          texts.set(entry.fileName, await text(stream))
          file.readEntry()
        })
      })
      file.on('end', () => resolve(texts))
      file.on('error', reject)
      file.readEntry()
    })
  })
}

describe('the console', () => {
  test('has its buttons for administrators, and for nobody else', async ({ ws }) => {
    const alice = await ws.member('alice')
    const calls: [string, string, unknown?][] = [
      ['POST', '/api/v4/caches/invalidate'],
      ['POST', '/api/v4/database/recycle'],
      ['POST', '/api/v4/restart'],
      ['POST', '/api/v4/file/s3_test', { FileSettings: { DriverName: 'local' } }],
      ['POST', '/api/v4/file/test', { FileSettings: { DriverName: 'local' } }],
      ['GET', '/api/v4/upgrade_to_enterprise/allowed'],
      ['DELETE', '/api/v4/license'],
    ]
    for (const [method, path, body] of calls) {
      expect([path, await ws.admin.request(method, path, body)]).toMatchObject([path, ok])
      expect([path, await alice.request(method, path, body)]).toMatchObject([path, forbidden])
    }
    for (const path of [
      'upgrade_to_enterprise/status',
      'cluster/status',
      'latest_version',
      'system/schema/version',
      'plugins',
      'plugins/statuses',
      'plugins/marketplace',
      'plugins/marketplace/first_admin_visit',
      'system/onboarding/complete',
      'server_busy',
      'analytics/old',
      'logs',
      'logs/download',
      'audits',
      'system/support_packet',
    ]) {
      expect([path, (await ws.admin.request('GET', `/api/v4/${path}`)).status]).toEqual([path, 200])
      expect([path, await alice.request('GET', `/api/v4/${path}`)]).toMatchObject([path, forbidden])
    }
    // Everything works on after caches and connections were dropped.
    expect((await alice.client.getMe()).id).toBe(alice.id)
  })

  test('tells of the node, the schema, plugins and versions', async ({ ws }) => {
    const { client } = ws.admin
    const [node, ...others] = await client.getClusterStatus()
    expect(others).toEqual([])
    expect(node?.config_hash).toMatch(/^[0-9a-f]{64}$/)
    expect(Number(node?.schema_version)).toBeGreaterThan(10)
    const migrations = await client.getAppliedSchemaMigrations()
    expect(migrations[0]).toEqual({ version: 1, name: '20261121T1200_people.sql' })
    expect(await client.getPlugins()).toEqual({ active: [], inactive: [] })
    expect(await client.getPluginStatuses()).toEqual([])
    expect(await client.getMarketplacePlugins('')).toEqual([])
    const { body } = await ws.admin.request('GET', '/api/v4/latest_version')
    expect(body).toMatchObject({ tag_name: expect.stringMatching(/^v\d+\.\d+/) })
  })

  test('notes first visits and a finished set-up', async ({ ws }) => {
    const { client } = ws.admin
    const path = '/api/v4/system/onboarding/complete'
    const state = async () => (await ws.admin.request('GET', path)).body
    expect(await state()).toEqual({ name: 'FirstAdminSetupComplete', value: 'false' })
    expect(await refusal(client.completeSetup({ organization: ' ', install_plugins: [] }))).toEqual(
      {
        status: 400,
        id: 'api.error_no_organization_name_provided_for_self_hosted_onboarding',
      },
    )
    await client.completeSetup({ organization: 'Keep', install_plugins: [] })
    expect(await state()).toMatchObject({ value: 'true' })

    expect(await client.getFirstAdminVisitMarketplaceStatus()).toMatchObject({ value: 'false' })
    await client.setFirstAdminVisitMarketplaceStatus()
    expect(await client.getFirstAdminVisitMarketplaceStatus()).toMatchObject({ value: 'true' })
    const alice = await ws.member('alice')
    expect(await alice.client.updateNoticesAsViewed(['a'])).toEqual({ status: 'OK' })
    expect((await alice.request('POST', path, { organization: 'x' })).status).toBe(403)
  })

  test('needs no licence, and takes none away', async ({ ws }) => {
    const alice = await ws.member('alice')
    const file = new File(['anything'], 'x.mattermost-license')
    const licence = await ws.admin.client.uploadLicense(file)
    expect(licence).toMatchObject({ IsLicensed: 'true', SkuShortName: 'advanced' })
    expect(await refusal(alice.client.uploadLicense(file))).toMatchObject({ status: 403 })
    const form = new FormData()
    const empty = call(ws.admin, '/api/v4/license', { method: 'POST', body: form })
    expect((await empty).status).toBe(400)
    await ws.admin.client.removeLicense()
    expect(await ws.admin.client.getClientLicenseOld()).toMatchObject({ IsLicensed: 'true' })
    expect(await alice.client.getPrevTrialLicense()).toEqual({ IsLicensed: 'false' })
    expect(await alice.client.getLicenseLoadMetric()).toEqual({ load: 0 })
  })

  test('tests addresses and stores before they are saved', async () => {
    await using server = await openTestServer({
      MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS: '127.0.0.1',
    })
    const ws = await TestWorkspace.open(server.address)
    await ws.admin.client.testSiteURL(`${server.address}/`)
    for (const address of ['http://127.0.0.1:1', 'nonsense', 'http://10.1.2.3/', 'file:///etc']) {
      expect(await refusal(ws.admin.client.testSiteURL(address))).toEqual({
        status: 400,
        id: 'app.admin.test_site_url.failure',
      })
    }
    expect(await refusal(ws.admin.client.testSiteURL(''))).toMatchObject({ status: 400 })
    const alice = await ws.member('alice')
    expect(await refusal(alice.client.testSiteURL(server.address))).toMatchObject({ status: 403 })

    const test = (body: unknown) => ws.admin.request('POST', '/api/v4/file/s3_test', body)
    expect(await test({})).toMatchObject({
      status: 400,
      body: { id: 'api.file.test_connection_s3_settings_nil.app_error' },
    })
    expect(await test({ FileSettings: { DriverName: 'amazons3' } })).toMatchObject({
      status: 400,
      body: { id: 'api.admin.test_s3.missing_s3_bucket' },
    })
  })

  test('packs facts for support, without secrets', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    await ws.admin.client.patchConfig({
      EmailSettings: { SMTPPassword: 'hunter2-hunter2', SMTPServer: 'mail.example.org' },
    } as never)
    const answer = await call(ws.admin, '/api/v4/system/support_packet')
    expect(answer.headers.get('content-type')).toBe('application/zip')
    const files = await unzip(Buffer.from(await answer.arrayBuffer()))
    expect([...files.keys()]).toEqual([
      'facts.json',
      'config.json',
      'statistics.json',
      'migrations.json',
      'jobs.json',
      'redoubt.log',
    ])
    const config = JSON.parse(files.get('config.json') ?? '')
    expect(config).toEqual({ EmailSettings: { SMTPServer: 'mail.example.org' } })
    expect([...files.values()].join()).not.toContain('hunter2')
    const short = await call(ws.admin, '/api/v4/system/support_packet?basic_server_logs=false')
    expect((await unzip(Buffer.from(await short.arrayBuffer()))).has('redoubt.log')).toBe(false)
  })
})

describe('the busy switch', () => {
  test('sheds searches, typing and statuses, and nothing else', async () => {
    let now = Date.now()
    await using server = await openTestServer({}, { clock: () => now })
    const ws = await TestWorkspace.open(server.address)
    const { townSquare, alice, bob } = await ws.trio()
    using hears = await bob.socket()
    const typing = { channel_id: townSquare.id }
    const path = `/api/v4/users/me/typing`
    expect((await alice.request('POST', path, typing)).status).toBe(200)
    await hears.until('typing')

    expect(await ws.admin.request('POST', `${busy}?seconds=60`)).toMatchObject(ok)
    const state = (await ws.admin.request('GET', busy)).body as ServerBusy
    expect(state).toMatchObject({ busy: true, expires: Math.ceil((now + 60_000) / 1000) })
    for (const [url, body] of [
      [path, typing],
      ['/api/v4/users/search', { term: 'a' }],
      ['/api/v4/channels/search', { term: 'a' }],
      ['/api/v4/teams/search', { term: 'a' }],
    ] as const) {
      expect([url, await alice.request('POST', url, body)]).toMatchObject([
        url,
        { status: 503, body: { id: 'api.context.server_busy.app_error' } },
      ])
    }
    await alice.client.updateStatus({ user_id: alice.id, status: 'away' } as never)
    await alice.post(townSquare.id, 'still here')
    await hears.until('posted')
    expect(hears.heard.map(({ event }) => event)).not.toContain('status_change')

    now += 61_000
    expect((await alice.request('POST', '/api/v4/users/search', { term: 'a' })).status).toBe(200)
    expect((await ws.admin.request('GET', busy)).body).toEqual({ busy: false, expires: 0 })
    await ws.admin.request('POST', busy)
    expect((await ws.admin.request('GET', busy)).body).toMatchObject({ busy: true })
    expect(await ws.admin.request('DELETE', busy)).toMatchObject(ok)
    expect((await alice.request('POST', path, typing)).status).toBe(200)
  })

  test('is for administrators, and for a day at most', async ({ ws }) => {
    const alice = await ws.member('alice')
    for (const method of ['GET', 'POST', 'DELETE']) {
      expect(await alice.request(method, busy)).toMatchObject(forbidden)
    }
    for (const seconds of ['0', '-1', '86401', 'x', '1.5']) {
      const answer = await ws.admin.request('POST', `${busy}?seconds=${seconds}`)
      expect([seconds, answer.status]).toEqual([seconds, 400])
    }
  })
})

test('rows that name what is not there are found by the owner of the machine', async ({
  ws: _ws,
  server,
}) => {
  const answer = await localRequest(server.controlSocket, 'POST', '/api/v4/integrity')
  expect(answer.status).toBe(200)
  const results = answer.json() as IntegrityResult[]
  expect(results.length).toBeGreaterThan(5)
  expect(results.flatMap(({ data }) => data.records)).toEqual([])
  const remote = await fetch(`${server.address}/api/v4/integrity`, { method: 'POST' })
  expect(remote.status).toBe(404)
})

test('MC-BOOT-06 ping tells of the stores in body and headers', async ({ ws }) => {
  const path = '/api/v4/system/ping?get_server_status=true'
  const plain = await fetch(`${ws.url}${path}`)
  expect(plain.headers.get('database_status')).toBe('OK')
  expect(await plain.json()).toMatchObject({ database_status: 'OK', filestore_status: 'OK' })
  const admin = await ws.admin.request('GET', path)
  expect(admin.body).toHaveProperty('root_status')
  const old = await fetch(`${ws.url}/unsupported_browser.js`)
  expect([old.status, old.headers.get('cache-control')]).toEqual([200, 'no-store'])
})
