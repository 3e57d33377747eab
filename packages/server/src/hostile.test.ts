import { type Cast, configure, openCast } from '@redoubt/testkit/matrix/actors.ts'
import { things } from '@redoubt/testkit/matrix/ask.ts'
import { World } from '@redoubt/testkit/matrix/world.ts'
import type { Member } from '@redoubt/testkit/member.ts'
import { nasty, nastyValue, nearly } from '@redoubt/testkit/nasty.ts'
import { bodySchemaOf, sampleOf } from '@redoubt/testkit/sample.ts'
import { heapBytes, watchStalls } from '@redoubt/testkit/stalls.ts'
import { type BuiltRoute, openTestServer } from '@redoubt/testkit/test-server.ts'
import { call } from '@redoubt/testkit/uploads.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plans } from './permission-matrix.requests.ts'

const requests = 20_000
/** After these, caches are warm and nothing should grow any more. */
const warmUp = 5_000
const atOnce = 8
/** After so many, what was used up is made anew. */
const perWorld = 1_000
const seed = 20_261_121
const longestStallMs = 200
/** Looks like an id, and is nobody's. */
const unknownId = 'z'.repeat(26)
const maxGrowthBytes = 64 * 1024 * 1024

/** What would end the walk, since everything after it would be a refusal. */
const leftOut: readonly { route: RegExp; reason: string }[] = [
  { route: /\/users\/log(in|out)$/, reason: 'begins or ends the session' },
  { route: /\/sessions\//, reason: 'ends the session' },
  { route: /\/(active|password|roles|convert_to_bot)$/, reason: 'ends one’s own session by "me"' },
  { route: /\/(demote|promote)$/, reason: 'takes the administrator’s role by "me"' },
  { route: /^DELETE \/api\/v4\/users\/:user_id$/, reason: 'ends one’s own account by "me"' },
  { route: /\/server_busy$/, reason: 'a busy server refuses searches with a 503 on purpose' },
]

/** Names that bodies and queries really have beside those in the schemas. */
const names = [
  'channel_id',
  'user_id',
  'user_ids',
  'team_id',
  'message',
  'root_id',
  'props',
  'file_ids',
  'term',
  'roles',
  'notify_props',
  'page',
  'per_page',
  'since',
  'before',
  'after',
  'limit',
  'in_team',
  'in_channel',
  'fromCreateAt',
  'direction',
  'perPage',
  'time_zone_offset',
  'include_deleted',
  'sort',
]

const types = [
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'text/plain',
  'application/json',
  'application/json; charset=utf-16',
]

test('no request, however odd, gets the better of the server', { timeout: 600_000 }, async () => {
  await using server = await openTestServer()
  const cast = await openCast(server)
  const wanted = fc.sample(requestTo(server.routes.filter(isAsked)), { numRuns: requests, seed })

  const failures = new Set<string>()
  const stalls = watchStalls()
  let heapBefore = 0
  let { owner, values } = await makeThings(cast)
  for (let at = 0; at < wanted.length; at += atOnce) {
    if (at % perWorld === 0) ({ owner, values } = await makeThings(cast))
    if (at === warmUp) heapBefore = heapBytes()
    const answers = wanted.slice(at, at + atOnce).map(async (request) => {
      const who = request.isAdmin ? cast.ws.admin : owner
      const answer = await send(who, request, values)
      // An overloaded machine may lose the database for a moment; what the request does, it repeats.
      const isAway = answer.status === 503
      return judge(request, isAway ? await send(who, request, values) : answer)
    })
    for (const failure of await Promise.all(answers)) if (failure) failures.add(failure)
  }
  stalls.stop()

  expect([...failures]).toEqual([])
  expect((await cast.ws.admin.client.getMe()).id).toBe(cast.ws.admin.id)
  expect(stalls.longestMs()).toBeLessThan(longestStallMs)
  expect(heapBytes() - heapBefore).toBeLessThan(maxGrowthBytes)
})

/** One of each thing, and whom most of them belong to. */
async function makeThings(cast: Cast) {
  await configure(cast.ws)
  const world = new World(cast, 'O')
  const values = new Map<string, string>()
  for (const thing of things) values.set(thing, await world.get(thing))
  return { owner: world.owner, values }
}

/** Stands for a thing until the request is sent. */
const placeholders = Object.fromEntries(things.map((thing) => [thing, `{${thing}}`]))

function fillIn(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (whole, thing) => values.get(thing) ?? whole)
}

