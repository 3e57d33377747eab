import { createHash, randomBytes } from 'node:crypto'
import type { OAuthApp } from '@mattermost/types/integrations'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestSocket } from '@redoubt/testkit/test-socket.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

const callback = 'https://app.example.org/callback?from=chat'
const notThere = { status: 404, id: 'app.oauth.get_app.find.app_error' }
const denied = { status: 403, id: 'api.context.permissions.app_error' }

type TokenAnswer = {
  status: number
  access_token: string
  refresh_token: string
  error: string
  id: string
}

function appInput(rest: Partial<OAuthApp> = {}): OAuthApp {
  const input = {
    name: 'Calendar',
    description: 'shows appointments',
    callback_urls: [callback],
    homepage: 'https://app.example.org',
    icon_url: '',
    ...rest,
  }
  return input as OAuthApp
}

function makeApp(ws: TestWorkspace, rest: Partial<OAuthApp> = {}): Promise<OAuthApp> {
  return ws.admin.client.createOAuthApp(appInput(rest))
}

function pkce() {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

/** Lets the app act for the member; the code that its address gets. */
async function codeFor(member: Member, app: OAuthApp, challenge = ''): Promise<string> {
  const { redirect } = (await member.client.authorizeOAuthApp(
    'code',
    app.id,
    callback,
    'state & more',
    'user',
    '',
    challenge,
    challenge && 'S256',
  )) as unknown as { redirect: string }
  const url = new URL(redirect)
  expect(`${url.origin}${url.pathname}`).toBe('https://app.example.org/callback')
  expect(url.searchParams.get('from')).toBe('chat')
  expect(url.searchParams.get('state')).toBe('state & more')
  return url.searchParams.get('code') ?? ''
}

/** The token endpoint, as programs call it. */
async function ask(ws: TestWorkspace, fields: Record<string, string>): Promise<TokenAnswer> {
  const answer = await fetch(`${ws.url}/oauth/access_token`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  })
  return { ...((await answer.json()) as TokenAnswer), status: answer.status }
}

function redeem(ws: TestWorkspace, app: OAuthApp, rest: Record<string, string>) {
  return ask(ws, {
    grant_type: 'authorization_code',
    client_id: app.id,
    client_secret: app.client_secret,
    redirect_uri: callback,
    ...rest,
  })
}

function renew(ws: TestWorkspace, app: OAuthApp, refreshToken: string) {
  return ask(ws, {
    grant_type: 'refresh_token',
    client_id: app.id,
    client_secret: app.client_secret,
    refresh_token: refreshToken,
  })
}

