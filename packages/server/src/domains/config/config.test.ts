import { refusal } from '@redoubt/testkit/member.ts'
import { rowsOf } from '@redoubt/testkit/rows.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import type { Audit } from '@redoubt/wire/audits.ts'
import type { ConfigVersion } from '@redoubt/wire/config.ts'
import { configRules } from '@redoubt/wire/config-rules.ts'
import { describe, expect } from 'vitest'
import { resolveConfig } from './values.ts'

type Tree = Record<string, Record<string, unknown>>

const mask = '*'.repeat(32)
const history = '/api/redoubt/v1/config/history'

/** A member whose only roles are these. */
async function delegate(ws: TestWorkspace, roles: string) {
  const member = await ws.member('delegate')
  await ws.admin.client.updateUserRoles(member.id, `system_user ${roles}`)
  return member
}

describe('GET /api/v4/config', () => {
  test('tells administrators every key, and nobody else any', async ({ ws }) => {
    const config = (await ws.admin.client.getConfig()) as unknown as Tree
    expect(config.TeamSettings).toMatchObject({ SiteName: 'Redoubt', RestrictDirectMessage: 'any' })
    expect(config.MessageExportSettings?.GlobalRelaySettings).toMatchObject({ CustomerType: 'A9' })
    expect(config.SqlSettings?.DataSource).toBe(mask)

    const alice = await ws.member('alice')
    for (const [method, path] of [
      ['GET', 'config'],
      ['PUT', 'config'],
      ['PUT', 'config/patch'],
      ['POST', 'config/reload'],
    ] as const) {
      const answer = await alice.request(
        method,
        `/api/v4/${path}`,
        method === 'PUT' ? {} : undefined,
      )
      expect(answer).toMatchObject({
        status: 403,
        body: { id: 'api.context.permissions.app_error' },
      })
    }
    expect((await alice.request('GET', history)).status).toBe(403)
    expect((await fetch(`${ws.url}/api/v4/config`)).status).toBe(401)
  })

  test('is kept by no cache, and leaves out what it is asked to', async ({ ws }) => {
    const answer = await ws.admin.request('GET', '/api/v4/config?remove_defaults=true')
    expect(answer.headers.get('cache-control')).toBe('no-cache, no-store, must-revalidate')
    expect(answer.headers.get('x-version-id')).toBeNull()
    expect(answer.body).not.toHaveProperty('SqlSettings')

    const { body } = await ws.admin.request('GET', '/api/v4/config?remove_masked=1')
    expect((body as Tree).SqlSettings).toHaveProperty('MaxOpenConns')
    expect((body as Tree).SqlSettings).not.toHaveProperty('DataSource')
  })
})

