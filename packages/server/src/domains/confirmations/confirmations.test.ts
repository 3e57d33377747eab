import { hasMailServer } from '@redoubt/testkit/mail-server.ts'
import { openMailedServer, tokenOf } from '@redoubt/testkit/mailed-server.ts'
import { Member, password, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const wrongLink = 'x'.repeat(64)
const dayMs = 86_400_000
const badPassword = { status: 400, id: 'api.user.update_password.incorrect.app_error' }

describe.skipIf(!hasMailServer())('addresses and passwords confirmed by mail', () => {
  let now = Date.now()
  let mailed: Awaited<ReturnType<typeof openMailedServer>>

  beforeAll(async () => {
    mailed = await openMailedServer({}, { clock: () => now })
  })
  afterAll(() => mailed[Symbol.asyncDispose]())

  const addressOf = (member: Member) => `${member.username}@example.org`

  test('MC-USR-05 a new address needs the password, and the old one is told', async () => {
    const { post, ws } = mailed
    const { alice } = await ws.trio()
    const email = `${unique('new')}@example.org`
    expect(await refusal(alice.client.patchMe({ email } as never))).toEqual(badPassword)
    const wrong = { email, password: 'wrong-password' }
    expect(await refusal(alice.client.patchMe(wrong as never))).toEqual(badPassword)
    const taken = { email: `${ws.admin.username}@example.org`, password }
    expect(await refusal(alice.client.patchMe(taken as never))).toEqual({
      status: 400,
      id: 'app.user.save.email_exists.app_error',
    })
    expect((await alice.client.patchMe({ email, password } as never)).email).toBe(email)
    const told = await post.until(addressOf(alice), 'address was changed')
    expect(told.text).toContain(email)
    // An administrator knows nobody's password.
    const other = `${unique('other')}@example.org`
    const set = { id: alice.id, email: other } as never
    expect((await ws.admin.client.patchUser(set)).email).toBe(other)
  })

  test('a changed user name and a changed password are told', async () => {
    const { post, ws } = mailed
    const { alice } = await ws.trio()
    const address = addressOf(alice)
    await alice.client.patchMe({ username: unique('renamed') } as never)
    await post.until(address, 'user name was changed')
    await alice.client.updateUserPassword(alice.id, password, 'another-password')
    expect((await post.until(address, 'password was changed')).text).toContain('in its settings')
  })

  test('a forgotten password is replaced by a link, once', async () => {
    const { post, ws } = mailed
    const { alice } = await ws.trio()
    const { client } = alice
    await client.sendPasswordResetEmail('nobody@example.org')
    await client.sendPasswordResetEmail(addressOf(alice).toUpperCase())
    const token = tokenOf(await post.until(addressOf(alice), 'new password'))
    expect(await refusal(client.resetUserPassword(wrongLink, 'brand-new-password'))).toEqual({
      status: 400,
      id: 'api.user.reset_password.invalid_link.app_error',
    })
    // A password that is too weak doesn't use the link up.
    expect(await refusal(client.resetUserPassword(token, 'short'))).toMatchObject({
      id: 'model.user.is_valid.pwd_min_length.app_error',
    })
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () => client.resetUserPassword(token, 'brand-new-password')),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusal(client.getMe())).toMatchObject({ status: 401 })
    await Member.logIn(ws.url, alice.username, 'brand-new-password')
    await post.until(addressOf(alice), 'password was changed')
  })

  test('a link to a new password is void after a day, a newer one and a new address', async () => {
    const { post, ws } = mailed
    const { alice, bob } = await ws.trio()
    const { client } = ws.admin
    await client.sendPasswordResetEmail(addressOf(alice))
    const first = tokenOf(await post.until(addressOf(alice), 'new password'))
    await client.sendPasswordResetEmail(addressOf(alice))
    await expect
      .poll(
        () =>
          post
            .inbox()
            .filter(
              (mail) =>
                mail.text.includes('reset_password_complete') && mail.receiver === addressOf(alice),
            ).length,
      )
      .toBe(2)
    const second = post
      .inbox()
      .filter((mail) => mail.receiver === addressOf(alice))
      .map(tokenOf)
      .find((token) => token.length === 64 && token !== first)
    expect(await refusal(client.resetUserPassword(first, 'brand-new-password'))).toMatchObject({
      id: 'api.user.reset_password.invalid_link.app_error',
    })
    now += dayMs + 1
    const fresh = await Member.logIn(ws.url, ws.admin.username, password)
    expect(
      await refusal(fresh.client.resetUserPassword(String(second), 'brand-new-password')),
    ).toMatchObject({ id: 'api.user.reset_password.link_expired.app_error' })

    await client.sendPasswordResetEmail(addressOf(bob))
    const old = tokenOf(await post.until(addressOf(bob), 'new password'))
    await fresh.client.patchUser({ id: bob.id, email: `${unique('bob')}@example.org` } as never)
    expect(await refusal(client.resetUserPassword(old, 'brand-new-password'))).toMatchObject({
      id: 'api.user.reset_password.link_expired.app_error',
    })
  })

  test('no copy of the database holds a link', async () => {
    const { post, server, ws } = mailed
    const { alice } = await ws.trio()
    await post.stop()
    await ws.admin.client.sendPasswordResetEmail(addressOf(alice))
    const dump = JSON.stringify(await everything(server))
    await post.start()
    now += 60_000
    const token = tokenOf(await post.until(addressOf(alice), 'new password'))
    expect(token).toMatch(/^[a-z0-9]{64}$/)
    expect(dump).toContain('mail.send')
    expect(dump).not.toContain(token)
  })
})

