import type { OAuthApp } from '@mattermost/types/integrations'
import { type Member, password } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import type { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

const callback = 'https://app.example.org/callback'
const nastyName = `<img src=x onerror=alert(1)> & "Co"`

function makeApp(ws: TestWorkspace, rest: Partial<OAuthApp> = {}): Promise<OAuthApp> {
  const input = {
    name: nastyName,
    description: '</p><script>alert(1)</script>',
    callback_urls: [callback],
    homepage: 'https://app.example.org/"onmouseover="x',
    ...rest,
  }
  return ws.admin.client.createOAuthApp(input as OAuthApp)
}

/** A browser that is logged in. */
async function browse(member: Member) {
  const login = await fetch(`${member.url}/api/v4/users/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'XMLHttpRequest' },
    body: JSON.stringify({ login_id: member.username, password }),
  })
  const Cookie = login.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return {
    get: (path: string) =>
      fetch(`${member.url}${path}`, { headers: { Cookie }, redirect: 'manual' }),
    send: (fields: Record<string, string>) =>
      fetch(`${member.url}/oauth/authorize/decision`, {
        method: 'POST',
        headers: { Cookie },
        body: new URLSearchParams(fields),
        redirect: 'manual',
      }),
  }
}

function pathOf(app: OAuthApp, rest: Record<string, string> = {}): string {
  const query = { response_type: 'code', client_id: app.id, redirect_uri: callback, state: 's&s' }
  return `/oauth/authorize?${new URLSearchParams({ ...query, ...rest })}`
}

function fieldsOf(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)
  return Object.fromEntries(
    [...inputs].map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]),
  )
}

describe('the page that asks', () => {
  test('is safe to show, and says what is asked', async ({ ws }) => {
    const alice = await ws.member('alice')
    const app = await makeApp(ws)
    const browser = await browse(alice)
    const answer = await browser.get(pathOf(app))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("form-action 'self' https://app.example.org")
    expect(policy).not.toContain('unsafe')
    const html = await answer.text()
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Co&quot;')
    expect(html).not.toContain('<img')
    expect(html).not.toContain('<script')
    expect(html).not.toContain('"onmouseover')
    expect(html).toContain(`@${alice.username}`)
    expect(html).toContain('<html lang="en">')

    await alice.client.patchMe({ locale: 'de' })
    expect(await (await browser.get(pathOf(app))).text()).toContain('Nicht erlauben')
  })

  test('decides by a form that only it can have made', async ({ ws }) => {
    const [alice, bob] = [await ws.member('alice'), await ws.member('bob')]
    const app = await makeApp(ws)
    const browser = await browse(alice)
    const fields = fieldsOf(await (await browser.get(pathOf(app))).text())
    const denied = await browser.send({ ...fields, decision: 'deny' })
    expect(denied.status).toBe(303)
    expect(denied.headers.get('location')).toBe(`${callback}?error=access_denied&state=s%26s`)
    for (const proof of ['', 'guess', 'x'.repeat(43)]) {
      expect((await browser.send({ ...fields, proof, decision: 'allow' })).status).toBe(403)
    }
    // What was made for one person decides nothing for another.
    const others = await browse(bob)
    expect((await others.send({ ...fields, decision: 'allow' })).status).toBe(403)

    const allowed = await browser.send({ ...fields, decision: 'allow' })
    const to = new URL(allowed.headers.get('location') ?? '')
    expect(to.searchParams.get('code')).toMatch(/^[a-z0-9]{26}$/)
    expect(to.searchParams.get('state')).toBe('s&s')
    // Agreed once, it isn't asked again.
    const next = await browser.get(pathOf(app))
    expect(next.status).toBe(302)
    expect(next.headers.get('location')).toContain(`${callback}?code=`)
  })

  test('trusted apps are not asked about, public ones each time', async ({ ws }) => {
    const alice = await ws.member('alice')
    const browser = await browse(alice)
    const trusted = await makeApp(ws, { is_trusted: true })
    expect((await browser.get(pathOf(trusted))).status).toBe(302)
    const open = await makeApp(ws, { is_public: true })
    const challenge = { code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' }
    const path = pathOf(open, challenge)
    const fields = fieldsOf(await (await browser.get(path)).text())
    expect((await browser.send({ ...fields, decision: 'allow' })).status).toBe(303)
    expect((await browser.get(path)).status).toBe(200)
  })

  test('nobody is sent anywhere by a request that is wrong', async ({ ws }) => {
    const alice = await ws.member('alice')
    const browser = await browse(alice)
    const app = await makeApp(ws)
    const wrong: [Record<string, string>, number][] = [
      [{ client_id: 'a'.repeat(26) }, 404],
      [{ client_id: '<b>' }, 400],
      [{ redirect_uri: 'https://good.evil' }, 400],
      [{ redirect_uri: `${callback}/` }, 400],
      [{ redirect_uri: `${callback}?more=1` }, 400],
      [{ code_challenge: 'c'.repeat(43), code_challenge_method: 'plain' }, 400],
      [{ code_challenge: 'short', code_challenge_method: 'S256' }, 400],
      [{ resource: 'not an address' }, 400],
    ]
    for (const [rest, status] of wrong) {
      const answer = await browser.get(pathOf(app, rest))
      expect(answer.status, JSON.stringify(rest)).toBe(status)
      expect(answer.headers.get('content-type')).toContain('text/html')
      expect(answer.headers.get('location')).toBeNull()
    }
    const twice = await browser.get(`${pathOf(app)}&client_id=x`)
    expect(twice.status).toBe(400)
    const implicit = await browser.get(pathOf(app, { response_type: 'token' }))
    expect(implicit.headers.get('location')).toBe(
      `${callback}?error=unsupported_response_type&state=s%26s`,
    )
    const stranger = await fetch(`${ws.url}${pathOf(app)}`, { redirect: 'manual' })
    expect(stranger.status).toBe(302)
    expect(stranger.headers.get('location')).toBe(
      `/login?redirect_to=${encodeURIComponent(pathOf(app))}`,
    )
  })
})