/** What a good request would send. */
function goodBody(route: BuiltRoute): unknown {
  const body = plans[`${route.method} ${route.url}`]?.body
  return body
    ? body({ ...placeholders, caller_id: '{user_id}', kind: 'O', category_order: '[]' })
    : sampleOf(bodySchemaOf(route), placeholders, { withOptional: true })
}

function isAsked({ method, url }: BuiltRoute): boolean {
  const isLeftOut = leftOut.some(({ route }) => route.test(`${method} ${url}`))
  return method !== 'HEAD' && !isLeftOut
}

type Request = {
  route: BuiltRoute
  parts: Record<string, string>
  query: Record<string, string>
  body: unknown
  /** Sent as it is, as that type; '' for the body as JSON. */
  type: string
  isAdmin: boolean
}

/** Requests that are nearly right: to every route, about things that there are. */
function requestTo(routes: BuiltRoute[]): fc.Arbitrary<Request> {
  const id = fc.constantFrom(...Object.values(placeholders), 'me', unknownId)
  const odd = fc.oneof({ weight: 2, arbitrary: id }, nasty, nastyValue)
  const loose = fc.oneof(
    fc.dictionary(fc.constantFrom(...names), odd, { maxKeys: 8 }),
    fc.array(id, { maxLength: 4 }),
    nastyValue,
  )
  return fc.constantFrom(...routes).chain((route) => {
    const good = goodBody(route)
    const { params = {} } = plans[`${route.method} ${route.url}`] ?? {}
    const partNames = [...route.url.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
    const toPart = (name: string) =>
      fc.oneof(
        { weight: 6, arbitrary: fc.constant(partFor(params[name] ?? name, name)) },
        { weight: 2, arbitrary: id },
        { weight: 2, arbitrary: nasty },
      )
    return fc.record({
      route: fc.constant(route),
      parts: fc.record(Object.fromEntries(partNames.map((name) => [name, toPart(name)]))),
      query: fc.dictionary(fc.constantFrom(...names), nasty, { maxKeys: 3 }),
      body: fc.oneof({ weight: 2, arbitrary: nearly(good, odd) }, loose),
      type: fc.oneof(
        { weight: 9, arbitrary: fc.constant('') },
        { weight: 1, arbitrary: fc.constantFrom(...types) },
      ),
      isAdmin: fc.boolean(),
    })
  })
}

function partFor(thing: string, name: string): string {
  return thing.startsWith('=')
    ? thing.slice(1)
    : (placeholders[thing] ?? placeholders[name] ?? 'sample')
}

async function send(
  who: Member,
  { route, parts, query, body, type }: Request,
  values: ReadonlyMap<string, string>,
) {
  const encode = (text: string) => encodeURIComponent(fillIn(text.toWellFormed(), values))
  const path = route.url.replace(/:(\w+)/g, (_all, name) => encode(parts[name] ?? ''))
  const search = Object.entries(query)
    .map(([key, text]) => `${key}=${encode(text)}`)
    .join('&')
  const json = JSON.stringify(body)
  const text = json === undefined ? undefined : fillIn(json, values)
  const answer = await call(who, `${path}?${search}`.slice(0, 3_000), {
    method: route.method,
    redirect: 'manual',
    ...(route.method !== 'GET' &&
      text !== undefined && {
        headers: { 'Content-Type': type || 'application/json' },
        body: type ? text.slice(0, text.length / 2) : text,
      }),
  })
  return { status: answer.status, text: await answer.text() }
}

/** What is wrong with the answer, if anything is. */
function judge(request: Request, { status, text }: { status: number; text: string }) {
  const { method, url } = request.route
  if (status === 401 && text.includes('session_expired')) {
    return `the session was lost before ${method} ${url}`
  }
  if (status < 500 || status === 501) return undefined
  const { route: _route, ...sent } = request
  return `${status} ${method} ${url} ${text.slice(0, 120)} ${JSON.stringify(sent).slice(0, 400)}`
}
