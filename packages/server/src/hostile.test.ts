import { monitorEventLoopDelay } from 'node:perf_hooks'
import { test } from '@redoubt/testkit/test-server.ts'
import fc from 'fast-check'
import { expect } from 'vitest'

const requests = 20_000
const atOnce = 8
const seed = 20_261_121

/** Text that breaks things: controls, halves of pairs, SQL, paths, markup, numbers at the edge. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\ud800',
    "'; drop table posts; --",
    '../../etc/passwd',
    '%00',
    '__proto__',
    'constructor',
    '<script>alert(1)</script>',
    '-1',
    '99999999999999999999',
    '1e309',
    'NaN',
    'me',
    'true',
    'x'.repeat(5_000),
    '\u202e\u0000\uffff',
    '{{}}',
  ),
)

const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    nasty,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(nasty, tie('any'), { maxKeys: 4 }),
  ),
})).any

/** Names that bodies and queries really have, so that a request gets past the first check. */
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
  'name',
  'display_name',
  'type',
  'roles',
  'username',
  'email',
  'password',
  'notify_props',
  'timezone',
  'status',
  'dnd_end_time',
  'emoji_name',
  'post_id',
  'category',
  'value',
  'page',
  'per_page',
  'since',
  'before',
  'after',
  'limit',
  'privacy',
  'header',
  'scheme_admin',
  'scheme_user',
  'session_id',
  'pending_post_id',
  'create_at',
  'sort',
  'unread',
  'channel_ids',
  'sorting',
  'muted',
  'collapsed',
  'emoji',
  'text',
  'duration',
  'expires_at',
  'filename',
  'file_size',
  'in_team',
  'in_channel',
  'allowed_domains',
  'fromCreateAt',
  'direction',
  'perPage',
  'terms',
  'is_or_search',
  'time_zone_offset',
]

test('no request, however odd, gets the better of the server', { timeout: 180_000 }, async ({
  ws,
  server,
}) => {
  const { team, townSquare, alice } = await ws.trio()
  const post = await alice.post(townSquare.id, 'a target')
  const ids = [alice.id, team.id, townSquare.id, post.id, 'me']
  // What ends the two sessions would end the test: everything after it would be a 401.
  const ending =
    /log(in|out)$|one_time_link$|\/sessions\/|\/(active|password|roles|convert_to_bot)$/
  const routes = server.routes.filter(
    ({ url, method }) =>
      url.startsWith('/api/v4/') &&
      !ending.test(url) &&
      method !== 'HEAD' &&
      // A busy server refuses searches with a 503 on purpose.
      url !== '/api/v4/server_busy' &&
      `${method} ${url}` !== 'DELETE /api/v4/users/:user_id',
  )
  const part = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...ids) },
    { weight: 2, arbitrary: nasty },
  )
  const body = fc.oneof(
    fc.dictionary(fc.constantFrom(...names), fc.oneof(part, value), { maxKeys: 8 }),
    fc.array(part, { maxLength: 4 }),
    value,
  )
  const request = fc.record({
    route: fc.constantFrom(...routes),
    parts: fc.array(part, { minLength: 4, maxLength: 4 }),
    query: fc.dictionary(fc.constantFrom(...names), nasty, { maxKeys: 3 }),
    body,
    isOwn: fc.boolean(),
  })
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const failures = new Set<string>()
  const wanted = fc.sample(request, { numRuns: requests, seed })
  const send = async ({ route, parts, query, body: sent, isOwn }: (typeof wanted)[number]) => {
    let index = 0
    const path = route.url.replace(/:\w+/g, () => encode(parts[index++ % parts.length] ?? ''))
    const search = Object.entries(query)
      .map(([key, text]) => `${key}=${encode(text)}`)
      .join('&')
    const hasBody = route.method !== 'GET'
    const who = isOwn ? ws.admin : alice
    const { status, body: answer } = await who.request(
      route.method,
      `${path}?${search}`.slice(0, 3_000),
      hasBody ? sent : undefined,
    )
    if (status === 401) failures.add(`the session was lost by ${route.method} ${route.url}`)
    if (status >= 500 && status !== 501) {
      failures.add(
        `${status} ${route.method} ${route.url} ${JSON.stringify(answer).slice(0, 120)} ${JSON.stringify({ parts, query, sent }).slice(0, 400)}`,
      )
    }
  }
  for (let at = 0; at < wanted.length; at += atOnce) {
    await Promise.all(wanted.slice(at, at + atOnce).map(send))
  }
  delay.disable()
  expect([...failures]).toEqual([])
  expect((await ws.admin.client.getMe()).id).toBe(ws.admin.id)
  expect(delay.max / 1e6).toBeLessThan(500)
})

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
