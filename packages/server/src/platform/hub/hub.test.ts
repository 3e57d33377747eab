import { once } from 'node:events'
import { test } from '@redoubt/testkit/test-server.ts'
import type { EventFrame } from '@redoubt/wire/socket.ts'
import { describe, expect } from 'vitest'
import { RawSocket } from './raw-socket.ts'

const isHello = (frame: EventFrame) => frame.event === 'hello'
const says = (text: string) => (frame: EventFrame) =>
  frame.event === 'posted' && String(frame.data.post).includes(text)

describe('the WebSocket', () => {
  test('MC-WS-01 a session on the upgrade is greeted with seq 0', async ({ ws }) => {
    using socket = RawSocket.to(ws.admin)
    const hello = await socket.until(isHello)
    expect(hello).toMatchObject({ seq: 0, broadcast: { user_id: ws.admin.id, omit_users: null } })
    expect(hello.data.connection_id).toMatch(/^[a-z0-9]{26}$/)
    expect(hello.data.server_version).toMatch(/^11\.6\.0\./)
  })

  test('MC-WS-02 without one the challenge decides', async ({ ws }) => {
    const url = `${ws.url.replace('http', 'ws')}/api/v4/websocket`
    using good = new RawSocket(url)
    await once(good.ws, 'open')
    good.send(1, 'authentication_challenge', { token: ws.admin.token })
    expect(await good.until((frame) => frame.seq_reply === 1)).toMatchObject({ status: 'OK' })
    expect(good.events.map((frame) => frame.event)).toEqual(['hello'])
    using bad = new RawSocket(url)
    await once(bad.ws, 'open')
    bad.send(1, 'authentication_challenge', { token: 'wrong' })
    await bad.closed
    expect(bad.frames).toEqual([])
  })

  test('what comes right behind the challenge is answered, what comes before is refused', async ({
    ws,
  }) => {
    using socket = new RawSocket(`${ws.url.replace('http', 'ws')}/api/v4/websocket`)
    await once(socket.ws, 'open')
    socket.send(1, 'ping')
    expect(await socket.until((frame) => frame.seq_reply === 1)).toMatchObject({
      status: 'FAIL',
      error: { id: 'api.web_socket_router.not_authenticated.app_error', status_code: 401 },
    })
    socket.send(2, 'authentication_challenge', { token: ws.admin.token })
    socket.send(3, 'ping')
    expect(await socket.until((frame) => frame.seq_reply === 3)).toMatchObject({ status: 'OK' })
    const order = socket.frames.map((frame) => frame.event ?? frame.seq_reply)
    expect(order).toEqual([1, 'hello', 2, 3])
  })

  test('who says a lot before being known is shown out', async ({ ws }) => {
    // Of a session that nobody has asked about yet: the answer takes a query.
    const { token } = await ws.member('hasty')
    using socket = new RawSocket(`${ws.url.replace('http', 'ws')}/api/v4/websocket`)
    await once(socket.ws, 'open')
    socket.send(1, 'authentication_challenge', { token })
    for (let seq = 2; seq < 50; seq++) socket.send(seq, 'ping')
    await socket.closed
    expect(socket.frames).toEqual([])
  })

  test('MC-WS-03 replies carry seq_reply and use up no seq', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    using socket = RawSocket.to(bob)
    await socket.until(isHello)
    socket.send(1, 'ping')
    const pong = await socket.until((frame) => frame.seq_reply === 1)
    expect(pong).toMatchObject({ status: 'OK', data: { text: 'pong' } })
    expect(pong).not.toHaveProperty('seq')
    socket.send(2, 'no_such_action')
    socket.send(3, '')
    socket.send(0, 'ping')
    await alice.post(townSquare.id, 'after the replies')
    expect((await socket.until(says('after the replies'))).seq).toBe(1)
    const errors = socket.frames.filter((frame) => frame.status === 'FAIL')
    expect(errors.map((frame) => frame.error?.id)).toEqual([
      'api.web_socket_router.bad_action.app_error',
      'api.web_socket_router.no_action.app_error',
      'api.web_socket_router.bad_seq.app_error',
    ])
  })

  test('MC-WS-04 a client that comes back gets what it missed, once and in order', async ({
    ws,
  }) => {
    const { townSquare, alice, bob } = await ws.trio()
    using first = RawSocket.to(bob)
    const hello = await first.until(isHello)
    await alice.post(townSquare.id, 'm1')
    await first.until(says('m1'))
    first.ws.terminate()
    await first.closed
    for (const text of ['m2', 'm3']) await alice.post(townSquare.id, text)

    const next = first.events.length
    using second = RawSocket.to(
      bob,
      `?connection_id=${hello.data.connection_id}&sequence_number=${next}`,
    )
    await second.until(says('m3'))
    expect(second.events.some(isHello)).toBe(false)
    expect(second.events.map((frame) => frame.seq)).toEqual([next, next + 1])

    // The last event seems lost to the client: it is sent again.
    second.ws.terminate()
    await second.closed
    using third = RawSocket.to(
      bob,
      `?connection_id=${hello.data.connection_id}&sequence_number=${next + 1}`,
    )
    await third.until(says('m3'))
    expect(third.events.map((frame) => frame.seq)).toEqual([next + 1])
  })

  test('MC-WS-05 when events are lost a new connection begins', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    using first = RawSocket.to(bob)
    const hello = await first.until(isHello)
    first.ws.terminate()
    await first.closed
    await alice.post(townSquare.id, 'while away')
    using second = RawSocket.to(
      bob,
      `?connection_id=${hello.data.connection_id}&sequence_number=77`,
    )
    const again = await second.until(isHello)
    expect(again.seq).toBe(0)
    expect(again.data.connection_id).not.toBe(hello.data.connection_id)
    expect((await second.until(says('while away'))).seq).toBe(1)
  })

  test("MC-WS-06 nonsense to resume closes, a stranger's connection is not resumed", async ({
    ws,
  }) => {
    const { alice, bob } = await ws.trio()
    using bad = RawSocket.to(alice, '?connection_id=short&sequence_number=0')
    await bad.closed
    expect(bad.frames).toEqual([])
    using hers = RawSocket.to(alice)
    const hello = await hers.until(isHello)
    hers.ws.terminate()
    await hers.closed
    using his = RawSocket.to(bob, `?connection_id=${hello.data.connection_id}&sequence_number=1`)
    const fresh = await his.until(isHello)
    expect(fresh.data.connection_id).not.toBe(hello.data.connection_id)
  })

  test('MC-WS-10 typing goes only where somebody looks, messages everywhere', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    using socket = RawSocket.to(bob)
    await socket.until(isHello)
    socket.send(1, 'presence', { channel_id: 'elsewhere' })
    await socket.until((frame) => frame.seq_reply === 1)
    await alice.request('POST', '/api/v4/users/me/typing', { channel_id: townSquare.id })
    await alice.post(townSquare.id, 'hello there')
    await socket.until(says('hello there'))
    expect(socket.events.map((frame) => frame.event)).toEqual(['hello', 'posted'])
    socket.send(2, 'presence', { channel_id: townSquare.id })
    await socket.until((frame) => frame.seq_reply === 2)
    await alice.request('POST', '/api/v4/users/me/typing', { channel_id: townSquare.id })
    await socket.until((frame) => frame.event === 'typing')
  })

  test('typing is heard by who looks at the list of threads, at a thread or at nothing yet', async ({
    ws,
  }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    using socket = RawSocket.to(bob)
    await socket.until(isHello)
    let seq = 0
    const looks = async (data: Record<string, unknown>) => {
      socket.send(++seq, 'presence', data)
      await socket.until((frame) => frame.seq_reply === seq)
      await alice.request('POST', '/api/v4/users/me/typing', { channel_id: townSquare.id })
      await alice.post(townSquare.id, `word ${seq}`)
      await socket.until(says(`word ${seq}`))
      return socket.events.filter((frame) => frame.event === 'typing').length
    }
    expect(await looks({ team_id: team.id })).toBe(1)
    expect(await looks({ channel_id: 'elsewhere' })).toBe(1)
    expect(await looks({ thread_channel_id: townSquare.id, is_thread_view: false })).toBe(2)
    expect(await looks({ thread_channel_id: '', is_thread_view: true })).toBe(3)
    expect(await looks({ thread_channel_id: '', is_thread_view: false })).toBe(3)
  })

  test('MC-WS-13 a frame over 8 KiB closes', async ({ ws }) => {
    using socket = RawSocket.to(ws.admin)
    await socket.until(isHello)
    socket.send(1, 'ping', { text: 'x'.repeat(8_192) })
    await socket.closed
  })

  test('a foreign origin, a wrong path and an unknown token open nothing', async ({ ws }) => {
    const url = ws.url.replace('http', 'ws')
    const authorization = { Authorization: `Bearer ${ws.admin.token}` }
    const opens = async (socket: RawSocket) => {
      await socket.closed
      return socket.frames.length > 0
    }
    const foreign = { ...authorization, Origin: 'https://evil.example' }
    expect(await opens(new RawSocket(`${url}/api/v4/websocket`, foreign))).toBe(false)
    expect(await opens(new RawSocket(`${url}/api/v4/elsewhere`, authorization))).toBe(false)
    using own = new RawSocket(`${url}/api/v4/websocket`, { ...authorization, Origin: ws.url })
    await own.until(isHello)
  })

  test('an ended session hears nothing more', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    using socket = RawSocket.to(bob)
    await socket.until(isHello)
    await bob.client.logout()
    await socket.closed
    await alice.post(townSquare.id, 'not for the one who left')
    expect(socket.events.filter(says('not for'))).toEqual([])
  })

  test('who joins hears the channel at once, who leaves no more', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const channel = await alice.client.createChannel({
      team_id: team.id,
      name: `c-${alice.id}`,
      display_name: 'C',
      type: 'P',
    } as never)
    using socket = RawSocket.to(bob)
    await socket.until(isHello)
    await alice.post(channel.id, 'before')
    await alice.client.addToChannel(bob.id, channel.id)
    await alice.post(channel.id, 'during')
    await socket.until(says('during'))
    await alice.client.removeFromChannel(bob.id, channel.id)
    await alice.post(channel.id, 'after')
    socket.send(1, 'ping')
    await socket.until((frame) => frame.seq_reply === 1)
    const heard = socket.events
      .filter((frame) => frame.event === 'posted')
      .map((frame) => frame.data.post)
    expect(String(heard)).not.toContain('before')
    expect(String(heard)).not.toContain('"after"')
  })
})
