import { setTimeout as sleep } from 'node:timers/promises'
import type { Member } from '@redoubt/testkit/member.ts'
import { hasNatsServer } from '@redoubt/testkit/nats-server.ts'
import { openTestNodes, type TestNodes } from '@redoubt/testkit/test-nodes.ts'
import type { EventFrame } from '@redoubt/wire/socket.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RawSocket } from '#platform/hub/raw-socket.ts'

const isHello = (frame: EventFrame) => frame.event === 'hello'
const says = (text: string) => (frame: EventFrame) =>
  frame.event === 'posted' && String(frame.data.post).includes(`"${text}"`)

describe.skipIf(!hasNatsServer())('two nodes', () => {
  let nodes: TestNodes
  let addressOfB = ''
  /** The same person, speaking to the second node. */
  const onB = (member: Member) => member.at(addressOfB)
  const statusOn = async (member: Member, userId: string) =>
    (await member.client.getStatus(userId)).status

  beforeAll(async () => {
    nodes = await openTestNodes(2)
    addressOfB = nodes.servers[1]?.address ?? ''
  }, 60_000)
  afterAll(() => nodes[Symbol.asyncDispose]())

  test('MC-CL-01 posts made on one reach a socket on the other, all and in order', {
    timeout: 60_000,
  }, async () => {
    const { townSquare, alice, bob } = await nodes.ws.trio()
    using socket = RawSocket.to(onB(bob))
    await socket.until(isHello)
    const written: string[] = []
    for (let round = 0; round < 50; round++) {
      const texts = Array.from({ length: 10 }, (_, index) => `m${round * 10 + index}`)
      // Ten at a time share commits; what is awaited before comes before.
      await Promise.all(texts.map((text) => alice.post(townSquare.id, text)))
      written.push(...texts)
    }
    await socket.until(says('m499'))
    await expect
      .poll(() => socket.events.filter(({ event }) => event === 'posted').length)
      .toBe(500)
    expect(socket.events.map(({ seq }) => seq)).toEqual(socket.events.keys().toArray())
    const posts = socket.events
      .filter(({ event }) => event === 'posted')
      .map(({ data }) => JSON.parse(String(data.post)))
    expect(posts.map(({ message }) => message).sort()).toEqual(written.sort())
    const times = posts.map(({ create_at }) => create_at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  test('MC-CL-03 a session that is revoked on one is refused on the other at once', async () => {
    const { townSquare, bob } = await nodes.ws.trio()
    using socket = RawSocket.to(onB(bob))
    await socket.until(isHello)
    expect((await onB(bob).request('GET', '/api/v4/users/me')).status).toBe(200)
    await nodes.ws.admin.client.revokeAllSessionsForUser(bob.id)
    expect((await onB(bob).request('GET', '/api/v4/users/me')).status).toBe(401)
    await socket.closed
    await nodes.ws.admin.post(townSquare.id, 'not for bob')
    expect(socket.events.some(says('not for bob'))).toBe(false)
  })

  test('MC-CL-04 MC-WS-11 somebody is offline once no node has a socket', async () => {
    const { alice, bob } = await nodes.ws.trio()
    using first = RawSocket.to(bob)
    await first.until(isHello)
    using second = RawSocket.to(onB(bob))
    await second.until(isHello)
    for (const viewer of [alice, onB(alice)]) {
      await expect.poll(() => statusOn(viewer, bob.id)).toBe('online')
    }
    first.ws.terminate()
    await first.closed
    await sleep(300)
    for (const viewer of [alice, onB(alice)]) {
      expect(await statusOn(viewer, bob.id)).toBe('online')
    }
    second.ws.terminate()
    for (const viewer of [alice, onB(alice)]) {
      await expect.poll(() => statusOn(viewer, bob.id)).toBe('offline')
    }
  })

  test('a status set by hand on one is seen on the other, and so is being away', async () => {
    const { alice, bob } = await nodes.ws.trio()
    using own = RawSocket.to(onB(bob))
    await own.until(isHello)
    await expect.poll(() => statusOn(alice, bob.id)).toBe('online')
    await bob.client.updateStatus({ user_id: bob.id, status: 'dnd', dnd_end_time: 0 } as never)
    const told = await own.until(({ event }) => event === 'status_change')
    expect(told.data).toMatchObject({ status: 'dnd', user_id: bob.id })
    expect(await statusOn(onB(alice), bob.id)).toBe('dnd')
  })

  test('MC-WS-12 a connection goes on at another node, with what was missed, once', async () => {
    const { townSquare, alice, bob } = await nodes.ws.trio()
    using first = RawSocket.to(bob)
    const hello = await first.until(isHello)
    await onB(alice).post(townSquare.id, 'before')
    await first.until(says('before'))
    first.ws.terminate()
    await first.closed
    for (const text of ['away on B', 'away on B too']) await onB(alice).post(townSquare.id, text)
    await alice.post(townSquare.id, 'away on A')

    const next = first.events.length - 1
    const query = `?connection_id=${hello.data.connection_id}&sequence_number=${next}`
    using second = RawSocket.to(onB(bob), query)
    await alice.post(townSquare.id, 'back from A')
    await onB(alice).post(townSquare.id, 'back from B')
    await second.until(says('back from B'))
    await second.until(says('back from A'))
    expect(second.events.some(isHello)).toBe(false)
    const last = next + second.events.length
    expect(second.events.map(({ seq }) => seq)).toEqual(
      Array.from({ length: last - next }, (_, index) => next + index),
    )
    const messages = second.events.map(({ data }) => JSON.parse(String(data.post)).message)
    expect(messages.slice(0, 4)).toEqual(['before', 'away on B', 'away on B too', 'away on A'])
    expect(messages.slice(4).sort()).toEqual(['back from A', 'back from B'])

    // The first node has given it away, and gives nobody else's.
    second.ws.terminate()
    await second.closed
    using stranger = RawSocket.to(
      alice,
      `?connection_id=${hello.data.connection_id}&sequence_number=1`,
    )
    expect((await stranger.until(isHello)).data.connection_id).not.toBe(hello.data.connection_id)
    using third = RawSocket.to(
      bob,
      `?connection_id=${hello.data.connection_id}&sequence_number=${last}`,
    )
    await alice.post(townSquare.id, 'home again')
    expect((await third.until(says('home again'))).seq).toBe(last)
    expect(third.events.some(isHello)).toBe(false)
  })

  test('MC-WS-12 where events are lost a new connection begins, elsewhere too', async () => {
    const { bob } = await nodes.ws.trio()
    using first = RawSocket.to(bob)
    const hello = await first.until(isHello)
    first.ws.terminate()
    await first.closed
    using second = RawSocket.to(
      onB(bob),
      `?connection_id=${hello.data.connection_id}&sequence_number=77`,
    )
    const again = await second.until(isHello)
    expect(again.seq).toBe(0)
    expect(again.data.connection_id).not.toBe(hello.data.connection_id)
  })

  test('roles, configuration, membership and load shedding hold on both at once', async () => {
    const { admin } = nodes.ws
    const { team, alice, bob } = await nodes.ws.trio()
    const channel = { team_id: team.id, display_name: 'C', type: 'O' }
    const make = async (name: string) =>
      (
        await onB(alice).request('POST', '/api/v4/channels', {
          ...channel,
          name: `${name}-${alice.id}`,
        })
      ).status
    const role = await onB(admin).client.getRoleByName('team_user')
    expect(await make('may')).toBe(201)
    const without = role.permissions.filter((name) => name !== 'create_public_channel')
    await admin.client.patchRole(role.id, { permissions: without })
    expect(await make('may-not')).toBe(403)
    await admin.client.patchRole(role.id, { permissions: role.permissions })

    using socket = RawSocket.to(onB(bob))
    await socket.until(isHello)
    await admin.client.patchConfig({ TeamSettings: { SiteName: 'Two nodes' } } as never)
    await socket.until(({ event }) => event === 'config_changed')
    expect(await onB(bob).client.getClientConfig()).toMatchObject({ SiteName: 'Two nodes' })

    const closed = await alice.client.createChannel({
      ...channel,
      type: 'P',
      name: `p-${alice.id}`,
    } as never)
    const read = () => onB(bob).request('GET', `/api/v4/channels/${closed.id}`)
    expect((await read()).status).toBe(404)
    await alice.client.addToChannel(bob.id, closed.id)
    expect((await read()).status).toBe(200)
    await alice.post(closed.id, 'welcome')
    await socket.until(says('welcome'))
    await alice.client.removeFromChannel(bob.id, closed.id)
    expect((await read()).status).toBe(404)

    await admin.request('POST', '/api/v4/server_busy?seconds=60')
    expect((await onB(admin).request('GET', '/api/v4/server_busy')).body).toMatchObject({
      busy: true,
    })
    await admin.request('DELETE', '/api/v4/server_busy')
    expect((await onB(admin).request('GET', '/api/v4/server_busy')).body).toMatchObject({
      busy: false,
    })
  })

  test('typing and messages that nobody stores cross as well', async () => {
    const { townSquare, alice, bob } = await nodes.ws.trio()
    using socket = RawSocket.to(onB(bob))
    await socket.until(isHello)
    await alice.request('POST', '/api/v4/users/me/typing', { channel_id: townSquare.id })
    const typing = await socket.until(({ event }) => event === 'typing')
    expect(typing.data).toMatchObject({ user_id: alice.id })
  })

  test('GET cluster/status lists both nodes, for those who may see it', async () => {
    const { admin } = nodes.ws
    const { alice } = await nodes.ws.trio()
    const answer = await admin.request('GET', '/api/v4/cluster/status')
    expect(answer.status).toBe(200)
    const list = answer.body as Record<string, string>[]
    const other = (await onB(admin).request('GET', '/api/v4/cluster/status')).body
    expect(list.toReversed()).toEqual(other)
    expect(new Set(list.map(({ config_hash }) => config_hash)).size).toBe(1)
    expect(list[0]).toEqual({
      id: answer.headers.get('x-cluster-id'),
      version: expect.stringMatching(/^\d/),
      schema_version: expect.stringMatching(/^\d+$/),
      config_hash: expect.stringMatching(/^\w+$/),
      ipaddress: '127.0.0.1',
      hostname: expect.any(String),
    })
    expect((await alice.request('GET', '/api/v4/cluster/status')).status).toBe(403)
  })

  test('a file and a workspace made on one are there on the other', async () => {
    const { townSquare, alice, bob } = await nodes.ws.trio()
    const form = new FormData()
    form.append('channel_id', townSquare.id)
    form.append('files', new Blob(['on both']), 'note.txt')
    const { file_infos: infos } = await alice.client.uploadFile(form as never)
    const id = infos[0]?.id ?? ''
    await alice.post(townSquare.id, 'a file', { file_ids: [id] })
    expect((await onB(bob).request('GET', `/api/v4/files/${id}`)).body).toBe('on both')

    const [a, b] = nodes.servers
    expect(await b?.registry.forName('second')).toBeUndefined()
    await a?.registry.create('second', ['second.example.org'])
    await expect
      .poll(async () => (await b?.registry.forHost('second.example.org'))?.name)
      .toBe('second')
  })
})

if (!hasNatsServer()) {
  console.warn('Several nodes are not tested here: apt-get install nats-server')
}
