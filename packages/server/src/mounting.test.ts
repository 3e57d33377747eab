import { createHash } from 'node:crypto'
import type { IncomingWebhook, OAuthApp } from '@mattermost/types/integrations'
import { localRequest } from '@redoubt/testkit/local-client.ts'
import { type Member, password } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { postWith, uploadOne } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'
import { WebSocket } from 'ws'

const site = 'https://intranet.example.org/chat'

const mounted = test
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the pattern
  .extend('below', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await openTestServer({
      MM_SERVICESETTINGS_SITEURL: `${site}/`,
      MM_SERVICESETTINGS_ENABLEOAUTHSERVICEPROVIDER: 'true',
      MM_FILESETTINGS_ENABLEPUBLICLINK: 'true',
      MM_IMAGEPROXYSETTINGS_ENABLE: 'true',
    })
    onCleanup(() => server[Symbol.asyncDispose]())
    return { ...server, url: `${server.address}/chat` }
  })
  .extend('ws', { scope: 'file' }, async ({ below }) => TestWorkspace.open(below.url))

const get = (address: string, headers: Record<string, string> = {}) =>
  fetch(address, { headers, redirect: 'manual' })

function logIn(member: Member): Promise<Response> {
  return fetch(`${member.url}/api/v4/users/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'XMLHttpRequest' },
    body: JSON.stringify({ login_id: member.username, password }),
  })
}

function cookiesOf(response: Response): string {
  const lines = response.headers.getSetCookie().map((line) => line.split(';')[0])
  return lines.join('; ')
}

/** How the server answers to the wish for a WebSocket. */
function upgrade(address: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(address.replace('http', 'ws'))
    socket.once('upgrade', (response) => resolve(response.statusCode))
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode))
    socket.once('open', () => socket.close())
    socket.on('error', () => undefined)
  })
}

describe('a workspace whose address has a path', () => {
  mounted('MC-BOOT-11 speaks REST and WebSocket below it', async ({ ws, below }) => {
    const { townSquare, alice, bob } = await ws.trio()
    using socket = await bob.socket()
    await alice.post(townSquare.id, 'The lamp is lit')
    await socket.until('posted', (frame) => String(frame.data.post).includes('The lamp is lit'))
    const ping = await get(`${below.url}/api/v4/system/ping?time=1`)
    expect([ping.status, await ping.json()]).toEqual([
      200,
      expect.objectContaining({ status: 'OK' }),
    ])
    expect((await alice.client.getClientConfig()).SiteURL).toBe(site)
    expect(await upgrade(`${below.url}/api/v4/websocket/`)).toBe(101)
    expect(await upgrade(`${below.address}/api/v4/websocket`)).toBe(404)
  })

  mounted('takes hooks below it', async ({ ws, below }) => {
    const { townSquare } = await ws.team()
    const input = { channel_id: townSquare.id, display_name: 'Tide' } as IncomingWebhook
    const hook = await ws.admin.client.createIncomingWebhook(input)
    const send = (address: string) =>
      fetch(address, { method: 'POST', body: JSON.stringify({ text: 'High tide' }) })
    expect((await send(`${below.url}/hooks/${hook.id}`)).status).toBe(200)
    // A redirect would make a GET of it, and what was sent would be lost.
    const outside = await send(`${below.address}/hooks/${hook.id}`)
    expect([outside.status, await outside.json()]).toEqual([
      404,
      expect.objectContaining({ id: 'api.context.404.app_error' }),
    ])
  })

  mounted('leads those who come in elsewhere below it', async ({ below }) => {
    for (const [from, to] of [
      ['/chat', '/chat/'],
      ['/chat?a=b', '/chat/?a=b'],
      ['/', '/chat/'],
      ['/crew/channels/off?x=1', '/chat/crew/channels/off?x=1'],
      ['/chatter', '/chat/chatter'],
      ['//evil.example.org/', '/chat//evil.example.org/'],
      ['/api/v4/system/ping', '/chat/api/v4/system/ping'],
    ] as const) {
      const answer = await get(below.address + from)
      expect([from, answer.status, answer.headers.get('location')]).toEqual([from, 302, to])
    }
    expect((await fetch(`${below.address}/crew/pl/x`)).url).toBe(`${below.url}/crew/pl/x`)
    expect((await fetch(`${below.address}/chat`, { method: 'POST' })).status).toBe(404)
  })

  mounted('is reached at the root by the owner of the machine', async ({ below }) => {
    const answer = await localRequest(below.controlSocket, 'GET', '/api/v4/system/ping')
    expect(answer.status).toBe(200)
  })

  mounted('MC-WEB-03 has a page that knows it, within its policy', async ({ below }) => {
    const answer = await get(`${below.url}/crew/channels/off`)
    const html = await answer.text()
    const script = "window.publicPath='/chat/static/'"
    expect(html).toContain(`<script id="publicPathInWindowScript">${script}</script>`)
    const hash = createHash('sha256').update(script).digest('base64')
    expect(answer.headers.get('content-security-policy')).toContain(
      `script-src 'self' 'sha256-${hash}';`,
    )
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => file)
    expect(files.length).toBeGreaterThan(4)
    for (const file of files) {
      expect(file).toMatch(/^\/chat\/static\//)
      const { status, headers } = await get(below.address + file)
      expect([file, status, headers.get('cache-control')]).toEqual([file, 200, expect.any(String)])
    }
    // Style sheets name what they need as seen from where they lie.
    const sheets = files.filter((file) => file.endsWith('.css'))
    expect(sheets.length).toBeGreaterThan(0)
    for (const file of sheets) {
      expect(await (await get(below.address + file)).text()).not.toMatch(/url\(["']?\//)
    }
  })

  mounted('MC-WEB-03 can be installed there, and is kept by a worker there', async ({ below }) => {
    const address = `${below.url}/static/manifest.webmanifest`
    const manifest = (await (await get(address)).json()) as Record<string, string>
    const { start_url: start = '', scope = '' } = manifest
    expect([new URL(start, address).href, new URL(scope, address).href]).toEqual([
      `${below.url}/`,
      `${below.url}/`,
    ])
    const worker = await (await get(`${below.url}/sw.js`)).text()
    expect(worker).toMatch(/static\/assets\//)
    // One from the time before the workspace had a path must not live on.
    const old = await get(`${below.address}/sw.js`)
    expect([old.status, old.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('javascript'),
    ])
    expect(await old.text()).toContain('registration.unregister()')
  })

  mounted('has cookies of its own', async ({ ws, below }) => {
    const { alice } = await ws.trio()
    const login = await logIn(alice)
    const set = login.headers.getSetCookie()
    expect(set).toHaveLength(3)
    for (const line of set) expect(line).toMatch(/; Path=\/chat;/)
    const logout = await fetch(`${below.url}/api/v4/users/logout`, {
      method: 'POST',
      headers: { Cookie: cookiesOf(login), 'X-Requested-With': 'XMLHttpRequest' },
    })
    const cleared = logout.headers.getSetCookie()
    expect([logout.status, cleared.length]).toEqual([200, 3])
    for (const line of cleared) expect(line).toMatch(/=; .*Path=\/chat;/)
  })

  mounted('writes links with it, and knows its own again', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const first = await alice.post(townSquare.id, 'The lamp is lit')
    const link = `${site}/${team.name}/pl/${first.id}`
    const second = await alice.post(townSquare.id, `See ${link}`)
    expect((await bob.client.getPost(second.id)).metadata.embeds).toMatchObject([
      { type: 'permalink', data: { post_id: first.id } },
    ])
    const outside = await alice.post(townSquare.id, `See ${link.replace('/chat', '')}`)
    const embeds = (await bob.client.getPost(outside.id)).metadata.embeds ?? []
    expect(embeds.some(({ type }) => type === 'permalink')).toBe(false)
    const picture = 'https://elsewhere.example.org/a.png'
    const shown = await alice.post(townSquare.id, `![a](${picture})`)
    expect(shown.message).toContain(`${site}/api/v4/image?url=${encodeURIComponent(picture)}`)

    const file = await uploadOne(alice, townSquare.id, 'a.txt', 'hello all')
    await postWith(alice, townSquare.id, [file.id])
    const { link: shared } = await bob.client.getFilePublicLink(file.id)
    expect(shared.startsWith(`${site}/files/${file.id}/public?h=`)).toBe(true)
    const answer = await get(shared.replace(site, bob.url))
    expect([answer.status, await answer.text()]).toEqual([200, 'hello all'])
  })

  mounted('asks there whether a program may act for somebody', async ({ ws, below }) => {
    const { alice } = await ws.trio()
    const callback = 'https://app.example.org/callback'
    const input = { name: 'Tide', callback_urls: [callback], homepage: callback, description: '' }
    const app = await ws.admin.client.createOAuthApp(input as OAuthApp)
    const query = { response_type: 'code', client_id: app.id, redirect_uri: callback }
    const path = `/oauth/authorize?${new URLSearchParams(query)}`
    const stranger = await get(below.url + path)
    expect(stranger.headers.get('location')).toBe(
      `/chat/login?redirect_to=${encodeURIComponent(`/chat${path}`)}`,
    )
    const page = await get(below.url + path, { Cookie: cookiesOf(await logIn(alice)) })
    expect(await page.text()).toContain('action="/chat/oauth/authorize/decision"')
    const facts = await (await get(`${below.url}/.well-known/oauth-authorization-server`)).json()
    expect(facts).toMatchObject({ issuer: site, token_endpoint: `${site}/oauth/access_token` })
  })

  mounted('lets guests in by a link', async ({ ws, below }) => {
    const { alice } = await ws.trio()
    const path = `${below.url}/login/one_time_link`
    const wrong = await get(`${path}?t=nonsense`)
    expect(wrong.headers.get('location')).toMatch(/^\/chat\/login\?extra=login_error/)
    const inside = await get(`${path}?t=x`, { Cookie: cookiesOf(await logIn(alice)) })
    expect(inside.headers.get('location')).toBe('/chat/error?type=magic_link_already_logged_in')
  })
})

test.each([
  "https://example.org/a'b",
  'https://example.org/a;b',
  'https://example.org//evil.example',
])('the path of %s could break a page or a header, and counts as none', async (address) => {
  await using server = await openTestServer({ MM_SERVICESETTINGS_SITEURL: address })
  const page = await get(`${server.address}/login`)
  expect([page.status, await page.text()]).toEqual([200, expect.not.stringContaining('publicPath')])
})