/** Tasks and tokens as they lie in the database. */
async function everything(server: Awaited<ReturnType<typeof openMailedServer>>['server']) {
  const workspace = await server.registry.ensureDefault()
  return workspace.transact(async ({ db }) => [
    await db.selectFrom('tasks').selectAll().execute(),
    await db.selectFrom('one_time_tokens').selectAll().execute(),
  ])
}

describe.skipIf(!hasMailServer())('with addresses that have to be verified', () => {
  let mailed: Awaited<ReturnType<typeof openMailedServer>>

  beforeAll(async () => {
    mailed = await openMailedServer()
    const { config } = mailed.workspace
    await config.save({ 'EmailSettings.RequireEmailVerification': true }, '')
  })
  afterAll(() => mailed[Symbol.asyncDispose]())

  /** An account whose owner hasn't confirmed anything yet. */
  async function newcomer(): Promise<{ username: string; email: string }> {
    const username = unique('newcomer')
    const email = `${username}@example.org`
    const user = { username, email, password } as never
    await mailed.ws.admin.client.createUser(user, '', '')
    return { username, email }
  }

  test('nobody comes in before the link of the mail was used', async () => {
    const { post, ws } = mailed
    const { username, email } = await newcomer()
    const { client } = ws.admin
    const logIn = () => Member.logIn(ws.url, username, password)
    const notVerified = { status: 401, id: 'api.user.login.not_verified.app_error' }
    expect(await refusal(logIn())).toEqual(notVerified)
    expect(await refusal(client.verifyUserEmail(wrongLink))).toEqual({
      status: 400,
      id: 'api.user.verify_email.bad_link.app_error',
    })
    const first = tokenOf(await post.until(email, 'Welcome'))
    await client.sendVerificationEmail('nobody@example.org')
    await client.sendVerificationEmail(email)
    const second = tokenOf(await post.until(email, 'confirm'))
    // The newest link is the only one.
    expect(await refusal(client.verifyUserEmail(first))).toMatchObject({ status: 400 })
    await client.verifyUserEmail(second)
    expect(await (await logIn()).client.getMe()).toMatchObject({ email_verified: true })
    expect(await refusal(client.verifyUserEmail(second))).toMatchObject({ status: 400 })
  })

  test('MC-USR-05 the old address stays until the new one is verified', async () => {
    const { post, ws } = mailed
    const { username, email } = await newcomer()
    await ws.admin.client.verifyUserEmail(tokenOf(await post.until(email, 'Welcome')))
    const member = await Member.logIn(ws.url, username, password)
    const next = `${unique('next')}@example.org`
    expect((await member.client.patchMe({ email: next, password } as never)).email).toBe(email)
    const mail = await post.until(next, 'confirm')
    expect(mail.text).toContain(`do_verify_email?token=`)
    await member.client.verifyUserEmail(tokenOf(mail))
    expect(await member.client.getMe()).toMatchObject({ email: next, email_verified: true })
    await post.until(email, 'address was changed')
  })
})

describe('without a mail server', () => {
  test('an administrator’s word verifies an address', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const { alice, bob } = await ws.trio()
    const path = `/api/v4/users/${alice.id}/email/verify/member`
    expect((await bob.request('POST', path)).status).toBe(403)
    const answer = await ws.admin.request('POST', path)
    expect(answer).toMatchObject({ status: 200, body: { id: alice.id, email_verified: true } })
    expect(
      (await ws.admin.request('POST', '/api/v4/users/email/verify', { token: 7 })).status,
    ).toBe(400)
  })
})