describe('PUT /api/v4/config/patch', () => {
  test('changes what is named; clients hear the whole new map and see a new version', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const alice = await ws.member('alice')
    using hears = await alice.socket()
    const before = await alice.request('GET', '/api/v4/users/me')

    const patch = { TeamSettings: { SiteName: 'Keep', Unknown: 1 }, Nonsense: { a: 1 } }
    const changed = (await ws.admin.client.patchConfig(patch as never)) as unknown as Tree

    expect(changed.TeamSettings).toMatchObject({ SiteName: 'Keep', MaxUsersPerTeam: 1_000_000 })
    const frame = await hears.until('config_changed')
    expect(frame.data.config).toMatchObject({ SiteName: 'Keep', SQLDriverName: 'postgres' })
    expect(await alice.client.getClientConfig()).toMatchObject({ SiteName: 'Keep' })
    const after = await alice.request('GET', '/api/v4/users/me')
    expect(after.headers.get('x-version-id')).not.toBe(before.headers.get('x-version-id'))

    const versions = (await ws.admin.request('GET', history)).body as ConfigVersion[]
    expect(versions).toMatchObject([
      { user_id: ws.admin.id, is_active: true, changed_keys: ['TeamSettings.SiteName'] },
    ])
    const [audit] = (await ws.admin.client.getAudits()) as unknown as Audit[]
    expect(audit).toMatchObject({
      action: 'patchConfig',
      user_id: ws.admin.id,
      extra_info: 'keys=TeamSettings.SiteName',
      ip_address: '127.0.0.1',
    })
    // The same again is no change, and makes no version.
    await ws.admin.client.patchConfig(patch as never)
    expect((await ws.admin.request('GET', history)).body).toHaveLength(1)
  })

  test('refuses values that are out of bounds, and keeps what was', async ({ ws }) => {
    const cases: [string, string, unknown, string][] = [
      ['ServiceSettings', 'SiteURL', 'chat.example.org', 'site_url'],
      ['ServiceSettings', 'MaximumLoginAttempts', 0, 'login_attempts'],
      ['ServiceSettings', 'CollapsedThreads', 'sometimes', 'collapsed_threads'],
      ['TeamSettings', 'SiteName', 'x'.repeat(31), 'sitename_length'],
      ['TeamSettings', 'RestrictDirectMessage', 'none', 'restrict_direct_message'],
      ['PasswordSettings', 'MinimumLength', 4, 'password_length'],
      ['PasswordSettings', 'MinimumLength', 73, 'password_length'],
      ['RateLimitSettings', 'PerSec', 0, 'rate_sec'],
      ['RateLimitSettings', 'MemoryStoreSize', -5, 'rate_mem'],
      ['FileSettings', 'DriverName', 'floppy', 'file_driver'],
      ['EmailSettings', 'EnableEmailBatching', true, 'site_url_email_batching'],
      ['DisplaySettings', 'CustomURLSchemes', ['1up'], 'display.custom_url_schemes'],
      [
        'DataRetentionSettings',
        'DeletionJobStartTime',
        '25:00',
        'data_retention.deletion_job_start_time',
      ],
      [
        'DataRetentionSettings',
        'MessageRetentionHours',
        5,
        'data_retention.message_retention_misconfiguration',
      ],
      [
        'NativeAppSettings',
        'AppDownloadLink',
        'javascript:alert(1)',
        'native_app_settings.download_link',
      ],
    ]
    for (const [section, key, value, error] of cases) {
      const call = ws.admin.client.patchConfig({ [section]: { [key]: value } } as never)
      expect([section, key, await refusal(call)]).toEqual([
        section,
        key,
        { status: 400, id: `model.config.is_valid.${error}.app_error` },
      ])
    }
    expect(configRules.length).toBeGreaterThan(90)
    expect((await ws.admin.request('GET', history)).body).toEqual([])
  })

  test('refuses values of a wrong type', async ({ ws }) => {
    const wrong: unknown[] = [
      { TeamSettings: { SiteName: 7 } },
      { TeamSettings: { MaxUsersPerTeam: '7' } },
      { TeamSettings: { MaxUsersPerTeam: 1e300 } },
      { TeamSettings: { EnableOpenServer: 'yes' } },
      { TeamSettings: 'x' },
      { DisplaySettings: { CustomURLSchemes: [1] } },
      { PluginSettings: { PluginStates: [] } },
      { SqlSettings: { ReplicaLagSettings: ['x'] } },
    ]
    for (const body of wrong) {
      expect(await ws.admin.request('PUT', '/api/v4/config/patch', body)).toMatchObject({
        status: 400,
        body: { id: 'api.context.invalid_body_param.app_error' },
      })
    }
    for (const body of [[], 'x', 7, null]) {
      expect((await ws.admin.request('PUT', '/api/v4/config/patch', body)).status).toBe(400)
    }
    // Null leaves a key alone.
    const nothing = { TeamSettings: { SiteName: null }, ServiceSettings: null }
    expect((await ws.admin.request('PUT', '/api/v4/config/patch', nothing)).status).toBe(200)
  })

  test('keeps plugin uploads and their marketplace fixed', async ({ ws }) => {
    for (const key of ['EnableUploads', 'SignaturePublicKeyFiles', 'MarketplaceURL']) {
      const value = {
        EnableUploads: true,
        SignaturePublicKeyFiles: ['x'],
        MarketplaceURL: 'http://x',
      }
      const patch = { PluginSettings: { [key]: value[key as keyof typeof value] } }
      expect(await refusal(ws.admin.client.patchConfig(patch as never))).toEqual({
        status: 403,
        id: 'api.config.update_config.not_allowed_security.app_error',
      })
    }
  })
})

