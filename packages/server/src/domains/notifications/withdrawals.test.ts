import { type Member, password } from '@redoubt/testkit/member.ts'
import { openProgram } from '@redoubt/testkit/program.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import type { PushNotification } from '@redoubt/wire/notifications.ts'
import { expect, test } from 'vitest'

const hourMs = 3_600_000
const soon = { timeout: 8_000 }

/** A workspace with its push proxy, and a clock to turn. */
async function openPushing(environment: Record<string, string> = {}) {
  let turned = 0
  const proxy = await openProgram()
  proxy.reply = () => ({ json: { status: 'OK' } })
  const server = await openTestServer(
    {
      MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS: '127.0.0.1',
      MM_EMAILSETTINGS_PUSHNOTIFICATIONSERVER: proxy.url,
      ...environment,
    },
    { clock: () => Date.now() + turned },
  )
  const { notifications } = await server.registry.ensureDefault()
  const pushes = (token: string, type: string) =>
    proxy.calls
      .filter(({ path }) => path === '/api/v1/send_push')
      .map(({ json }) => json as PushNotification)
      .filter((push) => push.device_id === token && push.type === type)
  return {
    ws: await TestWorkspace.open(server.address),
    pushes,
    /** The pushes of a kind to a phone, once as many are there. */
    async heard(token: string, type: string, count: number) {
      await expect.poll(() => pushes(token, type).length, soon).toBe(count)
      return pushes(token, type)
    },
    tellExpired: () => notifications.tellExpired(),
    turn: (ms: number) => {
      turned += ms
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await proxy[Symbol.asyncDispose]()
    },
  }
}

async function withPhone(member: Member, token = unique('phone')): Promise<string> {
  const path = '/api/v4/users/sessions/device'
  const { status } = await member.request('PUT', path, { device_id: `apple_rn:${token}` })
  expect(status).toBe(200)
  return token
}

test('MC-NOT-04 a deleted post is taken off the phones that were told of it, and no others', async () => {
  await using open = await openPushing()
  const { ws, heard, pushes } = open
  const { team, townSquare, alice, bob } = await ws.trio()
  const carol = await ws.member('carol', team)
  const [bobs, carols] = [await withPhone(bob), await withPhone(carol)]
  const post = await alice.post(townSquare.id, `@${bob.username} oh no`)
  const other = await alice.post(townSquare.id, `@${bob.username} and this`)
  await heard(bobs, 'message', 2)

  await alice.client.deletePost(post.id)

  const [clear] = await heard(bobs, 'clear', 1)
  expect(clear).toMatchObject({
    type: 'clear',
    post_id: post.id,
    channel_id: townSquare.id,
    badge: 2,
    cont_ava: 1,
    is_crt_enabled: true,
  })
  expect(clear).not.toHaveProperty('root_id')
  expect(clear).not.toHaveProperty('message')

  // With a root its replies go; a reply is in its thread where threads collapse.
  const reply = await alice.post(townSquare.id, `@${bob.username} here`, { root_id: other.id })
  await heard(bobs, 'message', 3)
  await ws.admin.client.deletePost(other.id)
  const all = await heard(bobs, 'clear', 3)
  expect(all.map(({ post_id, root_id }) => [post_id, root_id]).slice(1)).toEqual(
    expect.arrayContaining([
      [reply.id, other.id],
      [other.id, undefined],
    ]),
  )

  // Nobody was told of this one.
  const silent = await alice.post(townSquare.id, 'nothing')
  await alice.client.deletePost(silent.id)
  expect(pushes(carols, 'clear')).toEqual([])
  expect(pushes(bobs, 'clear')).toHaveLength(3)
})

test('phones are told once that their session has ended', async () => {
  await using open = await openPushing({
    MM_SERVICESETTINGS_EXTENDSESSIONLENGTHWITHACTIVITY: 'true',
    MM_SERVICESETTINGS_SESSIONLENGTHMOBILEINHOURS: '48',
    MM_TEAMSETTINGS_SITENAME: 'Harbour',
  })
  const { ws, heard, pushes, tellExpired, turn } = open
  const { alice, bob } = await ws.trio()
  const [alices, bobs] = [await withPhone(alice), await withPhone(bob)]
  await tellExpired()
  expect(pushes(alices, 'session')).toEqual([])

  turn(47 * hourMs)
  // Bob comes back in time, with the same phone.
  await bob.client.login(bob.username, password)
  await withPhone(bob, bobs)
  turn(hourMs + 60_000)
  await tellExpired()

  const [push] = await heard(alices, 'session', 1)
  expect(push).toMatchObject({
    type: 'session',
    version: 'v2',
    platform: 'apple_rn',
    post_id: '',
    message:
      'You were logged out: log in again to be notified. On Harbour, sessions end after 48 hours.',
  })
  expect(push?.signature).toBeTruthy()
  await tellExpired()
  turn(2 * hourMs)
  await tellExpired()
  expect(pushes(alices, 'session')).toHaveLength(1)
  expect(pushes(bobs, 'session')).toEqual([])
})

test('where sessions end at a fixed time, phones are not told', async () => {
  await using open = await openPushing({
    MM_SERVICESETTINGS_EXTENDSESSIONLENGTHWITHACTIVITY: 'false',
  })
  const { ws, pushes, tellExpired, turn } = open
  const alice = await ws.member('alice')
  const phone = await withPhone(alice)
  const { body } = await alice.request('GET', `/api/v4/users/${alice.id}/sessions`)
  const [{ expires_at = 0 } = {}] = body as { expires_at?: number }[]
  turn(expires_at - Date.now() + 60_000)
  await tellExpired()
  expect(pushes(phone, 'session')).toEqual([])
})
