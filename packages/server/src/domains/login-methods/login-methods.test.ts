import { createHash } from 'node:crypto'
import { Client4 } from '@mattermost/client'
import { type Member, password, refusal } from '@redoubt/testkit/member.ts'
import { type TestServer, test } from '@redoubt/testkit/test-server.ts'
import { unique } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

const newPassword = 'a-brand-new-password'
const badRequest = { status: 400, id: 'api.user.update_user_auth.invalid_request' }

function newClient(url: string): Client4 {
  const client = new Client4()
  client.setUrl(url)
  return client
}

/** What a log-in that a browser has finished hands over, as its service does it. */
async function handingOver(server: TestServer, member: Member) {
  const { loginHandover, users } = await server.registry.ensureDefault()
  return { loginHandover, user: await users.getRow(member.id) }
}

function redeem(url: string, path: string, body: unknown): Promise<Response> {
  return fetch(`${url}/api/v4/users/login/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function idOf(response: Response): Promise<{ status: number; id: string }> {
  const { id } = await response.json()
  return { status: response.status, id }
}

/** Lets a service vouch for somebody; their sessions are over then. */
async function bindToGitLab(admin: Member, member: Member): Promise<string> {
  const auth_data = unique('gl')
  const rebound = await admin.client.updateUserAuth(member.id, {
    auth_service: 'gitlab',
    auth_data,
  } as never)
  expect(rebound).toEqual({ auth_service: 'gitlab', auth_data })
  return auth_data
}

describe('what an account logs in with', () => {
  test('an administrator ties it to a service, and to a password again', async ({ ws }) => {
    const { alice, bob } = await ws.trio()
    const auth_data = await bindToGitLab(ws.admin, alice)
    expect((await refusal(alice.client.getMe())).status).toBe(401)
    expect((await refusal(newClient(ws.url).login(alice.username, password))).status).toBe(401)
    expect(await ws.admin.client.getUser(alice.id)).toMatchObject({ auth_service: 'gitlab' })

    const { updateUserAuth } = ws.admin.client
    const same = { auth_service: 'gitlab', auth_data } as never
    expect(await refusal(updateUserAuth(bob.id, same))).toEqual(badRequest)
    const wrong = [{}, { auth_service: 'gitlab' }, { auth_service: 'nobody', auth_data: 'x' }]
    for (const auth of wrong) {
      expect(await refusal(updateUserAuth(bob.id, auth as never))).toEqual(badRequest)
    }
    expect((await refusal(bob.client.updateUserAuth(bob.id, same))).status).toBe(403)
    expect((await refusal(updateUserAuth(ws.admin.id, same))).status).toBe(400)

    await updateUserAuth(alice.id, { auth_service: 'email', password: newPassword } as never)
    const again = await newClient(ws.url).login(alice.username, newPassword)
    expect(again).toMatchObject({ id: alice.id, auth_service: '' })
  })

  test('ZT-SW-02 from a service to a password: only in a session of its own', async ({
    ws,
    server,
  }) => {
    const { alice, bob } = await ws.trio()
    const email = `${alice.username}@example.org`
    const leave = (client: Client4, from = 'gitlab', address = email) =>
      client.switchOAuthToEmail(from, address, newPassword)
    await bindToGitLab(ws.admin, alice)
    const refused = (id: string, status: number) => ({ id, status })
    const stranger = refused('api.user.oauth_to_email.context.app_error', 403)
    expect(await refusal(leave(bob.client))).toEqual(stranger)
    expect(await refusal(leave(newClient(ws.url)))).toEqual(stranger)
    expect(await refusal(leave(bob.client, 'gitlab', `${bob.username}@example.org`))).toEqual(
      refused('api.user.oauth_to_email.not_oauth_user.app_error', 400),
    )
    expect(await refusal(bob.client.switchEmailToOAuth('gitlab', email, password))).toEqual(
      refused('api.user.authorize_oauth_user.unsupported.app_error', 501),
    )

    const { config } = await server.registry.ensureDefault()
    const allowed = 'ServiceSettings.ExperimentalEnableAuthenticationTransfer'
    await config.save({ [allowed]: false }, '')
    const tries: [Promise<unknown>, string][] = [
      [leave(bob.client), 'oauth_to_email'],
      [bob.client.switchEmailToOAuth('gitlab', email, password), 'email_to_oauth'],
      [bob.client.switchEmailToLdap(email, password, 'x', 'y'), 'email_to_ldap'],
      [bob.client.switchLdapToEmail('x', email, password), 'ldap_to_email'],
    ]
    for (const [attempt, pair] of tries) {
      expect(await refusal(attempt)).toEqual(
        refused(`api.user.${pair}.not_available.app_error`, 403),
      )
    }
    await config.save({ [allowed]: true }, '')

    const owner = newClient(ws.url)
    const { loginHandover, user } = await handingOver(server, alice)
    const token = await loginHandover.offerToDesktop(user)
    const opened = await redeem(ws.url, 'desktop_token', { token })
    owner.setToken(opened.headers.get('token') ?? '')
    expect(await leave(owner)).toEqual({ follow_link: '/login?extra=signin_change' })
    expect((await refusal(owner.getMe())).status).toBe(401)
    expect(await newClient(ws.url).login(alice.username, newPassword)).toMatchObject({
      auth_service: '',
    })
  })
})

describe('log-ins that a browser finishes for an app', () => {
  const invalid = { status: 401, id: 'app.desktop_token.validate.invalid' }

  test('ZT-LG-06 a desktop token opens one session, for accounts of a service', async ({
    ws,
    server,
  }) => {
    const { alice, bob } = await ws.trio()
    await bindToGitLab(ws.admin, alice)
    const { loginHandover, user } = await handingOver(server, alice)
    const earlier = await loginHandover.offerToDesktop(user)
    const token = await loginHandover.offerToDesktop(user)
    const desktop = (body: unknown) => redeem(ws.url, 'desktop_token', body)
    const opened = await desktop({ token, device_id: '' })
    expect(await opened.json()).toMatchObject({ id: alice.id })
    const client = newClient(ws.url)
    client.setToken(opened.headers.get('token') ?? '')
    const [session] = await client.getSessions('me')
    expect(session?.props).toMatchObject({ isOAuthUser: 'true', isSaml: 'false' })

    expect(await idOf(await desktop({ token }))).toEqual(invalid)
    expect(await idOf(await desktop({ token: earlier }))).toEqual(invalid)
    expect(await idOf(await desktop({ token: 'x'.repeat(64) }))).toEqual(invalid)
    const { user: withPassword } = await handingOver(server, bob)
    const wrongKind = await desktop({ token: await loginHandover.offerToDesktop(withPassword) })
    expect(await idOf(wrongKind)).toEqual({
      status: 401,
      id: 'api.user.login_with_desktop_token.not_oauth_or_saml_user.app_error',
    })
  })

  test('ZT-LG-07 a code is for the app that can prove to have asked for it, once', async ({
    ws,
    server,
  }) => {
    const { alice } = await ws.trio()
    await bindToGitLab(ws.admin, alice)
    const { loginHandover, user } = await handingOver(server, alice)
    const code_verifier = 'v'.repeat(64)
    const code_challenge = createHash('sha256').update(code_verifier).digest('base64url')
    const offer = () => loginHandover.offerCode(user, { code_challenge, state: 'state-of-the-app' })
    const exchange = async (rest: object) =>
      redeem(ws.url, 'sso/code-exchange', {
        login_code: await offer(),
        code_verifier,
        state: 'state-of-the-app',
        ...rest,
      })
    const off = await exchange({})
    expect(off.headers.get('deprecation')).toBe('true')
    expect(await idOf(off)).toEqual({
      status: 410,
      id: 'api.user.login_sso_code_exchange.deprecated.app_error',
    })

    const { config } = await server.registry.ensureDefault()
    await config.save({ 'FeatureFlags.MobileSSOCodeExchange': true }, '')
    const wrong = { status: 400, id: 'api.oauth.get_access_token.bad_request.app_error' }
    const login_code = await offer()
    expect(await idOf(await exchange({ login_code, code_verifier: 'w'.repeat(64) }))).toEqual(wrong)
    expect(await idOf(await exchange({ login_code }))).toEqual(wrong)
    expect(await idOf(await exchange({ state: 'another' }))).toEqual(wrong)
    const { token } = await (await exchange({})).json()
    const client = newClient(ws.url)
    client.setToken(token)
    expect((await client.getMe()).id).toBe(alice.id)
  })
})
