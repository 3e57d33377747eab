import { createPublicKey, verify } from 'node:crypto'
import type { Post } from '@mattermost/types/posts'
import { Member, password } from '@redoubt/testkit/member.ts'
import { openProgram, type TestProgram } from '@redoubt/testkit/program.ts'
import { test as base, openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import type { PushNotification } from '@redoubt/wire/notifications.ts'
import { describe, expect } from 'vitest'

type Options = Parameters<typeof openTestServer>

/** A workspace and the push proxy that it uses. */
async function openPushing(environment: Options[0] = {}, options: Options[1] = {}) {
  const proxy = await openProgram()
  proxy.reply = () => ({ json: { status: 'OK' } })
  const server = await openTestServer(
    {
      MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS: '127.0.0.1',
      MM_EMAILSETTINGS_PUSHNOTIFICATIONSERVER: proxy.url,
      ...environment,
    },
    options,
  )
  const { tasks } = await server.registry.ensureDefault()
  return {
    ws: await TestWorkspace.open(server.address),
    proxy,
    /** Resolves once what was written so far has been told. */
    told: () => expect.poll(() => tasks.isRunning).toBe(false),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await proxy[Symbol.asyncDispose]()
    },
  }
}

const test = base
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the pattern
  .extend('pushing', { scope: 'file' }, async ({}, { onCleanup }) => {
    const open = await openPushing()
    onCleanup(() => open[Symbol.asyncDispose]())
    return open
  })

/** Ties the member's session to a phone of their own. */
async function withPhone(member: Member, platform = 'apple_rn-v2'): Promise<string> {
  const token = unique('phone')
  const path = '/api/v4/users/sessions/device'
  const { status } = await member.request('PUT', path, { device_id: `${platform}:${token}` })
  expect(status).toBe(200)
  return token
}

function pushesTo(proxy: TestProgram, token: string): PushNotification[] {
  return proxy.calls
    .filter(({ path }) => path === '/api/v1/send_push')
    .map(({ json }) => json as PushNotification)
    .filter(({ device_id }) => device_id === token)
}

const messagesTo = (proxy: TestProgram, token: string) =>
  pushesTo(proxy, token).filter(({ type }) => type === 'message')

/** The pushes of posts, once as many are there. */
async function messages(proxy: TestProgram, token: string, count: number) {
  await expect.poll(() => messagesTo(proxy, token).length, { timeout: 8_000 }).toBe(count)
  return messagesTo(proxy, token)
}

/** A further session of the same person. */
function logInAgain(ws: TestWorkspace, member: Member): Promise<Member> {
  return Member.logIn(ws.url, member.username, password)
}

/** A team with Alice, and Bob with a phone. */
async function withBobsPhone(ws: TestWorkspace) {
  const trio = await ws.trio()
  return { ...trio, phone: await withPhone(trio.bob) }
}

