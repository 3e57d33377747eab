import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { describe, expect } from 'vitest'

describe('hosting the web app', () => {
  test('MC-WEB-01 pages and files have the headers that browsers and caches need', async ({
    server,
  }) => {
    const page = await fetch(`${server.address}/`)
    const headers = Object.fromEntries(page.headers)
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^text\/html/),
      'cache-control': 'no-cache, max-age=31556926, public',
      'x-frame-options': 'SAMEORIGIN',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'permissions-policy': '',
    })
    expect(headers['content-security-policy']).toMatch(/frame-ancestors 'self'$/)
    expect(headers['content-security-policy']).toMatch(/script-src 'self';/)
    const [, script = ''] = /src="(\/static\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? []
    const file = await fetch(server.address + script, { headers: { 'Accept-Encoding': 'gzip' } })
    expect([file.status, file.headers.get('cache-control')]).toEqual([
      200,
      'max-age=31556926, public',
    ])
    expect(file.headers.get('content-encoding')).toBe('gzip')
    const missing = await fetch(`${server.address}/static/nothing.js`)
    expect([missing.status, missing.headers.get('cache-control')]).toEqual([
      404,
      'no-cache, public',
    ])
    expect((await fetch(`${server.address}/static/`)).status).toBe(404)
    expect(await (await fetch(`${server.address}/robots.txt`)).text()).toContain('Disallow: /')
  })

  test('MC-WEB-02 every address of the app answers with its page', async ({ server }) => {
    for (const path of [
      '/login',
      '/crew/channels/town-square',
      '/crew/pl/x',
      '/admin_console/a/b',
    ]) {
      const answer = await fetch(server.address + path)
      expect([path, answer.status, await answer.text()]).toEqual([
        path,
        200,
        expect.stringContaining('<div id="root">'),
      ])
      expect((await fetch(server.address + path, { method: 'HEAD' })).status).toBe(200)
    }
  })

  test('MC-WEB-04 unknown addresses of the API answer in its form, others with the page', async ({
    server,
  }) => {
    const api = await fetch(`${server.address}/api/unknown`)
    expect([api.status, api.headers.get('content-type')]).toEqual([404, 'application/json'])
    expect(await api.json()).toMatchObject({ id: 'api.context.404.app_error', status_code: 404 })
    const page = await fetch(`${server.address}/unknown`)
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching(/^text\/html/),
    ])
  })

  test('MC-WEB-05 mobile apps get errors in the form of the API', async ({ server }) => {
    const headers = { 'X-Mobile-App': '2.40.0' }
    const answer = await fetch(`${server.address}/unknown`, { headers })
    expect([answer.status, await answer.json()]).toEqual([
      404,
      expect.objectContaining({ id: 'api.context.404.app_error' }),
    ])
  })

  test('the page bears the name of the workspace, whatever is in it', async () => {
    await using server = await openTestServer({
      MM_TEAMSETTINGS_SITENAME: 'Harbour </title><script>alert(1)</script>',
      MM_TEAMSETTINGS_CUSTOMDESCRIPTIONTEXT: 'For "everyone" & $& more',
      MM_SERVICESETTINGS_FRAMEANCESTORS: 'https://intranet.example.org',
    })
    const answer = await fetch(server.address)
    const html = await answer.text()
    expect(html).toContain('<title>Harbour &lt;/title&gt;&lt;script&gt;alert(1)')
    expect(html).toContain('content="For &quot;everyone&quot; &amp; $&amp; more"')
    expect(answer.headers.get('content-security-policy')).toMatch(
      /frame-ancestors 'self' https:\/\/intranet\.example\.org$/,
    )
  })
})
