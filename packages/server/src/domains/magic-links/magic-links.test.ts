import { Client4 } from '@mattermost/client'
import { hasMailServer } from '@redoubt/testkit/mail-server.ts'
import { openMailedServer, tokenOf } from '@redoubt/testkit/mailed-server.ts'
import { password, refusal } from '@redoubt/testkit/member.ts'
import { test as baseTest } from '@redoubt/testkit/test-server.ts'
import { unique } from '@redoubt/testkit/test-workspace.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const minuteMs = 60_000
const badLink = { status: 400, id: 'api.user.guest_magic_link.invalid_token.app_error' }

describe.skipIf(!hasMailServer())('guests who log in by a link', () => {
  let now = Date.now()
  let mailed: Awaited<ReturnType<typeof openMailedServer>>

  beforeAll(async () => {
    mailed = await openMailedServer(
      {
        MM_SERVICESETTINGS_ENABLEEMAILINVITATIONS: 'true',
        MM_GUESTACCOUNTSSETTINGS_ENABLE: 'true',
      },
      { clock: () => now },
    )
    await switchLinks(true)
  })
  afterAll(() => mailed[Symbol.asyncDispose]())

  function switchLinks(isOn: boolean): Promise<void> {
    const { config } = mailed.workspace
    return config.save({ 'GuestAccountsSettings.EnableGuestMagicLink': isOn }, '')
  }

  function newClient(): Client4 {
    const client = new Client4()
    client.setUrl(mailed.ws.url)
    return client
  }

  /** A log-in whose session the client goes on with: by itself it trusts in cookies. */
  async function logIn(client: Client4, magic_link_token: string): Promise<{ id: string }> {
    const response = await fetch(`${mailed.ws.url}/api/v4/users/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ magic_link_token }),
    })
    expect(response.status).toBe(200)
    client.setToken(response.headers.get('token') ?? '')
    return client.getMe()
  }

  /** An invitation's token, and what it is for. */
  async function invite(name = unique('linked')) {
    const { post, ws } = mailed
    const { team, townSquare } = await ws.team()
    const email = `${name}@example.org`
    await ws.admin.client.sendEmailGuestInvitesToChannelsGracefully(
      team.id,
      [townSquare.id],
      [email],
      '',
      true,
    )
    const mail = await post.until(email, 'as a guest')
    expect(mail.text).toContain('/login/one_time_link?t=')
    return { team, townSquare, email, name, token: tokenOf(mail) }
  }

  test('ZT-TK-02 the invitation makes the account, in exactly its channels', async () => {
    const { post, ws } = mailed
    const { team, townSquare, email, name, token } = await invite()
    const client = newClient()
    const signUp = { username: unique('x'), email, password } as never
    expect(await refusal(client.createUser(signUp, token, ''))).toEqual({
      status: 400,
      id: 'api.user.create_user.invalid_invitation_type.app_error',
    })
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () => newClient().loginWithMagicLink(token)),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [user] = await ws.admin.client.getProfilesByUsernames([name])
    expect(user).toMatchObject({ roles: 'system_guest', email, auth_service: 'magic_link' })
    const channels = await ws.admin.client.getProfilesInChannel(townSquare.id)
    expect(channels.map(({ id }) => id)).toContain(user?.id)
    expect(await refusal(newClient().loginWithMagicLink(token))).toEqual(badLink)

    // From now on a link of five minutes for each log-in.
    expect(await client.getUserLoginType(email)).toMatchObject({ auth_service: 'magic_link' })
    const link = tokenOf(await post.until(email, 'link to log in'))
    const guest = await logIn(client, link)
    expect(guest.id).toBe(user?.id)
    expect((await client.getMyTeams()).map(({ id }) => id)).toEqual([team.id])
    expect(await refusal(newClient().loginWithMagicLink(link))).toEqual(badLink)
    expect(await refusal(client.updateUserPassword(guest.id, '', 'brand-new-password'))).toEqual({
      status: 400,
      id: 'api.user.update_password.magic_link.app_error',
    })
    expect(await refusal(client.sendPasswordResetEmail(email))).toEqual({
      status: 400,
      id: 'api.user.send_password_reset.guest_magic_link.app_error',
    })
    expect(await refusal(ws.admin.client.promoteGuestToUser(guest.id))).toEqual({
      status: 501,
      id: 'api.user.promote_guest_to_user.magic_link_enabled.app_error',
    })
  })

  test('of others nothing is told, and a link is too old after five minutes', async () => {
    const { post, ws } = mailed
    const { email, token } = await invite()
    const client = newClient()
    expect(await client.getUserLoginType(ws.admin.username)).toEqual({ auth_service: '' })
    expect(await client.getUserLoginType('nobody@example.org')).toEqual({ auth_service: '' })
    await client.loginWithMagicLink(token)
    await client.getUserLoginType(email)
    const link = tokenOf(await post.until(email, 'link to log in'))
    now += 5 * minuteMs + 1
    expect(await refusal(newClient().loginWithMagicLink(link))).toEqual({
      status: 400,
      id: 'api.user.guest_magic_link.expired_token.app_error',
    })
  })

  test('a browser that opens the link gets its session and goes on', async () => {
    const { token } = await invite()
    const { url } = mailed.ws
    const open = (query: string, cookie = '') =>
      fetch(`${url}/login/one_time_link?${query}`, {
        redirect: 'manual',
        headers: { Cookie: cookie },
      })
    const wrong = await open('t=nonsense')
    expect(wrong.status).toBe(302)
    expect(wrong.headers.get('location')).toContain('/login?extra=login_error')
    const right = await open(`t=${token}&redirect_to=//evil.example.org`)
    expect(right.headers.get('location')).toBe('/')
    const cookies = right.headers.getSetCookie().map((line) => line.split(';')[0])
    expect(cookies.join('; ')).toContain('MMAUTHTOKEN=')
    const again = await open(`t=${token}`, cookies.join('; '))
    expect(again.headers.get('location')).toBe('/error?type=magic_link_already_logged_in')
  })

  test('the name of somebody who is there gets something behind it', async () => {
    const { ws } = mailed
    const { alice } = await ws.trio()
    await ws.admin.client.patchUser({ id: alice.id, email: `${unique('a')}@example.org` } as never)
    const { token } = await invite(alice.username)
    const guest = await newClient().loginWithMagicLink(token)
    expect(guest.username).toMatch(new RegExp(`^${alice.username}-[0-9a-f]{8}$`))
  })

  test('ZT-TK-02 switched off they are out, and their links are dead', async () => {
    const { ws } = mailed
    const first = await invite()
    const waiting = await invite()
    const client = newClient()
    await logIn(client, first.token)
    using hears = await ws.admin.socket()
    await switchLinks(false)
    await hears.until('guests_deactivated')
    expect(await refusal(client.getMe())).toMatchObject({ status: 401 })
    const disabled = { status: 401, id: 'api.user.login.guest_magic_link.disabled.error' }
    expect(await refusal(newClient().loginWithMagicLink(waiting.token))).toEqual(disabled)
    await switchLinks(true)
    expect(await refusal(newClient().loginWithMagicLink(waiting.token))).toEqual(badLink)
  })
})

baseTest('without links nobody is told how somebody logs in', async ({ ws }) => {
  expect(await refusal(ws.admin.client.getUserLoginType(ws.admin.username))).toMatchObject({
    status: 404,
  })
})