describe('PUT /api/v4/config', () => {
  test('replaces everything: what is left out goes back to its default', async () => {
    await using server = await openTestServer()
    const { admin } = await TestWorkspace.open(server.address)
    await admin.client.patchConfig({
      TeamSettings: { SiteName: 'Keep' },
      ServiceSettings: { SiteURL: 'https://chat.example.org' },
    } as never)

    const config = (await admin.client.getConfig()) as unknown as Tree
    const { SiteName: _, ...TeamSettings } = config.TeamSettings ?? {}
    const whole = { ...config, TeamSettings, PluginSettings: { EnableUploads: true } }
    const changed = (await admin.client.updateConfig(whole as never)) as unknown as Tree

    expect(changed.TeamSettings?.SiteName).toBe('Redoubt')
    expect(changed.PluginSettings?.EnableUploads).toBe(false)
    expect(changed.ServiceSettings?.SiteURL).toBe('https://chat.example.org')
    const clearings = [
      () => admin.client.updateConfig({} as never),
      () => admin.client.patchConfig({ ServiceSettings: { SiteURL: '' } } as never),
    ]
    for (const clear of clearings) {
      expect(await refusal(clear())).toEqual({
        status: 400,
        id: 'api.config.update_config.clear_siteurl.app_error',
      })
    }
  })
})

describe('secrets', () => {
  test('are sealed in the database, masked in answers, and kept where the mask comes back', async () => {
    await using server = await openTestServer()
    const { admin } = await TestWorkspace.open(server.address)
    const secret = 'hunter2-hunter2'
    await admin.client.patchConfig({
      EmailSettings: { SMTPPassword: secret },
      FileSettings: { ExportAmazonS3SecretAccessKey: secret },
      SqlSettings: { DataSourceReplicas: ['postgres://a', 'postgres://b'] },
    } as never)

    const shown = (await admin.client.getConfig()) as unknown as Tree
    expect(shown.EmailSettings?.SMTPPassword).toBe(mask)
    expect(shown.FileSettings?.ExportAmazonS3SecretAccessKey).toBe(mask)
    expect(shown.SqlSettings?.DataSourceReplicas).toEqual([mask, mask])
    expect(JSON.stringify(shown)).not.toContain(secret)

    await admin.client.updateConfig(shown as never)
    const workspace = await server.registry.ensureDefault()
    expect(workspace.config.string('EmailSettings.SMTPPassword')).toBe(secret)
    expect(workspace.config.list('SqlSettings.DataSourceReplicas')).toEqual([
      'postgres://a',
      'postgres://b',
    ])
    await admin.client.reloadConfig()
    expect(workspace.config.string('EmailSettings.SMTPPassword')).toBe(secret)
    const rows = await rowsOf(server, 'select value::text from configurations')
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(secret)

    await admin.client.patchConfig({ EmailSettings: { SMTPPassword: '' } } as never)
    expect(((await admin.client.getConfig()) as unknown as Tree).EmailSettings?.SMTPPassword).toBe(
      '',
    )
  })
})