describe('pushes', () => {
  test('MC-NOT-01 MC-NOT-02 tell of mentions, signed with the key that clients know', async ({
    pushing: { ws, proxy },
  }) => {
    const { team, townSquare, alice, bob, phone } = await withBobsPhone(ws)
    const text = `**Hello** @${bob.username}, see [this](https://x.example) \`code\``
    const post = await alice.post(townSquare.id, text)
    await alice.post(townSquare.id, 'nothing of Bob')
    const [push, ...others] = await messages(proxy, phone, 1)
    expect(others).toEqual([])
    const { ack_id, signature = '', server_id, ...rest } = push ?? ({} as PushNotification)
    expect(rest).toEqual({
      platform: 'apple_rn-v2',
      device_id: phone,
      type: 'message',
      version: 'v2',
      category: 'CAN_REPLY',
      post_id: post.id,
      channel_id: townSquare.id,
      channel_name: 'Town Square',
      team_id: team.id,
      sender_id: alice.id,
      sender_name: `@${alice.username}`,
      message: `@${alice.username}: Hello @${bob.username}, see this code`,
      badge: 1,
      is_crt_enabled: true,
      is_id_loaded: false,
    })
    const config = await bob.client.getClientConfig()
    expect(server_id).toBe(config.DiagnosticId)
    const [head = '', claims = '', signed = ''] = signature.split('.')
    const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
    expect([decode(head), decode(claims)]).toEqual([
      { alg: 'ES256', typ: 'JWT' },
      { ack_id, device_id: phone },
    ])
    const der = Buffer.from(config.AsymmetricSigningPublicKey ?? '', 'base64')
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    const proof = { key, dsaEncoding: 'ieee-p1363' } as const
    const bytes = Buffer.from(signed, 'base64url')
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), proof, bytes)).toBe(true)
    expect(verify('sha256', Buffer.from(`${head}.x${claims}`), proof, bytes)).toBe(false)
  })

  test('MC-NOT-01 as each one has chosen, in channels, talks and threads', async ({
    pushing: { ws, proxy },
  }) => {
    const { team, townSquare, alice, bob, phone } = await withBobsPhone(ws)
    const carol = await ws.member('carol', team)
    const carols = await withPhone(carol, 'android_rn')
    const choose = (member: Member, props: object) =>
      member.client.updateChannelNotifyProps({
        channel_id: townSquare.id,
        user_id: member.id,
        ...props,
      })
    await carol.client.patchMe({ locale: 'de', notify_props: { push: 'all' } } as never)
    const root = await alice.post(townSquare.id, 'for who wants all')
    expect((await messages(proxy, carols, 1))[0]?.message).toContain('for who wants all')
    await choose(carol, { push: 'none' })
    await alice.post(townSquare.id, `@${carol.username} @${bob.username}`)
    await messages(proxy, phone, 1)
    await choose(bob, { mark_unread: 'mention' })
    await alice.post(townSquare.id, `muted, @${bob.username}`)

    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    await alice.client.patchMe({ nickname: 'Lissy' })
    const name_format = {
      user_id: bob.id,
      category: 'display_settings',
      name: 'name_format',
      value: 'nickname_full_name',
    }
    await bob.client.savePreferences(bob.id, [name_format])
    await alice.post(direct.id, 'just you')
    expect((await messages(proxy, phone, 2))[1]).toMatchObject({
      message: 'just you',
      channel_name: 'Lissy',
      sender_name: 'Lissy',
      badge: 3,
    })
    const group = await alice.client.createGroupChannel([alice.id, bob.id, carol.id])
    await alice.post(group.id, 'all of us')
    expect((await messages(proxy, phone, 3))[2]).toMatchObject({
      channel_name: `Lissy, ${carol.username}`,
      message: 'Lissy: all of us',
    })
    expect((await messages(proxy, carols, 2))[1]?.channel_name).toBe(
      [alice.username, bob.username].sort().join(', '),
    )

    await choose(bob, { mark_unread: 'all' })
    await bob.post(townSquare.id, 'I follow', { root_id: root.id })
    await alice.post(townSquare.id, 'in the thread', { root_id: root.id })
    expect((await messages(proxy, phone, 4))[3]).toMatchObject({
      root_id: root.id,
      is_crt_enabled: true,
      message: 'Lissy: in the thread',
    })
    await bob.client.patchMe({ notify_props: { push_threads: 'mention' } } as never)
    await alice.post(townSquare.id, 'again', { root_id: root.id })
    await alice.post(direct.id, 'last')
    expect((await messages(proxy, phone, 5))[4]?.message).toBe('last')
    expect(messagesTo(proxy, carols)).toHaveLength(2)
  })

  test('say what there is where there are no words, in the language of who reads', async ({
    pushing: { ws, proxy },
  }) => {
    const { alice, bob, phone } = await withBobsPhone(ws)
    await bob.client.patchMe({ locale: 'de' })
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    const form = new FormData()
    form.append('channel_id', direct.id)
    form.append('files', new Blob(['x']), 'x.txt')
    const { file_infos } = await alice.client.uploadFile(form)
    await alice.post(direct.id, '', { file_ids: file_infos.map(({ id }) => id) })
    const attachments = [{ fallback: 'build *failed*', text: 'x' }]
    await alice.post(direct.id, '', { props: { attachments } } as unknown as Partial<Post>)
    await alice.post(direct.id, '```js\nlet x\n```\n> quoted\n\n- one\n- two')
    await alice.post(direct.id, 'secret', { type: 'burn_on_read' as never })
    const texts = (await messages(proxy, phone, 4)).map(({ message }) => message)
    expect(texts.sort()).toEqual([
      'build failed',
      'hat eine Datei gesendet.',
      'hat eine Nachricht gesendet, die man einmal lesen kann.',
      'let x\nquoted\none\ntwo',
    ])
  })

  test('MC-NOT-03 a device that is gone is not tried again, until it comes back', async ({
    pushing: { ws, proxy },
  }) => {
    const { townSquare, alice, bob, phone } = await withBobsPhone(ws)
    const reply = proxy.reply
    proxy.reply = ({ json }) => ({ json: { status: json.device_id === phone ? 'REMOVE' : 'OK' } })
    await alice.post(townSquare.id, `one @${bob.username}`)
    await messages(proxy, phone, 1)
    const sessions = async () => {
      const found = await bob.client.getSessions(bob.id)
      return found.map(({ props }) => (props as Record<string, string>).last_removed_device_id)
    }
    await expect.poll(sessions).toContain(`apple_rn-v2:${phone}`)
    const other = await logInAgain(ws, bob)
    const second = await withPhone(other)
    await alice.post(townSquare.id, `two @${bob.username}`)
    await messages(proxy, second, 1)
    expect(messagesTo(proxy, phone)).toHaveLength(1)
    proxy.reply = reply
    const third = await withPhone(bob)
    await alice.post(townSquare.id, `three @${bob.username}`)
    await messages(proxy, third, 1)
  })

  test('MC-NOT-04 what is read elsewhere is cleared, with the number that is left', async ({
    pushing: { ws, proxy },
  }) => {
    const { team, townSquare, alice, bob, phone } = await withBobsPhone(ws)
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    const root = await alice.post(townSquare.id, `one @${bob.username}`)
    await alice.post(direct.id, 'two')
    await messages(proxy, phone, 2)
    const desk = await logInAgain(ws, bob)
    const clears = () => pushesTo(proxy, phone).filter(({ type }) => type === 'clear')
    await bob.client.viewMyChannel(townSquare.id)
    await desk.client.viewMyChannel(direct.id)
    await expect.poll(clears).toHaveLength(1)
    expect(clears()[0]).toMatchObject({ channel_id: direct.id, badge: 0, cont_ava: 1 })
    expect(clears()[0]).not.toHaveProperty('message')

    await alice.post(townSquare.id, `@${bob.username}?`, { root_id: root.id })
    await messages(proxy, phone, 3)
    const path = `/api/v4/users/me/teams/${team.id}/threads/${root.id}/read/${Date.now() + 9}`
    await desk.request('PUT', path)
    await expect.poll(clears).toHaveLength(2)
    expect(clears()[1]).toMatchObject({ channel_id: townSquare.id, root_id: root.id, badge: 0 })

    await desk.client.markPostAsUnread(bob.id, root.id)
    const updates = () => pushesTo(proxy, phone).filter(({ type }) => type === 'update_badge')
    await expect.poll(updates).toHaveLength(1)
    expect(updates()[0]).toMatchObject({ badge: 1 })
  })

  test('MC-NOT-09 an edit is not pushed, whomever it mentions; nor is what is deleted', async ({
    pushing: { ws, proxy },
  }) => {
    const { townSquare, alice, bob, phone } = await withBobsPhone(ws)
    const post = await alice.post(townSquare.id, 'plain')
    await alice.client.patchPost({ id: post.id, message: `edited, @${bob.username}` })
    await alice.post(townSquare.id, `last @${bob.username}`)
    const [push] = await messages(proxy, phone, 1)
    expect(push?.message).toContain('last')
  })

  test('a proxy that fails is asked again; what it refuses is not', async ({
    pushing: { ws, proxy },
  }) => {
    const { townSquare, alice, bob, phone } = await withBobsPhone(ws)
    const reply = proxy.reply
    let failures = 1
    proxy.reply = () =>
      failures-- > 0 ? { status: 503, text: 'away' } : { json: { status: 'OK' } }
    await alice.post(townSquare.id, `one @${bob.username}`)
    const [first, second] = await messages(proxy, phone, 2)
    expect(second).toMatchObject({ ack_id: first?.ack_id, message: first?.message })
    proxy.reply = () => ({ json: { status: 'FAIL', error: 'no' } })
    await alice.post(townSquare.id, `two @${bob.username}`)
    await messages(proxy, phone, 3)
    proxy.reply = reply
    await alice.post(townSquare.id, `three @${bob.username}`)
    expect((await messages(proxy, phone, 4))[3]?.message).toContain('three')
  })

  test('sessions without notifications get none, and programs neither', async ({
    pushing: { ws, proxy },
  }) => {
    const { townSquare, alice, bob, phone } = await withBobsPhone(ws)
    await bob.request('PUT', '/api/v4/users/sessions/device', {
      device_notification_disabled: 'true',
    })
    const other = await logInAgain(ws, bob)
    const second = await withPhone(other)
    await alice.post(townSquare.id, `hi @${bob.username}`)
    await messages(proxy, second, 1)
    expect(messagesTo(proxy, phone)).toEqual([])
  })

  test('a test message notifies whoever must not be disturbed', async ({
    pushing: { ws, proxy },
  }) => {
    const { bob, phone } = await withBobsPhone(ws)
    await bob.client.updateStatus({ user_id: bob.id, status: 'dnd' } as never)
    await bob.client.patchMe({ notify_props: { push: 'none' } } as never)
    using hears = await bob.socket()
    expect((await bob.request('POST', '/api/v4/notifications/test')).status).toBe(200)
    const frame = await hears.until('posted')
    const post = JSON.parse(String(frame.data.post)) as Post
    expect(post.props).toMatchObject({ force_notification: 'true' })
    expect((await messages(proxy, phone, 1))[0]?.message).toBe(post.message)
    const forged = await bob.post(post.channel_id, 'x', {
      props: { force_notification: 'true' },
    } as never)
    expect(forged.props).not.toHaveProperty('force_notification')
  })
})

