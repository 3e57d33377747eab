import { type Member, password } from '@redoubt/testkit/member.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { WebSocket } from 'ws'

type Route = { method: string; url: string }

/** Two workspaces of one server, told apart by their host names. */
async function openTwo() {
  const server = await openTestServer()
  const port = new URL(server.address).port
  await server.registry.create('other', ['localhost'])
  const [ours, theirs] = await Promise.all([
    TestWorkspace.open(`http://127.0.0.1:${port}`),
    TestWorkspace.open(`http://localhost:${port}`),
  ])
  return { server, ours, theirs }
}

/** Something of each kind in a workspace, by the name of the path parameter. */
async function furnish(ws: TestWorkspace): Promise<Record<string, string>> {
  const { team, townSquare, alice, bob } = await ws.trio()
  const post = await alice.post(townSquare.id, `secret-of-${ws.admin.username}`)
  const direct = await alice.client.createDirectChannel([alice.id, bob.id])
  const [role] = await alice.client.getRolesByNames(['system_user'])
  const [session] = await alice.client.getSessions(alice.id)
  return {
    user_id: alice.id,
    username: alice.username,
    email: `${alice.username}@example.org`,
    team_id: team.id,
    team_name: team.name,
    name: team.name,
    invite_id: team.invite_id,
    channel_id: townSquare.id,
    channel_name: townSquare.name,
    direct_id: direct.id,
    post_id: post.id,
    thread_id: post.id,
    role_id: role?.id ?? '',
    session_id: session?.id ?? '',
  }
}

/** Bodies of several kinds, so that one of them gets past the schema. */
function bodies(ids: Record<string, string>): unknown[] {
  const values = [ids.user_id, ids.team_id, ids.channel_id, ids.post_id].filter(Boolean)
  return [
    undefined,
    values,
    [ids.user_id],
    {
      ...ids,
      message: 'intruder',
      term: 'a',
      id: ids.post_id,
      user_ids: [ids.user_id],
      privacy: 'P',
      roles: 'system_user',
      scheme_admin: true,
      scheme_user: true,
      active: true,
      new_password: password,
      type: 'P',
      display_name: 'intruder',
      emoji_name: 'tada',
    },
  ]
}

describe('two workspaces of one server', () => {
  let two: Awaited<ReturnType<typeof openTwo>>
  let theirs: Record<string, string>
  let routes: readonly Route[]

  beforeAll(async () => {
    two = await openTwo()
    theirs = await furnish(two.theirs)
    await furnish(two.ours)
    // What ends the own session would end the walk; it names nobody.
    routes = two.server.routes.filter(
      ({ url }) =>
        url.startsWith('/api/v4/') && !/\/users\/(logout|sessions\/revoke\/all)$/.test(url),
    )
  })
  afterAll(() => two.server[Symbol.asyncDispose]())

  test('know nothing of each other, on any route, with any id of the other', {
    timeout: 180_000,
  }, async () => {
    const { admin } = two.ours
    const needles = [
      'user_id',
      'team_id',
      'channel_id',
      'direct_id',
      'post_id',
      'invite_id',
      'session_id',
    ]
      .map((key) => theirs[key])
      .filter((id): id is string => Boolean(id))
    const secrets = [...needles, `secret-of-${two.theirs.admin.username}`, theirs.username ?? '']
    expect(routes.length).toBeGreaterThan(90)
    const failures: string[] = []
    for (const { method, url } of routes) {
      const filled = url.replace(/:(\w+)/g, (_all, name: string) => theirs[name] ?? unique('x'))
      for (const body of method === 'GET' || method === 'HEAD' ? [undefined] : bodies(theirs)) {
        const answer = await admin.request(method, filled, body)
        const sent = JSON.stringify([filled, body])
        const told = secrets.filter(
          (secret) => JSON.stringify(answer.body).includes(secret) && !sent.includes(secret),
        )
        if (answer.status >= 500 && answer.status !== 501)
          failures.push(`${method} ${url}: ${answer.status}`)
        if (told.length > 0) failures.push(`${method} ${url} told ${told}`)
      }
    }
    expect(failures).toEqual([])
    expect(await stillThere(two.theirs.admin, theirs)).toBe(true)
  })

  test('a session of one is none in the other', async () => {
    const { token } = two.ours.admin
    const headers = { Authorization: `Bearer ${token}` }
    const reply = await fetch(`${two.theirs.url}/api/v4/users/me`, { headers })
    expect(reply.status).toBe(401)
    const socket = new WebSocket(`${two.theirs.url.replace('http', 'ws')}/api/v4/websocket`, {
      headers,
    })
    const frames: string[] = []
    socket.on('message', (data) => frames.push(String(data)))
    socket.on('error', () => undefined)
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send(JSON.stringify({ seq: 1, action: 'ping', data: {} }))
    await new Promise((resolve) => socket.once('close', resolve))
    expect(frames).toEqual([])
  })

  test('the same names live in both, and events stay at home', async () => {
    const name = unique('twin')
    const make = (ws: TestWorkspace) =>
      ws.admin.client.createTeam({ name, display_name: name, type: 'O' } as never)
    const [ourTeam, theirTeam] = await Promise.all([make(two.ours), make(two.theirs)])
    expect(ourTeam.id).not.toBe(theirTeam.id)
    using ourHears = await two.ours.admin.socket()
    using theirHears = await two.theirs.admin.socket()
    const square = await two.ours.admin.client.getChannelByName(ourTeam.id, 'town-square')
    await two.ours.admin.post(square.id, 'only here')
    await ourHears.until('posted')
    expect(theirHears.names).toEqual([])
  })

  test('the role of one database opens no other', async () => {
    const records = await two.server.registry.list()
    expect(records.map((record) => record.name).sort()).toEqual(['main', 'other'])
    const [main, other] = records
    const intruder = new pg.Client({
      host: new URL(inject('postgresUrl')).searchParams.get('host') ?? '',
      user: `w_${main?.id}`,
      database: `w_${other?.id}`,
    })
    await expect(intruder.connect()).rejects.toThrow(/permission denied for database/)
  })
})

async function stillThere(admin: Member, ids: Record<string, string>): Promise<boolean> {
  const post = await admin.client.getPost(ids.post_id ?? '')
  const user = await admin.client.getUser(ids.user_id ?? '')
  return post.message.startsWith('secret-of-') && user.delete_at === 0
}
