import { openCast } from '@redoubt/testkit/matrix/actors.ts'
import { things } from '@redoubt/testkit/matrix/ask.ts'
import { World } from '@redoubt/testkit/matrix/world.ts'
import { bodySchemaOf, sampleOf } from '@redoubt/testkit/sample.ts'
import { type BuiltRoute, openTestServer } from '@redoubt/testkit/test-server.ts'
import { type TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { WebSocket } from 'ws'
import { plans } from './permission-matrix.requests.ts'

type Values = Readonly<Record<string, string>>

/** What would end the walk, since everything after it would be a refusal. */
const leftOut: readonly { route: RegExp; reason: string }[] = [
  { route: /\/users\/logout$/, reason: 'ends the session; it names nobody' },
  { route: /\/users\/sessions\/revoke\/all$/, reason: 'ends every session; it names nobody' },
  { route: /\/server_busy$/, reason: 'a busy server refuses searches with a 503 on purpose' },
]

/** Two workspaces of one server, told apart by their host names; theirs has one of each thing. */
async function openTwo() {
  const server = await openTestServer()
  const cast = await openCast(server)
  const world = new World(cast, 'P')
  const theirs: Record<string, string> = {}
  for (const thing of things) theirs[thing] = await world.get(thing)
  return { server, ours: cast.other, theirs: cast.ws, world, values: theirs }
}

/** What can be known of their things, asked by their owner and administrator. */
async function look({ theirs, world }: Awaited<ReturnType<typeof openTwo>>, values: Values) {
  const at = (path: string) => path.replace(/:(\w+)/g, (_all, name) => values[name] ?? '')
  const byOwner = [
    'users/:user_id',
    'users/:user_id/preferences',
    'users/:user_id/sessions',
    'users/:user_id/teams/:team_id/channels/categories',
    'channels/:channel_id/members/:user_id',
    'channels/:channel_id/posts',
    'channels/:channel_id/bookmarks',
    'posts/:post_id/reactions',
    'files/:file_id/info',
    'uploads/:upload_id',
    'posts/scheduled/team/:team_id',
  ]
  const byAdmin = [
    'teams/:team_id',
    'teams/:team_id/members/:user_id',
    'channels/:channel_id',
    'emoji/:emoji_id',
    'roles/:role_id',
    'schemes/:scheme_id',
    'groups/:group_id',
    'groups/:group_id/members',
    'hooks/incoming/:hook_id',
    'hooks/outgoing/:outgoing_hook_id',
    'commands/:command_id',
    'oauth/apps/:app_id',
    'oauth/outgoing_connections/:connection_id',
    'bots/:bot_user_id',
    'users/tokens/:token_id',
    'users/:guest_id',
    'config',
  ]
  const seen: unknown[] = []
  for (const [who, paths] of [[world.owner, byOwner] as const, [theirs.admin, byAdmin] as const]) {
    for (const path of paths) {
      const { status, body } = await who.request('GET', `/api/v4/${at(path)}`)
      seen.push([path, status, withoutActivity(body)])
    }
  }
  return seen
}

/** Sessions note when they were last used. */
function withoutActivity(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (key, value: unknown) =>
    ['last_activity_at', 'expires_at'].includes(key) ? 0 : value,
  )
}

/** Bodies of several kinds, so that one of them gets past the schema. */
function bodies(route: BuiltRoute, values: Values): unknown[] {
  const plan = plans[`${route.method} ${route.url}`]
  const known = { ...values, caller_id: values.user_id ?? '', kind: 'P', category_order: '[]' }
  return [
    undefined,
    sampleOf(bodySchemaOf(route), values, { withOptional: true }),
    ...(plan?.body ? [plan.body(known)] : []),
    [values.user_id, values.team_id, values.channel_id, values.post_id],
  ]
}

function fill(route: BuiltRoute, values: Values): string {
  const { params = {} } = plans[`${route.method} ${route.url}`] ?? {}
  return route.url.replace(/:(\w+)/g, (_all, name: string) => {
    const thing = params[name] ?? name
    return encodeURIComponent(
      thing.startsWith('=') ? thing.slice(1) : (values[thing] ?? values[name] ?? unique('x')),
    )
  })
}

describe('two workspaces of one server', () => {
  let two: Awaited<ReturnType<typeof openTwo>>

  beforeAll(async () => {
    two = await openTwo()
  }, 60_000)
  afterAll(() => two.server[Symbol.asyncDispose]())

  test('know nothing of each other, on any route, with any id of the other', {
    timeout: 180_000,
  }, async () => {
    const { admin } = two.ours
    const before = await look(two, two.values)
    expect(before.filter((each) => (each as unknown[])[1] !== 200)).toEqual([])
    const secrets = Object.values(two.values).filter((value) => /^[a-z0-9]{26}$/.test(value))
    const failures: string[] = []
    for (const route of two.server.routes.filter(isWalked)) {
      const path = fill(route, two.values)
      for (const body of isRead(route) ? [undefined] : bodies(route, two.values)) {
        const { status, body: answer } = await admin.request(route.method, path, body)
        const sent = JSON.stringify([path, body])
        const text = JSON.stringify(answer) ?? ''
        const told = secrets.filter((secret) => text.includes(secret) && !sent.includes(secret))
        const name = `${route.method} ${route.url}`
        if (status === 401 && text.includes('session_expired')) failures.push(`${name} ended it`)
        if (status >= 500 && status !== 501) failures.push(`${name}: ${status}`)
        if (told.length > 0) failures.push(`${name} told ${told}`)
      }
    }
    expect(failures).toEqual([])
    expect(await look(two, two.values)).toEqual(before)
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
    expect(frames.map((frame) => JSON.parse(frame))).toMatchObject([
      { status: 'FAIL', error: { id: 'api.web_socket_router.not_authenticated.app_error' } },
    ])
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
    const { id: theirId } = two.theirs.admin
    const foreign = theirHears.heard.filter(
      ({ event, data }) => event !== 'hello' && data.user_id !== theirId,
    )
    expect(foreign).toEqual([])
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

function isWalked({ method, url }: BuiltRoute): boolean {
  return !leftOut.some(({ route }) => route.test(`${method} ${url}`))
}

function isRead({ method }: BuiltRoute): boolean {
  return ['GET', 'HEAD'].includes(method)
}