describe('what phones say and ask', () => {
  test('MC-NOT-08 an acknowledgement goes to the proxy', async ({ pushing: { ws, proxy } }) => {
    const { townSquare, alice, bob, phone } = await withBobsPhone(ws)
    await alice.post(townSquare.id, `hi @${bob.username}`)
    const [push] = await messages(proxy, phone, 1)
    const ack = {
      id: push?.ack_id,
      received_at: 1_700_000_000_000,
      platform: 'apple_rn-v2',
      type: 'message',
      post_id: push?.post_id,
      is_id_loaded: false,
    }
    const answer = await bob.request('POST', '/api/v4/notifications/ack', { ...ack, more: 1 })
    expect(answer).toMatchObject({ status: 200, body: { status: 'OK' } })
    const acks = () => proxy.calls.filter(({ path }) => path === '/api/v1/ack')
    await expect.poll(acks).toHaveLength(1)
    expect(acks()[0]?.json).toEqual(ack)
    const bad = await bob.request('POST', '/api/v4/notifications/ack', { id: 'x' })
    expect(bad).toMatchObject({
      status: 400,
      body: { id: 'api.push_notifications_ack.message.parse.app_error' },
    })
  })

  test('MC-NOT-05 where only ids are pushed, who may read the post fetches it', async () => {
    await using open = await openPushing({ MM_EMAILSETTINGS_PUSHNOTIFICATIONCONTENTS: 'id_loaded' })
    const { ws, proxy } = open
    const { townSquare, alice, bob, eve, phone } = await withBobsPhone(ws)
    const post = await alice.post(townSquare.id, `secret plans, @${bob.username}`)
    const [push] = await messages(proxy, phone, 1)
    expect(push).toMatchObject({
      is_id_loaded: true,
      post_id: post.id,
      message: 'You have a new message.',
    })
    for (const told of ['secret', alice.username, alice.id, 'Town', townSquare.team_id]) {
      expect(JSON.stringify(push)).not.toContain(told)
    }
    const ack = { id: push?.ack_id, platform: 'apple', type: 'message', post_id: post.id }
    const path = '/api/v4/notifications/ack'
    const loaded = await bob.request('POST', path, { ...ack, is_id_loaded: true })
    expect(loaded.body).toMatchObject({
      ack_id: push?.ack_id,
      post_id: post.id,
      channel_id: townSquare.id,
      channel_name: 'Town Square',
      sender_name: `@${alice.username}`,
      message: `@${alice.username}: secret plans, @${bob.username}`,
      badge: 1,
    })
    expect((await eve.request('POST', path, { ...ack, is_id_loaded: true })).status).toBe(404)
    const unknown = { ...ack, post_id: 'a'.repeat(26), is_id_loaded: true }
    expect((await bob.request('POST', path, unknown)).status).toBe(404)
  })

  test.for([
    ['generic', 'Town Square', 'mentioned you.'],
    ['generic_no_channel', undefined, 'mentioned you.'],
  ] as const)('MC-NOT-05 %s pushes tell no words', async ([contents, channel, text]) => {
    await using open = await openPushing({ MM_EMAILSETTINGS_PUSHNOTIFICATIONCONTENTS: contents })
    const { ws, proxy } = open
    const { townSquare, alice, bob, phone } = await withBobsPhone(ws)
    await alice.post(townSquare.id, `secret, @${bob.username}`)
    const [push] = await messages(proxy, phone, 1)
    expect(push?.channel_name).toBe(channel)
    expect(push?.message).toBe(`@${alice.username} ${text}`)
  })

  test('MC-BOOT-06 a ping tells whether a device would be reached', async ({
    pushing: { ws, proxy },
  }) => {
    const ask = async (id: string) => {
      const answer = await fetch(`${ws.url}/api/v4/system/ping?device_id=${id}`)
      return ((await answer.json()) as Record<string, unknown>).CanReceiveNotifications
    }
    const reply = proxy.reply
    expect(await ask('apple_rn:there')).toBe('true')
    expect(pushesTo(proxy, 'there')).toMatchObject([{ type: 'test', platform: 'apple_rn' }])
    proxy.reply = () => ({ json: { status: 'REMOVE' } })
    expect(await ask('apple_rn:gone')).toBe('false')
    proxy.reply = () => ({ status: 500, text: '' })
    expect(await ask('apple_rn:x')).toBe('unknown')
    proxy.reply = reply
    expect(await ask('nonsense')).toBe('false')
  })

  test('nothing is pushed, and nothing acknowledged, where that is off', async () => {
    await using open = await openPushing({ MM_EMAILSETTINGS_SENDPUSHNOTIFICATIONS: 'false' })
    const { bob } = await withBobsPhone(open.ws)
    const ack = bob.request('POST', '/api/v4/notifications/ack', { id: 'a'.repeat(26) })
    expect(await ack).toMatchObject({
      status: 501,
      body: { id: 'api.push_notification.disabled.app_error' },
    })
    expect(open.proxy.calls).toEqual([])
  })
})

