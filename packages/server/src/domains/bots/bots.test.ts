import { type Member, password, refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { type TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

const notThere = { status: 404, id: 'store.sql_bot.get.missing.app_error' }
const denied = { status: 403, id: 'api.context.permissions.app_error' }

function allowBots(ws: TestWorkspace, isAllowed = true) {
  const ServiceSettings = { EnableBotAccountCreation: isAllowed }
  return ws.admin.client.patchConfig({ ServiceSettings } as never)
}

/** A bot of the administrator's. */
function makeBot(ws: TestWorkspace, rest: { display_name?: string; description?: string } = {}) {
  return ws.admin.client.createBot({ username: unique('bot'), ...rest } as never)
}

/** A person who may manage own bots, by a role that is changed for the test. */
async function botOwner(ws: TestWorkspace, permissions: string[]): Promise<Member> {
  const member = await ws.member('maker')
  const role = await ws.admin.client.getRoleByName('system_custom_group_admin')
  await ws.admin.client.patchRole(role.id, { permissions } as never)
  await ws.admin.client.updateUserRoles(member.id, 'system_user system_custom_group_admin')
  return member
}

describe('bots', () => {
  test('are users without a password, whom people may not make', async ({ ws }) => {
    const { alice } = await ws.trio()
    expect(await refusal(alice.client.createBot({ username: unique('bot') } as never))).toEqual(
      denied,
    )
    await allowBots(ws, false)
    expect(await refusal(makeBot(ws))).toEqual({ status: 403, id: 'api.bot.create_disabled' })
    await allowBots(ws)

    const bot = await makeBot(ws, { display_name: 'Echo', description: 'says it again' })
    expect(bot).toMatchObject({
      owner_id: ws.admin.id,
      display_name: 'Echo',
      description: 'says it again',
      delete_at: 0,
    })
    const user = await ws.admin.client.getUser(bot.user_id)
    expect(user).toMatchObject({
      is_bot: true,
      bot_description: 'says it again',
      first_name: 'Echo',
      email: `${bot.username}@localhost`,
      roles: 'system_user',
    })
    expect(await refusal(alice.client.login(bot.username, 'any-password'))).toMatchObject({
      status: 401,
    })
    expect(
      await refusal(ws.admin.client.createBot({ username: bot.username } as never)),
    ).toMatchObject({ id: 'app.user.save.username_exists.app_error' })
    expect(await refusal(ws.admin.client.createBot({ username: 'No!' } as never))).toMatchObject({
      id: 'model.user.is_valid.username.app_error',
    })
    expect(await refusal(makeBot(ws, { description: 'x'.repeat(1025) }))).toEqual({
      status: 400,
      id: 'model.bot.is_valid.description.app_error',
    })
  })

  test('MC-INT-01 speak with a token, and their posts say so', async ({ ws }) => {
    await allowBots(ws)
    const { team, townSquare, alice } = await ws.trio()
    const bot = await makeBot(ws)
    await ws.admin.client.addToTeam(team.id, bot.user_id)
    const { token } = await ws.admin.client.createUserAccessToken(bot.user_id, 'for the test')
    using hears = await alice.socket()
    const answer = await fetch(`${ws.url}/api/v4/posts`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ channel_id: townSquare.id, message: 'beep' }),
    })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({
      user_id: bot.user_id,
      props: { from_bot: 'true' },
    })
    const frame = await hears.until('posted')
    expect(JSON.parse(String(frame.data.post))).toMatchObject({ props: { from_bot: 'true' } })
    const own = await alice.post(townSquare.id, 'no bot')
    expect(own.props).not.toHaveProperty('from_bot')
  })

  test('are seen and changed by whom their permissions name', async ({ ws }) => {
    await allowBots(ws)
    const bot = await makeBot(ws)
    const { admin } = ws
    const eve = await ws.member('eve')
    expect(await refusal(eve.client.getBot(bot.user_id))).toEqual(notThere)
    expect(await refusal(eve.client.getBots())).toEqual(denied)
    expect(await refusal(eve.client.disableBot(bot.user_id))).toEqual(notThere)

    const owner = await botOwner(ws, ['create_bot', 'read_bots', 'manage_bots'])
    const own = await owner.client.createBot({ username: unique('bot') } as never)
    expect(await owner.client.getBot(own.user_id)).toEqual(own)
    expect((await owner.client.getBots()).map((one) => one.user_id)).toEqual([own.user_id])
    expect(await refusal(owner.client.getBot(bot.user_id))).toEqual(notThere)
    expect(await refusal(owner.client.patchBot(bot.user_id, { username: 'x' } as never))).toEqual(
      notThere,
    )
    const renamed = await owner.client.patchBot(own.user_id, { display_name: 'Mine' } as never)
    expect(renamed).toMatchObject({ username: own.username, display_name: 'Mine' })
    expect(await refusal(owner.client.assignBot(own.user_id, eve.id))).toEqual(denied)

    const reader = await botOwner(ws, ['read_others_bots'])
    expect((await reader.client.getBot(own.user_id)).user_id).toBe(own.user_id)
    expect(await refusal(reader.client.disableBot(own.user_id))).toEqual(denied)

    expect((await admin.client.assignBot(own.user_id, eve.id)).owner_id).toBe(eve.id)
    expect(await refusal(admin.client.assignBot(own.user_id, bot.user_id))).toEqual(denied)
    expect(await refusal(admin.client.getBot('a'.repeat(26)))).toEqual(notThere)
  })

  test('stop at once, also with their owner, and start again', async ({ ws }) => {
    await allowBots(ws)
    const { admin } = ws
    const owner = await ws.member('owner')
    const bot = await makeBot(ws)
    await admin.client.assignBot(bot.user_id, owner.id)
    const { token = '' } = await admin.client.createUserAccessToken(bot.user_id, 'for the test')
    const me = async () =>
      (await fetch(`${ws.url}/api/v4/users/me`, { headers: { Authorization: `Bearer ${token}` } }))
        .status
    expect(await me()).toBe(200)
    expect((await admin.client.disableBot(bot.user_id)).delete_at).toBeGreaterThan(0)
    expect(await me()).toBe(401)
    expect(await refusal(admin.client.getBot(bot.user_id))).toEqual(notThere)
    const path = `/api/v4/bots/${bot.user_id}?include_deleted=true`
    expect((await admin.request('GET', path)).status).toBe(200)
    expect((await admin.client.enableBot(bot.user_id)).delete_at).toBe(0)
    expect(await me()).toBe(200)

    await admin.client.updateUserActive(owner.id, false)
    expect(await me()).toBe(401)
    const ids = (list: { user_id: string }[]) => list.map((one) => one.user_id)
    expect(ids(await admin.client.getBots(0, 200))).not.toContain(bot.user_id)
    expect(ids(await admin.client.getBotsIncludeDeleted(0, 200))).toContain(bot.user_id)
    const orphaned = '/api/v4/bots?only_orphaned=true&include_deleted=true&per_page=200'
    const found = (await admin.request('GET', orphaned)).body as { user_id: string }[]
    expect(ids(found)).toEqual([bot.user_id])
    // The account stopped without its owner's doing: the bot's list says so too.
    await admin.client.enableBot(bot.user_id)
    await admin.client.updateUserActive(bot.user_id, false)
    const stopped = (await admin.request('GET', path)).body as { delete_at: number }
    expect(stopped.delete_at).toBeGreaterThan(0)
  })

  test('have one face until they are given another by who may manage them', async ({ ws }) => {
    await allowBots(ws)
    const [one, other] = [await makeBot(ws), await makeBot(ws)]
    const picture = async (id: string) =>
      Buffer.from((await ws.admin.request('GET', `/api/v4/users/${id}/image`)).body as string)
    expect((await picture(one.user_id)).equals(await picture(other.user_id))).toBe(true)
    const eve = await ws.member('eve')
    expect(await refusal(eve.client.patchUser({ id: one.user_id, position: 'x' }))).toEqual(denied)
    const owner = await botOwner(ws, ['create_bot', 'read_bots', 'manage_bots'])
    const own = await owner.client.createBot({ username: unique('bot') } as never)
    const patched = await owner.client.patchUser({ id: own.user_id, position: 'helper' })
    expect(patched.position).toBe('helper')
  })

  test('are made of people, and become people', async ({ ws }) => {
    const alice = await ws.member('alice')
    const { admin } = ws
    const convert = `/api/v4/users/${alice.id}/convert_to_bot`
    expect((await alice.request('POST', convert)).status).toBe(403)
    const { status, body } = await admin.request('POST', convert)
    expect(status).toBe(200)
    expect(body).toMatchObject({ user_id: alice.id, owner_id: alice.id, delete_at: 0 })
    expect(await refusal(alice.client.getMe())).toMatchObject({ status: 401 })
    expect(await refusal(alice.client.login(alice.username, password))).toMatchObject({
      status: 401,
    })
    expect((await admin.request('POST', convert)).status).toBe(400)

    const back = `/api/v4/bots/${alice.id}/convert_to_user`
    expect((await admin.request('POST', back, {})).status).toBe(400)
    const secret = 'another-good-password'
    const email = `${alice.username}@example.org`
    const answer = await admin.request('POST', back, { password: secret, email, nickname: 'Al' })
    expect(answer).toMatchObject({ status: 200, body: { id: alice.id, email, nickname: 'Al' } })
    expect(answer.body).not.toHaveProperty('is_bot')
    expect((await alice.client.login(alice.username, secret)).id).toBe(alice.id)
    expect((await admin.request('POST', back, { password: secret })).status).toBe(404)
  })

  test('the workspace has one of its own, made when it is needed', async ({ ws, server }) => {
    const workspace = await server.registry.ensureDefault()
    const [first, again] = await Promise.all([
      workspace.bots.systemBot(),
      workspace.bots.systemBot(),
    ])
    expect(first).toMatchObject({ username: 'system-bot', is_bot: true })
    expect(again.id).toBe(first.id)
    expect((await ws.admin.client.getUserByUsername('system-bot')).is_bot).toBe(true)
  })
})
