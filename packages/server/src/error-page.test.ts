import { createPublicKey, verify } from 'node:crypto'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { expect } from 'vitest'

const lost = `/files/${'a'.repeat(26)}/public?h=x`
const disabled = 'api.file.get_public_link.disabled.app_error'

test.for(['', '/chat'])(
  'MC-WEB-04 people are led to a page below %j that says why, signed by the workspace',
  async (path) => {
    await using server = await openTestServer({
      MM_SERVICESETTINGS_SITEURL: `https://example.org${path}`,
    })
    const url = server.address + path
    const answer = await fetch(url + lost, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([302, 'no-store'])
    const location = answer.headers.get('location') ?? ''
    const [, said = '', signature = ''] = /^(.*)&s=([\w-]+)$/.exec(location) ?? []
    expect(said).toMatch(new RegExp(`^${path}/error\\?message=\\w+`))
    const config = await (await fetch(`${url}/api/v4/config/client`)).json()
    const { AsymmetricSigningPublicKey: text } = config as Record<string, string>
    const spki = Buffer.from(text ?? '', 'base64')
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    const bytes = Buffer.from(signature, 'base64url')
    expect(verify('sha256', Buffer.from(said), key, bytes)).toBe(true)
    expect(verify('sha256', Buffer.from(`${said}!`), key, bytes)).toBe(false)
    const page = await fetch(server.address + location)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html'])
  },
)

test('MC-WEB-05 programs are told in the form of the API', async ({ server }) => {
  const asJson = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(server.address + path, { redirect: 'manual', ...init })
    const { id } = (await answer.json()) as { id: string }
    return [answer.status, answer.headers.get('content-type'), id]
  }
  const headers = { 'X-Mobile-App': '2.40.0' }
  expect(await asJson(lost, { headers })).toEqual([403, 'application/json', disabled])
  const ended = 'api.context.session_expired.app_error'
  expect(await asJson('/api/v4/users/me')).toEqual([401, 'application/json', ended])
  for (const path of ['/oauth/authorize', '/oauth/deauthorize', '/oauth/access_token']) {
    expect([path, ...(await asJson(path, { method: 'POST', body: '{' }))]).toEqual([
      path,
      expect.any(Number),
      'application/json',
      expect.any(String),
    ])
  }
  const hook = await asJson('/hooks/unknown', { method: 'POST', body: '{}' })
  expect([hook[0], hook[1]]).toEqual([400, 'application/json'])
})
