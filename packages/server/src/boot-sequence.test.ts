import { password } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { expect } from 'vitest'

/** What JSON a client reads: a list, an object, or lines of objects. */
type Kind = 'array' | 'object' | 'lines'

test('MC-BOOT-01 what the web app asks for at its start is answered in the right form', async ({
  ws,
}) => {
  const { team, townSquare, alice, bob } = await ws.trio()
  const direct = await alice.client.createDirectChannel([alice.id, bob.id])
  const me = `/api/v4/users/${alice.id}`
  const asked: [string, string, Kind, unknown?][] = [
    ['GET', '/api/v4/config/client?format=old', 'object'],
    ['GET', '/api/v4/license/client?format=old', 'object'],
    ['GET', '/api/v4/users/me', 'object'],
    ['GET', '/api/v4/users/me/preferences', 'array'],
    ['GET', '/api/v4/users/me/teams', 'array'],
    ['GET', '/api/v4/users/me/teams/members', 'array'],
    ['GET', '/api/v4/users/me/teams/unread?include_collapsed_threads=true', 'array'],
    ['GET', '/api/v4/limits/server', 'object'],
    ['POST', '/api/v4/roles/names', 'array', ['system_user', 'team_user', 'channel_user']],
    ['GET', '/api/v4/plugins/webapp', 'array'],
    ['POST', '/api/v4/emoji/names', 'array', ['nobody_knows_it']],
    ['GET', '/api/v4/custom_profile_attributes/fields', 'array'],
    ['GET', '/api/v4/users/me/channel_members?page=-1&per_page=60', 'lines'],
    ['GET', '/api/v4/users/me/channels', 'array'],
    ['GET', `${me}/groups`, 'array'],
    ['GET', '/api/v4/groups?filter_allow_reference=false&page=0&per_page=60', 'array'],
    ['GET', `${me}/teams/${team.id}/channels/categories`, 'object'],
    ['GET', `/api/v4/users/me/teams/${team.id}/threads?totalsOnly=true`, 'object'],
    ['GET', `/api/v4/users/me/teams/${team.id}/drafts`, 'array'],
    ['GET', `/api/v4/posts/scheduled/team/${team.id}?includeDirectChannels=true`, 'object'],
    ['POST', '/api/v4/users/ids', 'array', [bob.id]],
    ['POST', '/api/v4/users/group_channels', 'object', [direct.id]],
    ['POST', '/api/v4/users/status/ids', 'array', [alice.id, bob.id]],
    ['POST', '/api/v4/channels/members/me/view', 'object', { channel_id: townSquare.id }],
    [
      'GET',
      `/api/v4/users/me/channels/${townSquare.id}/posts/unread?limit_after=30&limit_before=30&skipFetchThreads=false&collapsedThreads=true&collapsedThreadsExtended=false`,
      'object',
    ],
    ['GET', `/api/v4/channels/${townSquare.id}/stats?exclude_files_count=true`, 'object'],
    ['GET', `/api/v4/channels/${townSquare.id}/members/me`, 'object'],
    ['GET', `/api/v4/channels/${townSquare.id}/bookmarks`, 'array'],
    ['GET', `/api/v4/channels/${townSquare.id}/member_counts_by_group`, 'array'],
    ['GET', `/api/v4/channels/${townSquare.id}/timezones`, 'array'],
    ['GET', `/api/v4/users?in_channel=${townSquare.id}`, 'array'],
    ['GET', `/api/v4/system/notices/${team.id}?client=web&clientVersion=11.6.0`, 'array'],
    ['GET', '/api/v4/usage/posts', 'object'],
  ]
  for (const [method, path, kind, body] of asked) {
    const answer = await alice.request(method, path, body)
    const ok = answer.status === 200 || answer.status === 201
    expect([path, ok, kindOf(answer.body)]).toEqual([path, true, kind])
  }
  const guide = await ws.admin.request('GET', '/api/v4/system/onboarding/complete')
  expect([guide.status, kindOf(guide.body)]).toEqual([200, 'object'])
})

function kindOf(body: unknown): Kind | 'nothing' {
  if (typeof body === 'string') {
    const lines = body.split('\n')
    return lines.at(-1) === '' && lines.slice(0, -1).every((line) => JSON.parse(line))
      ? 'lines'
      : 'nothing'
  }
  if (Array.isArray(body)) return 'array'
  if (body === null || body === undefined) return 'nothing'
  // One line of NDJSON reads like an object; what tells them apart is the row of a membership.
  return typeof body === 'object' && 'channel_id' in body && 'team_name' in body
    ? 'lines'
    : 'object'
}

test('MC-BOOT-07 the desktop app learns the address that the server calls its own', async () => {
  await using server = await openTestServer({
    MM_SERVICESETTINGS_SITEURL: 'https://chat.example.org',
  })
  const get = async (path: string) => (await fetch(server.address + path)).json()
  expect(await get('/api/v4/system/ping')).toMatchObject({ status: 'OK' })
  expect(await get('/api/v4/config/client?format=old')).toMatchObject({
    SiteURL: 'https://chat.example.org',
    Version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    SiteName: 'Redoubt',
  })
  expect((await get('/api/v4/license/client?format=old')).SkuShortName).toBe('advanced')
})

test('MC-BOOT-08 the mobile app takes its session from a header that only the login has', async () => {
  await using server = await openTestServer()
  const ws = await TestWorkspace.open(server.address)
  const { team, alice } = await ws.trio()
  const login = await fetch(`${server.address}/api/v4/users/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: JSON.stringify({ login_id: alice.username, password, device_id: 'android_rn-v2:abc' }),
  })
  const token = login.headers.get('token') ?? ''
  expect(token).toMatch(/^[a-z0-9]{26}$/)
  expect((await login.json()).id).toBe(alice.id)
  const headers = { Authorization: `Bearer ${token}`, Accept: 'application/json' }
  const entry = [
    '/api/v4/users/me/preferences',
    '/api/v4/users/me/teams',
    '/api/v4/users/me/teams/members',
    '/api/v4/users/me',
    `/api/v4/users/me/teams/${team.id}/channels?include_deleted=true&last_delete_at=0`,
    `/api/v4/users/me/teams/${team.id}/channels/members`,
    `/api/v4/users/me/teams/${team.id}/channels/categories`,
    '/api/v4/users/me/sessions',
    `/api/v4/users/me/teams/${team.id}/threads?since=0&deleted=true`,
  ]
  for (const path of entry) {
    const answer = await fetch(server.address + path, { headers })
    expect([path, answer.status, answer.headers.get('token')]).toEqual([path, 200, null])
  }
  const device = await fetch(`${server.address}/api/v4/users/sessions/device`, {
    method: 'PUT',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ device_id: 'android_rn-v2:abc', mobile_version: '2.40.0' }),
  })
  expect(device.status).toBe(200)
})