test('MC-NOT-07 who looked at the channel a moment ago is not pushed', async () => {
  let now = Date.now()
  await using open = await openPushing({}, { clock: () => now })
  const { ws, proxy } = open
  const { townSquare, alice, bob, phone } = await withBobsPhone(ws)
  const write = (text: string) => alice.post(townSquare.id, `${text} @${bob.username}`)
  await bob.client.viewMyChannel(townSquare.id)
  await expect.poll(async () => (await bob.client.getStatus(bob.id)).status).toBe('online')
  now += 15_000
  await write('one')
  await open.told()
  now += 10_000
  await write('two')
  expect((await messages(proxy, phone, 1))[0]?.message).toContain('two')
  await bob.client.viewMyChannel(townSquare.id)
  const { id } = await alice.client.getChannelByName(townSquare.team_id, 'off-topic')
  await bob.client.viewMyChannel(id)
  await write('three')
  expect((await messages(proxy, phone, 2))[1]?.message).toContain('three')
})

test('MC-AUX-05 urgent posts push again until they are answered', async () => {
  let now = Date.now()
  const environment = {
    MM_SERVICESETTINGS_PERSISTENTNOTIFICATIONINTERVALMINUTES: '2',
    MM_SERVICESETTINGS_PERSISTENTNOTIFICATIONMAXCOUNT: '1',
  }
  await using open = await openPushing(environment, { clock: () => now })
  const { ws, proxy } = open
  const { townSquare, alice, bob, phone } = await withBobsPhone(ws)
  const priority = { priority: 'urgent', persistent_notifications: true }
  await alice.post(townSquare.id, `@${bob.username}!`, { metadata: { priority } } as never)
  await messages(proxy, phone, 1)
  now += 2 * 60_000
  await messages(proxy, phone, 2)
})
