import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '@nats-io/transport-node'
import type { Member } from '@redoubt/testkit/member.ts'
import { hasNatsServer } from '@redoubt/testkit/nats-server.ts'
import { openTestNodes, type TestNodes } from '@redoubt/testkit/test-nodes.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import type { EventFrame } from '@redoubt/wire/socket.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RawSocket } from '#platform/hub/raw-socket.ts'

const isHello = (frame: EventFrame) => frame.event === 'hello'
const says = (text: string) => (frame: EventFrame) =>
  frame.event === 'posted' && String(frame.data.post).includes(text)
const slow = { timeout: 60_000, interval: 100 }

describe.skipIf(!hasNatsServer())('nodes that fail', () => {
  let nodes: TestNodes
  const folder = mkdtempSync(path.join(os.tmpdir(), 'redoubt-killed-'))
  const children: ChildProcess[] = []

  beforeAll(async () => {
    nodes = await openTestNodes(1)
  }, 60_000)
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await nodes[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  /** A further node, as a process of its own. */
  async function startNode() {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts')], {
      env: {
        ...process.env,
        ...nodes.environment,
        REDOUBT_DATA: path.join(folder, 'data'),
        REDOUBT_LISTEN: '127.0.0.1:0',
        REDOUBT_ROUTE_LIMITS: 'off',
        REDOUBT_LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    let output = ''
    for await (const text of child.stdout.setEncoding('utf8')) {
      output += text
      const address = /ready at (\S+)/.exec(output)?.[1]
      if (address) return { child, address }
    }
    throw new Error(`the node did not start:\n${output}`)
  }

  test('MC-CL-02 what a killed node was to do is done once; its people are gone', {
    timeout: 90_000,
  }, async () => {
    const { townSquare, alice, bob } = await nodes.ws.trio()
    const { child, address } = await startNode()
    using socket = RawSocket.to(bob)
    await socket.until(isHello)
    using hers = RawSocket.to(alice.at(address))
    await hers.until(isHello)
    const statusOfAlice = async () => (await bob.client.getStatus(alice.id)).status
    await expect.poll(statusOfAlice, slow).toBe('online')
    await alice.at(address).request('POST', '/api/v4/posts/schedule', {
      channel_id: townSquare.id,
      user_id: alice.id,
      message: 'after the end',
      scheduled_at: Date.now() + 4_000,
    })
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended

    await socket.until(says('after the end'))
    await expect.poll(statusOfAlice, slow).toBe('offline')
    const { posts } = await bob.client.getPosts(townSquare.id)
    const sent = Object.values(posts).filter(({ message }) => message === 'after the end')
    expect(sent).toHaveLength(1)
    expect(socket.events.filter(says('after the end'))).toHaveLength(1)
    const { body } = await nodes.ws.admin.request('GET', '/api/v4/cluster/status')
    expect(body).toHaveLength(1)
  })

  test('without the bus a node says so, trusts no memory, and has clients come again', {
    timeout: 90_000,
  }, async () => {
    await using other = await openTestServer(nodes.environment)
    const onB = (member: Member) => member.at(other.address)
    const { townSquare, alice, bob } = await nodes.ws.trio()
    const health = async (address: string) =>
      (await fetch(`${address}/api/v4/system/ping?get_server_status=true`)).status
    using socket = RawSocket.to(onB(bob))
    const hello = await socket.until(isHello)
    expect((await onB(bob).request('GET', '/api/v4/users/me')).status).toBe(200)
    expect(await health(other.address)).toBe(200)

    await nodes.bus.stop()
    await expect.poll(() => health(other.address), slow).toBe(500)
    const plain = await fetch(`${other.address}/api/v4/system/ping?get_server_status=1`)
    expect(await plain.json()).toMatchObject({ bus_status: 'UNHEALTHY', database_status: 'OK' })
    await alice.post(townSquare.id, 'only on A')
    await onB(alice).post(townSquare.id, 'only on B')
    await socket.until(says('only on B'))
    expect(socket.events.some(says('only on A'))).toBe(false)
    await nodes.ws.admin.client.revokeAllSessionsForUser(alice.id)
    await expect
      .poll(async () => (await onB(alice).request('GET', '/api/v4/users/me')).status, slow)
      .toBe(401)

    await nodes.bus.start()
    await socket.closed
    for (const { address } of [other, ...nodes.servers]) {
      await expect.poll(() => health(address), slow).toBe(200)
    }
    // By then each has told the other that it missed something.
    await sleep(500)
    const query = `?connection_id=${hello.data.connection_id}&sequence_number=${socket.events.length}`
    using again = RawSocket.to(onB(bob), query)
    expect((await again.until(isHello)).data.connection_id).not.toBe(hello.data.connection_id)
    await nodes.ws.admin.post(townSquare.id, 'together')
    await again.until(says('together'))
  })

  test('who has another key reads nothing on the bus, and is not listened to', {
    timeout: 60_000,
  }, async () => {
    await using other = await openTestServer(nodes.environment)
    const { REDOUBT_NATS_URL = '', REDOUBT_DATABASE_URL = '' } = nodes.environment
    const foreign = new URL(REDOUBT_DATABASE_URL)
    foreign.pathname += 'x'
    // Another installation on the same bus.
    await using stranger = await openTestServer({
      REDOUBT_NATS_URL,
      REDOUBT_DATABASE_URL: foreign.href,
    })
    const theirs = await TestWorkspace.open(stranger.address)
    const wire = await connect({
      servers: new URL(REDOUBT_NATS_URL).host,
      user: 'nodes',
      pass: 'open-sesame',
    })
    const frames: { subject: string; data: Buffer }[] = []
    wire.subscribe('>', {
      callback: (_error, { subject, data }) => {
        frames.push({ subject, data: Buffer.from(data) })
      },
    })
    await wire.flush()
    const { townSquare, bob } = await nodes.ws.trio()
    using socket = RawSocket.to(bob.at(other.address))
    await socket.until(isHello)
    await nodes.ws.admin.post(townSquare.id, 'a secret of ours')
    await socket.until(says('a secret of ours'))
    await expect
      .poll(() => frames.filter(({ subject }) => subject.endsWith('.work')))
      .not.toEqual([])
    const all = Buffer.concat(frames.map(({ data }) => data)).toString('latin1')
    for (const word of ['a secret of ours', 'posted', bob.id, townSquare.id]) {
      expect(all).not.toContain(word)
    }
    for (const { subject } of frames) expect(subject).toMatch(/^(nodes|w\.[a-z0-9]{26}\.|_INBOX)/)

    // Sent again, altered or made up: nothing of it is heard.
    const before = socket.events.length
    for (const { subject, data } of frames) {
      wire.publish(subject, data)
      wire.publish(subject, Buffer.concat([data, Buffer.of(1)]))
      wire.publish(subject, 'nonsense')
    }
    await wire.flush()
    await nodes.ws.admin.post(townSquare.id, 'the next one')
    await socket.until(says('the next one'))
    expect(socket.events.slice(before).filter(says('secret'))).toEqual([])
    expect(socket.events.map(({ seq }) => seq)).toEqual(socket.events.keys().toArray())
    await wire.close()

    const nodesOf = async (member: Member) =>
      (await member.request('GET', '/api/v4/cluster/status')).body
    expect(await nodesOf(theirs.admin)).toHaveLength(1)
    await expect.poll(() => nodesOf(nodes.ws.admin), slow).toHaveLength(2)
  })
})