/** A request of the program's, with the token it was given. */
async function call(ws: TestWorkspace, token: string, path = 'users/me', body?: unknown) {
  const answer = await fetch(`${ws.url}/api/v4/${path}`, {
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

describe('apps', () => {
  test('MC-INT-06 are added, changed and removed by who may; secrets are told once', async ({
    ws,
  }) => {
    const { client } = ws.admin
    const eve = await ws.member('eve')
    expect(await refusal(eve.client.createOAuthApp(appInput()))).toEqual(denied)
    const app = await makeApp(ws, { is_trusted: true })
    expect(app).toMatchObject({
      creator_id: ws.admin.id,
      callback_urls: [callback],
      is_trusted: true,
      is_public: false,
    })
    expect(app.client_secret).toMatch(/^[a-z0-9]{26}$/)
    const reads = [
      await client.getOAuthApp(app.id),
      await client.getOAuthAppInfo(app.id),
      (await client.getOAuthApps()).find((one) => one.id === app.id),
      await client.editOAuthApp({ ...app, name: 'Diary' }),
      await eve.client.getOAuthAppInfo(app.id),
    ]
    for (const read of reads) expect(read).toMatchObject({ id: app.id, client_secret: '' })
    expect((await client.getOAuthApp(app.id)).name).toBe('Diary')
    const { client_secret: renewed } = await client.regenOAuthAppSecret(app.id)
    expect(renewed).toMatch(/^[a-z0-9]{26}$/)
    expect(renewed).not.toBe(app.client_secret)

    expect(await refusal(eve.client.getOAuthApp(app.id))).toEqual(denied)
    expect(await refusal(client.getOAuthApp('a'.repeat(26)))).toEqual(notThere)
    await client.deleteOAuthApp(app.id)
    expect(await refusal(client.getOAuthApp(app.id))).toEqual(notThere)
  })

  test('of others are not there for who may only manage own ones', async ({ ws }) => {
    const app = await makeApp(ws)
    const role = await ws.admin.client.getRoleByName('system_custom_group_admin')
    const permissions = ['manage_oauth']
    await ws.admin.client.patchRole(role.id, { permissions } as never)
    const bob = await ws.member('bob')
    await ws.admin.client.updateUserRoles(bob.id, 'system_user system_custom_group_admin')
    const own = await bob.client.createOAuthApp(appInput({ is_trusted: true }))
    expect(own.is_trusted).toBe(false)
    expect((await bob.client.getOAuthApps()).map(({ id }) => id)).toEqual([own.id])
    expect(await refusal(bob.client.getOAuthApp(app.id))).toEqual(notThere)
    expect(await refusal(bob.client.editOAuthApp(app))).toEqual(notThere)
    expect(await refusal(bob.client.deleteOAuthApp(app.id))).toEqual(notThere)
    expect(await refusal(bob.client.regenOAuthAppSecret(app.id))).toEqual(notThere)
  })

  test('have to be valid', async ({ ws }) => {
    const wrong = [
      [{ name: '' }, 'name'],
      [{ name: 'x'.repeat(65) }, 'name'],
      [{ description: 'x'.repeat(513) }, 'description'],
      [{ homepage: 'ftp://app.example.org' }, 'homepage'],
      [{ callback_urls: [] }, 'callback'],
      [{ callback_urls: ['javascript:alert(1)'] }, 'callback'],
      [{ callback_urls: ['https://a:b@app.example.org'] }, 'callback'],
      [{ callback_urls: ['https://app.example.org/#part'] }, 'callback'],
      [{ icon_url: 'picture.png' }, 'icon_url'],
    ] as const
    for (const [rest, field] of wrong) {
      expect(await refusal(makeApp(ws, rest as Partial<OAuthApp>))).toEqual({
        status: 400,
        id: `model.oauth.is_valid.${field}.app_error`,
      })
    }
  })

  test('register themselves where the workspace lets them', async ({ ws }) => {
    const register = async (body: unknown) => {
      const answer = await fetch(`${ws.url}/api/v4/oauth/apps/register`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    }
    const redirect_uris = ['https://tool.example.org/callback']
    expect(await register({ redirect_uris })).toMatchObject({ status: 501 })
    const configure = (ServiceSettings: Record<string, unknown>) =>
      ws.admin.client.patchConfig({ ServiceSettings } as never)
    await configure({
      EnableDynamicClientRegistration: true,
      DCRRedirectURIAllowlist: ['https://*.example.org/callback'],
    })
    const made = await register({ redirect_uris, client_name: 'Tool' })
    expect(made).toMatchObject({
      status: 201,
      body: {
        client_name: 'Tool',
        redirect_uris,
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    })
    expect(made.body.client_secret).toMatch(/^[a-z0-9]{26}$/)
    const open = await register({ redirect_uris, token_endpoint_auth_method: 'none' })
    expect(open.status).toBe(201)
    expect(open.body).not.toHaveProperty('client_secret')
    for (const uri of ['https://good.evil', 'https://tool.example.org.evil/callback', 'x:y']) {
      expect(await register({ redirect_uris: [uri] })).toMatchObject({
        status: 400,
        body: { error: 'invalid_redirect_uri' },
      })
    }
    expect(await register({})).toMatchObject({
      status: 400,
      body: { error: 'invalid_client_metadata' },
    })
    const metadata = await fetch(`${ws.url}/.well-known/oauth-authorization-server`)
    expect(await metadata.json()).toMatchObject({
      issuer: ws.url,
      token_endpoint: `${ws.url}/oauth/access_token`,
      registration_endpoint: `${ws.url}/api/v4/oauth/apps/register`,
      code_challenge_methods_supported: ['S256'],
    })
    await configure({ EnableDynamicClientRegistration: false })
  })
})

describe('codes and tokens', () => {
  test('MC-INT-03 a code with PKCE becomes a session that acts for the person, once', async ({
    ws,
  }) => {
    const { townSquare, alice } = await ws.trio()
    const app = await makeApp(ws)
    const { verifier, challenge } = pkce()
    const code = await codeFor(alice, app, challenge)
    const stolen = await redeem(ws, app, { code, code_verifier: pkce().verifier })
    expect(stolen).toMatchObject({ status: 400, error: 'invalid_grant' })

    const again = await codeFor(alice, app, challenge)
    const answer = await redeem(ws, app, { code: again, code_verifier: verifier })
    expect(answer).toMatchObject({
      status: 200,
      token_type: 'bearer',
      expires_in: 2_592_000,
      scope: 'user',
    })
    const { access_token: token } = answer
    expect((await call(ws, token)).body.id).toBe(alice.id)
    const byAddress = await fetch(`${ws.url}/api/v4/users/me?access_token=${token}`)
    expect(byAddress.status).toBe(200)
    const post = { channel_id: townSquare.id, message: 'from the app' }
    const written = await call(ws, token, 'posts', post)
    expect(written).toMatchObject({ status: 201, body: { props: { from_oauth_app: 'true' } } })
    const [session] = (await alice.client.getSessions(alice.id)).filter((one) => one.is_oauth)
    expect(session?.props.platform).toBe('Calendar')

    // Used a second time, the code ends what it began.
    const reused = await redeem(ws, app, { code: again, code_verifier: verifier })
    expect(reused).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      id: 'api.oauth.get_access_token.expired_code.app_error',
    })
    expect((await call(ws, token)).status).toBe(401)
  })

  test('a program lets no others in and makes no lasting keys', async ({ ws }) => {
    const alice = await ws.member('alice')
    const ServiceSettings = { EnableUserAccessTokens: true, EnableMultifactorAuthentication: true }
    await ws.admin.client.patchConfig({ ServiceSettings } as never)
    await ws.admin.client.updateUserRoles(alice.id, 'system_user system_user_access_token')
    const app = await makeApp(ws)
    const { access_token: token } = await redeem(ws, app, { code: await codeFor(alice, app) })
    const tries: [string, unknown][] = [
      [`users/${alice.id}/tokens`, { description: 'no' }],
      [`users/${alice.id}/mfa/generate`, {}],
      ['oauth/apps', appInput()],
    ]
    for (const [path, body] of tries) expect((await call(ws, token, path, body)).status).toBe(403)
    const authorize = await fetch(`${ws.url}/oauth/authorize`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ response_type: 'code', client_id: app.id, redirect_uri: callback }),
    })
    expect(authorize.status).toBe(403)
  })

  test('only right clients, addresses and verifiers get a token', async ({ ws }) => {
    const alice = await ws.member('alice')
    const app = await makeApp(ws)
    const other = await makeApp(ws)
    const wrong: [Partial<OAuthApp>, Record<string, string>, number, string][] = [
      [{ client_secret: 'guess' }, {}, 401, 'invalid_client'],
      [{ id: 'a'.repeat(26) }, {}, 401, 'invalid_client'],
      [{ id: 'short' }, {}, 400, 'invalid_request'],
      [other, {}, 400, 'invalid_grant'],
      [{}, { redirect_uri: 'https://app.example.org/callback' }, 400, 'invalid_grant'],
      [{}, { grant_type: 'password' }, 400, 'unsupported_grant_type'],
      [{}, { code_verifier: pkce().verifier }, 400, 'invalid_grant'],
      [{}, { resource: 'https://elsewhere.example.org' }, 400, 'invalid_target'],
    ]
    for (const [client, fields, status, error] of wrong) {
      const code = await codeFor(alice, app)
      const answer = await redeem(ws, { ...app, ...client }, { code, ...fields })
      expect(answer, JSON.stringify([client, fields])).toMatchObject({ status, error })
    }
    const code = await codeFor(alice, app)
    const both = await Promise.all([redeem(ws, app, { code }), redeem(ws, app, { code })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  test('public clients have to prove themselves by PKCE and get nothing lasting', async ({
    ws,
  }) => {
    const alice = await ws.member('alice')
    const app = await makeApp(ws, { is_public: true })
    expect(app).toMatchObject({ client_secret: '', is_public: true })
    expect(await refusal(codeFor(alice, app))).toEqual({
      status: 400,
      id: 'api.oauth.allow_oauth.pkce_required_public.app_error',
    })
    const { verifier, challenge } = pkce()
    const fields = { code: await codeFor(alice, app, challenge), code_verifier: verifier }
    const secretive = await redeem(ws, { ...app, client_secret: 'mine' }, fields)
    expect(secretive).toMatchObject({ status: 400, error: 'invalid_client' })
    const answer = await redeem(ws, app, fields)
    expect(answer.status).toBe(200)
    expect(answer).not.toHaveProperty('refresh_token')
    expect(await renew(ws, app, 'x')).toMatchObject({ status: 400, error: 'unauthorized_client' })
    expect(await refusal(ws.admin.client.regenOAuthAppSecret(app.id))).toEqual({
      status: 400,
      id: 'api.oauth.regenerate_secret.public_client.app_error',
    })
  })

  test('MC-INT-04 refreshing gives a new pair; a used refresh token ends the chain', async ({
    ws,
  }) => {
    const alice = await ws.member('alice')
    const app = await makeApp(ws)
    const first = await redeem(ws, app, { code: await codeFor(alice, app) })
    const second = await renew(ws, app, first.refresh_token)
    expect(second.status).toBe(200)
    expect((await call(ws, first.access_token)).status).toBe(401)
    expect((await call(ws, second.access_token)).status).toBe(200)
    const stolen = await renew(ws, app, first.refresh_token)
    expect(stolen).toMatchObject({ status: 404, error: 'invalid_grant' })
    expect((await call(ws, second.access_token)).status).toBe(401)
    expect((await renew(ws, app, second.refresh_token)).status).toBe(404)
  })

  test('MC-INT-05 taking it back ends its sessions and sockets at once', async ({ ws }) => {
    const alice = await ws.member('alice')
    const [app, other] = [await makeApp(ws), await makeApp(ws)]
    const token = await redeem(ws, app, { code: await codeFor(alice, app) })
    const kept = await redeem(ws, other, { code: await codeFor(alice, other) })
    const pending = await codeFor(alice, app)
    using hears = await TestSocket.open(ws.url, token.access_token)
    const ids = (await alice.client.getAuthorizedOAuthApps(alice.id)).map(({ id }) => id)
    expect(ids.sort()).toEqual([app.id, other.id].sort())
    const eve = await ws.member('eve')
    expect(await refusal(eve.client.getAuthorizedOAuthApps(alice.id))).toEqual(denied)

    await alice.client.deauthorizeOAuthApp(app.id)
    expect((await call(ws, token.access_token)).status).toBe(401)
    expect((await renew(ws, app, token.refresh_token)).status).toBe(404)
    expect((await redeem(ws, app, { code: pending })).status).toBe(400)
    expect((await call(ws, kept.access_token)).status).toBe(200)
    const left = await alice.client.getAuthorizedOAuthApps(alice.id)
    expect(left.map(({ id }) => id)).toEqual([other.id])
    const { team } = await ws.team()
    await ws.admin.client.addToTeam(team.id, alice.id)
    expect(hears.names).not.toContain('added_to_team')

    await ws.admin.client.deleteOAuthApp(other.id)
    expect((await call(ws, kept.access_token)).status).toBe(401)
  })

  test('codes last ten minutes, tokens as long as they said; nothing outlives its owner', async () => {
    let now = Date.now()
    await using server = await openTestServer({}, { clock: () => now })
    const ws = await TestWorkspace.open(server.address)
    const alice = await ws.member('alice')
    const app = await makeApp(ws)
    const late = await codeFor(alice, app)
    now += 600_001
    expect((await redeem(ws, app, { code: late })).status).toBe(400)
    const token = await redeem(ws, app, { code: await codeFor(alice, app) })
    const days = 86_400_000
    now += 29 * days
    expect((await call(ws, token.access_token)).status).toBe(200)
    now += 2 * days
    expect((await call(ws, token.access_token)).status).toBe(401)
    await alice.client.login(alice.username, 'correct-horse-battery')
    await ws.admin.client.login(ws.admin.username, 'correct-horse-battery')
    const renewed = await renew(ws, app, token.refresh_token)
    expect(renewed.status).toBe(200)
    await ws.admin.client.updateUserActive(alice.id, false)
    expect((await call(ws, renewed.access_token)).status).toBe(401)
    expect((await renew(ws, app, renewed.refresh_token)).status).toBe(404)
    await ws.admin.client.updateUserActive(alice.id, true)
    expect((await renew(ws, app, renewed.refresh_token)).status).toBe(404)
  })

  test('nothing of it is there where the workspace has switched it off', async ({ ws }) => {
    const app = await makeApp(ws)
    const set = (EnableOAuthServiceProvider: boolean) =>
      ws.admin.client.patchConfig({ ServiceSettings: { EnableOAuthServiceProvider } } as never)
    await set(false)
    try {
      expect(await refusal(makeApp(ws))).toEqual({
        status: 501,
        id: 'api.oauth.register_oauth_app.turn_off.app_error',
      })
      expect(await refusal(ws.admin.client.getOAuthApps())).toMatchObject({ status: 501 })
      expect(await refusal(codeFor(ws.admin, app))).toMatchObject({ status: 501 })
      expect((await redeem(ws, app, { code: 'x' })).status).toBe(501)
      const metadata = await fetch(`${ws.url}/.well-known/oauth-authorization-server`)
      expect(metadata.status).toBe(501)
    } finally {
      await set(true)
    }
  })
})