describe('delegated administrators', () => {
  test('see and change the keys of their console sections only', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const manager = await delegate(ws, 'system_manager')
    const reader = await delegate(ws, 'system_read_only_admin')

    const seen = (await manager.client.getConfig()) as unknown as Tree
    expect(seen.ServiceSettings).toHaveProperty('SiteURL')
    expect(seen).not.toHaveProperty('BleveSettings.Nothing')
    const full = (await ws.admin.client.getConfig()) as unknown as Tree
    expect(JSON.stringify(seen).length).toBeLessThan(JSON.stringify(full).length)

    // Rate limits belong to a section of the manager's; elsewhere what is sent is kept as it was.
    const patch = {
      RateLimitSettings: { MaxBurst: 77 },
      ServiceSettings: { LicenseFileLocation: '/etc/passwd' },
    }
    const changed = (await manager.client.patchConfig(patch as never)) as unknown as Tree
    expect(changed.RateLimitSettings?.MaxBurst).toBe(77)
    const after = (await ws.admin.client.getConfig()) as unknown as Tree
    expect(after.ServiceSettings?.LicenseFileLocation).toBe('')
    expect((await reader.client.getConfig()) as unknown as Tree).toHaveProperty('RateLimitSettings')
    expect(await refusal(reader.client.patchConfig(patch as never))).toMatchObject({ status: 403 })
    expect((await manager.request('GET', history)).status).toBe(403)
  })

  test("nobody changes the server's surroundings where that is restricted", async () => {
    await using server = await openTestServer({
      MM_EXPERIMENTALSETTINGS_RESTRICTSYSTEMADMIN: 'true',
    })
    const { admin } = await TestWorkspace.open(server.address)
    const patch = { RateLimitSettings: { MaxBurst: 77 }, TeamSettings: { SiteName: 'Keep' } }
    const changed = (await admin.client.patchConfig(patch as never)) as unknown as Tree
    expect(changed.RateLimitSettings?.MaxBurst).toBe(100)
    expect(changed.TeamSettings?.SiteName).toBe('Keep')
  })
})

test('GET /api/v4/config/environment marks what the environment decides; it is never saved', async () => {
  await using server = await openTestServer({
    MM_TEAMSETTINGS_SITENAME: 'Fortress',
    MM_RATELIMITSETTINGS_MAXBURST: 'many',
  })
  const ws = await TestWorkspace.open(server.address)
  const environment = (await ws.admin.client.getEnvironmentConfig()) as unknown as Tree
  expect(environment).toEqual({ TeamSettings: { SiteName: true } })
  const alice = await ws.member('alice')
  expect(await alice.client.getEnvironmentConfig()).toEqual({})

  const patch = { TeamSettings: { SiteName: 'Keep', MaxUsersPerTeam: 5 } }
  const changed = (await ws.admin.client.patchConfig(patch as never)) as unknown as Tree
  expect(changed.TeamSettings).toMatchObject({ SiteName: 'Fortress', MaxUsersPerTeam: 5 })
  const versions = (await ws.admin.request('GET', history)).body as ConfigVersion[]
  expect(versions[0]?.changed_keys).toEqual(['TeamSettings.MaxUsersPerTeam'])
})

test('the defaults keep every rule', () => {
  const values = resolveConfig({}, {})
  const read = {
    bool: (name: string) => values.get(name) === true,
    int: (name: string) => Number(values.get(name)),
    string: (name: string) => String(values.get(name) ?? ''),
    list: (name: string) => (values.get(name) ?? []) as string[],
  }
  expect(configRules.filter((rule) => !rule.holds(read)).map((rule) => rule.name)).toEqual([])
})

test('changes made at the same time are all there afterwards', async () => {
  await using server = await openTestServer()
  const { admin } = await TestWorkspace.open(server.address)
  const patches = Array.from({ length: 8 }, (_, index) => ({
    TeamSettings: {
      [['SiteName', 'MaxUsersPerTeam'][index % 2] ?? '']: index % 2 ? index : `n${index}`,
    },
    EmailSettings: { [['FeedbackName', 'ReplyToAddress'][index % 2] ?? '']: `v${index}` },
  }))
  await Promise.all(patches.map((patch) => admin.client.patchConfig(patch as never)))
  const config = (await admin.client.getConfig()) as unknown as Tree
  expect(config.TeamSettings?.SiteName).toMatch(/^n\d$/)
  expect(config.TeamSettings?.MaxUsersPerTeam).not.toBe(1_000_000)
  expect(config.EmailSettings?.ReplyToAddress).toMatch(/^v\d$/)
})
