import http from 'node:http'
import type { Client4 } from '@mattermost/client'
import { localRequest } from '@redoubt/testkit/local-client.ts'
import { Member } from '@redoubt/testkit/member.ts'
import { openTestServer, type TestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import type { ImportLine, ImportReport, ImportSummary } from '@redoubt/wire/imports.ts'
import { describe, expect } from 'vitest'

const path = '/api/redoubt/v1/import'
const type = 'application/x-ndjson'
const secret = 'correct-horse-battery'

type Imported = { reports: ImportReport[]; summary: ImportSummary }

/** Imports lines; the version line is added, and a string is taken for a line as it is. */
async function importLines(
  server: TestServer,
  lines: (ImportLine | string)[],
  query = '',
): Promise<Imported> {
  const all = ['{"type":"version","version":1}', ...lines.map(toText)]
  return importText(server, `${all.join('\n')}\n`, query)
}

function toText(line: ImportLine | string): string {
  return typeof line === 'string' ? line : JSON.stringify(line)
}

async function importText(
  server: TestServer,
  body: string | Buffer,
  query = '',
): Promise<Imported> {
  const answer = await localRequest(server.controlSocket, 'POST', `${path}${query}`, { body, type })
  expect(answer.status).toBe(200)
  const reports = answer.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ImportReport)
  const summary = reports.at(-1)
  if (!summary || !('done' in summary)) throw new Error(`no summary: ${answer.text}`)
  return { reports: reports.slice(0, -1), summary }
}

/** A team with a channel and two people in it, under names of its own. */
function smallTeam() {
  const [team, ann, ben] = [unique('ops'), unique('ann'), unique('ben')]
  const person = (username: string, channel = {}): ImportLine => ({
    type: 'user',
    user: {
      username,
      email: `${username}@example.org`,
      password: secret,
      first_name: username.slice(0, 3),
      teams: [{ name: team, channels: [{ name: 'room', ...channel }] }],
    },
  })
  const lines: ImportLine[] = [
    { type: 'team', team: { name: team, display_name: 'Ops', type: 'I' } },
    {
      type: 'channel',
      channel: { team, name: 'room', display_name: 'Room', type: 'P', purpose: 'Talk' },
    },
    person(ann),
    person(ben),
  ]
  const post = (message: string, create_at: number, rest = {}): ImportLine => ({
    type: 'post',
    post: { team, channel: 'room', user: ann, message, create_at, ...rest },
  })
  return { team, ann, ben, lines, person, post }
}

async function logIn(server: TestServer, username: string): Promise<Client4> {
  return (await Member.logIn(server.address, username, secret)).client
}

async function room(client: Client4, team: string) {
  const { id } = await client.getTeamByName(team)
  return client.getChannelByName(id, 'room')
}

const monday = Date.UTC(2026, 0, 5, 9)

describe('POST /api/redoubt/v1/import', () => {
  test('BI1 what is written is what the API reads back', async ({ server, ws: _ws }) => {
    const { team, ann, ben, lines, post } = smallTeam()
    const { reports, summary } = await importLines(server, [
      ...lines,
      post(`#welcome @${ben}`, monday, {
        is_pinned: true,
        edit_at: monday + 60_000,
        props: { priority: 'x', deleteBy: 'nobody' },
        flagged_by: [ben],
        reactions: [
          { user: ben, create_at: monday + 5, emoji_name: 'tada' },
          { user: ann, create_at: monday + 6, emoji_name: 'tada' },
        ],
        replies: [
          { user: ben, message: 'second', create_at: monday + 2000 },
          { user: ann, message: 'before its root', create_at: monday - 5000 },
        ],
      }),
      { type: 'direct_channel', direct_channel: { members: [ann, ben], shown_by: [ann] } },
      {
        type: 'direct_post',
        direct_post: { channel_members: [ben, ann], user: ben, message: 'psst', create_at: monday },
      },
    ])

    expect(reports).toEqual([])
    expect(summary).toEqual({
      done: true,
      lines: 8,
      errors: 0,
      created: { team: 1, channel: 1, user: 2, post: 2, reply: 2, reaction: 2, direct_channel: 1 },
      updated: {},
      skipped: {},
    })
    const client = await logIn(server, ann)
    const channel = await room(client, team)
    expect(channel).toMatchObject({ type: 'P', purpose: 'Talk', create_at: monday })
    const { order, posts } = await client.getPosts(channel.id)
    const [second, clamped, root] = order.map((id) => posts[id])
    expect(root).toMatchObject({
      message: `#welcome @${ben}`,
      create_at: monday,
      edit_at: monday + 60_000,
      is_pinned: true,
      hashtags: '#welcome',
      props: { priority: 'x' },
      reply_count: 2,
      last_reply_at: monday + 2000,
    })
    expect(clamped).toMatchObject({ create_at: monday + 1, root_id: root?.id })
    expect(second).toMatchObject({ create_at: monday + 2000, root_id: root?.id })
    expect(await client.getReactionsForPost(root?.id ?? '')).toHaveLength(2)

    const me = await client.getMe()
    const benProfile = await client.getUserByUsername(ben)
    const preferences = await client.getMyPreferences()
    expect(preferences).toContainEqual({
      user_id: me.id,
      category: 'direct_channel_show',
      name: benProfile.id,
      value: 'true',
    })
    const direct = await client.createDirectChannel([me.id, benProfile.id])
    expect(Object.values((await client.getPosts(direct.id)).posts)).toMatchObject([
      { message: 'psst', user_id: benProfile.id },
    ])
  })

  test('importing a file again changes nothing', async ({ server, ws: _ws }) => {
    const { team, ann, ben, lines, person, post } = smallTeam()
    const file = [
      ...lines,
      // The same millisecond, by two authors and with two texts: three posts.
      post('one', monday, { replies: [{ user: ben, message: 'a', create_at: monday }] }),
      post('two', monday, { reactions: [{ user: ben, create_at: monday, emoji_name: '+1' }] }),
      post('one', monday, { user: ben }),
      post('one', monday),
    ]
    const first = await importLines(server, file)
    expect(first.summary.created).toMatchObject({ post: 3, reply: 1, reaction: 1 })
    const client = await logIn(server, ann)
    const channel = await room(client, team)
    const before = await client.getPosts(channel.id)
    const times = Object.values(before.posts).map((one) => one.create_at)
    expect(new Set(times).size).toBe(4)

    const again = await importLines(server, file)

    expect(again.summary).toMatchObject({ done: true, created: {}, updated: {} })
    expect(await client.getPosts(channel.id)).toEqual(before)
    expect(await room(client, team)).toEqual(channel)

    const more = await importLines(server, [
      ...file,
      post('three', monday),
      post('one', monday, { replies: [{ user: ann, message: 'b', create_at: monday + 1 }] }),
      person(unique('new')),
    ])
    expect(more.summary.created).toEqual({ post: 1, reply: 1, user: 1 })
  })

  test('what was exported from here is known here', async ({ server, ws }) => {
    const { team, ann, lines, post } = smallTeam()
    await importLines(server, lines)
    const client = await logIn(server, ann)
    const channel = await room(client, team)
    const said = await client.createPost({ channel_id: channel.id, message: 'live' } as never)

    const { summary } = await importLines(server, [post('live', said.create_at)])

    expect(summary.created).toEqual({})
    expect(ws.admin.id).not.toBe('')
  })

  test('updates what the file says of those who are there, but no password', async ({
    server,
    ws: _ws,
  }) => {
    const { team, ann, lines, person } = smallTeam()
    await importLines(server, lines)
    const user = {
      username: ann,
      email: `${ann}@example.org`,
      position: 'Pilot',
      password: 'other',
    }
    const { summary } = await importLines(server, [
      { type: 'team', team: { name: team, display_name: 'New name', type: 'I' } },
      { type: 'user', user: { ...user, teams: [{ name: team, roles: 'team_user team_admin' }] } },
    ])
    expect(summary.updated).toEqual({ team: 1, user: 1 })
    const client = await logIn(server, ann)
    expect(await client.getMe()).toMatchObject({ position: 'Pilot', email_verified: true })
    const found = await client.getTeamByName(team)
    expect(found).toMatchObject({ display_name: 'New name' })
    expect(await client.getTeamMember(found.id, 'me')).toMatchObject({ scheme_admin: true })
    // A line that names no roles takes none away.
    await importLines(server, [person(ann)])
    expect(await client.getTeamMember(found.id, 'me')).toMatchObject({ scheme_admin: true })
  })

  test('somebody who is online sees the new channel at once', async ({ server, ws }) => {
    const eve = await ws.member('eve')
    using heard = await eve.socket()
    const { team, ann, lines } = smallTeam()
    await importLines(server, [
      ...lines,
      {
        type: 'user',
        user: {
          username: eve.username,
          email: `${eve.username}@example.org`,
          teams: [{ name: team, channels: [{ name: 'room' }] }],
        },
      },
    ])
    const channel = await room(eve.client, team)
    const client = await logIn(server, ann)
    await client.createPost({ channel_id: channel.id, message: 'hello' } as never)
    expect((await heard.until('posted')).data).toMatchObject({ channel_name: 'room' })
  })

  describe('counters', () => {
    /** What counters should be, counted the slow way from the posts themselves. */
    async function recount(client: Client4, channelId: string, lastViewedAt: number) {
      const posts = Object.values((await client.getPosts(channelId, 0, 200)).posts)
      const unread = posts.filter((one) => one.create_at > lastViewedAt)
      const roots = posts.filter((one) => one.root_id === '')
      return {
        total_msg_count: posts.length,
        total_msg_count_root: roots.length,
        last_post_at: Math.max(...posts.map((one) => one.create_at)),
        last_root_post_at: Math.max(...roots.map((one) => one.create_at)),
        msg_count: posts.length - unread.length,
        msg_count_root: roots.filter((one) => one.create_at <= lastViewedAt).length,
      }
    }

    test('are exact, whoever has read how far', async ({ server, ws: _ws }) => {
      const { team, ann, ben, lines, person, post } = smallTeam()
      const late = unique('late')
      const never = unique('never')
      const lastViewed = monday + 5000
      const posts = Array.from({ length: 12 }, (_, n) =>
        post(`message ${n}`, monday + n * 1000, {
          replies:
            n % 3 === 0
              ? [{ user: ben, message: `re ${n}`, create_at: monday + 500 + n * 1000 }]
              : [],
        }),
      )
      const states = [
        person(late, { last_viewed_at: lastViewed, mention_count: 2, mention_count_root: 1 }),
        person(never, { last_viewed_at: 0 }),
      ]
      // Before, between and after the posts: it comes to the same.
      await importLines(server, [...lines, ...posts.slice(0, 5), ...states, ...posts.slice(5)])

      const client = await logIn(server, ann)
      const channel = await room(client, team)
      const { msg_count, msg_count_root, ...counted } = await recount(client, channel.id, Infinity)
      expect(channel).toMatchObject(counted)
      expect(await client.getMyChannelMember(channel.id)).toMatchObject({
        msg_count,
        msg_count_root,
        mention_count: 0,
      })
      for (const [name, viewedAt, mentions] of [
        [late, lastViewed, 2],
        [never, 0, 0],
      ] as const) {
        const other = await logIn(server, name)
        const { msg_count: read, msg_count_root: roots } = await recount(
          other,
          channel.id,
          viewedAt,
        )
        expect(await other.getMyChannelMember(channel.id)).toMatchObject({
          msg_count: read,
          msg_count_root: roots,
          mention_count: mentions,
          last_viewed_at: viewedAt,
        })
      }
      const { order, posts: all } = await client.getPosts(channel.id, 0, 200)
      for (const id of order) {
        const replies = Object.values(all).filter((one) => one.root_id === id)
        expect(all[id]?.root_id ? 0 : all[id]?.reply_count).toBe(replies.length)
      }
    })

    test('threads are followed by those who write in them and whom the file names', async ({
      server,
      ws: _ws,
    }) => {
      const { team, ann, ben, lines, person, post } = smallTeam()
      const [third, fourth] = [unique('third'), unique('fourth')]
      await importLines(server, [
        ...lines,
        person(third, { last_viewed_at: monday + 500 }),
        person(fourth),
        post('root', monday, {
          replies: [
            { user: ben, message: 'one', create_at: monday + 1000 },
            { user: third, message: 'two', create_at: monday + 2000 },
            { user: ben, message: 'three', create_at: monday + 3000 },
          ],
          thread_followers: [{ user: fourth, last_viewed: monday + 2500, unread_mentions: 1 }],
        }),
      ])
      for (const [name, unread, mentions] of [
        [ann, 0, 0],
        [ben, 0, 0],
        [third, 1, 0],
        [fourth, 1, 1],
      ] as const) {
        const client = await logIn(server, name)
        const { id } = await client.getTeamByName(team)
        const { threads } = await client.getUserThreads('me', id, {})
        expect(threads, name).toMatchObject([
          { reply_count: 3, last_reply_at: monday + 3000, unread_replies: unread },
        ])
        expect(threads[0]?.unread_mentions, name).toBe(mentions)
        expect(threads[0]?.participants).toHaveLength(2)
      }
    })

    test('stay exact beside live posts that are unread', async ({ server, ws: _ws }) => {
      const { team, ann, ben, lines, post } = smallTeam()
      await importLines(server, [...lines, post('old', monday)])
      const annClient = await logIn(server, ann)
      const channel = await room(annClient, team)
      const live = await annClient.createPost({ channel_id: channel.id, message: 'new' } as never)
      const benClient = await logIn(server, ben)
      const unread = async () => {
        const { total_msg_count: total = 0, last_post_at } = await room(benClient, team)
        return {
          total,
          last_post_at,
          unread: total - (await benClient.getMyChannelMember(channel.id)).msg_count,
        }
      }
      expect(await unread()).toEqual({ total: 2, unread: 1, last_post_at: live.create_at })

      await importLines(server, [post('older', monday - 1000), post('old too', monday + 1000)])

      expect(await unread()).toEqual({ total: 4, unread: 1, last_post_at: live.create_at })
    })

    test('lists that a client has cached are fetched anew', async ({ server, ws: _ws }) => {
      const { team, ann, lines, post } = smallTeam()
      await importLines(server, lines)
      const member = await Member.logIn(server.address, ann, secret)
      const channel = await room(member.client, team)
      await member.post(channel.id, 'live')
      const url = `/api/v4/channels/${channel.id}/posts`
      const etag = async () => (await member.request('GET', url)).headers.get('etag')
      const before = await etag()
      await importLines(server, [post('older', monday)])
      expect(await etag()).not.toBe(before)
    })
  })

  test('more posts than one batch holds, all of the same millisecond', async ({
    server,
    ws: _ws,
  }) => {
    const { team, ann, lines, post } = smallTeam()
    // Every one needs a millisecond of its own.
    const posts = Array.from({ length: 1500 }, (_, n) => post(`n ${n}`, monday))
    const { summary, reports } = await importLines(server, [...lines, ...posts])
    expect(summary.created.post).toBe(1500)
    expect(reports).toContainEqual({ lines: 1000, errors: 0 })
    const client = await logIn(server, ann)
    expect(await room(client, team)).toMatchObject({
      total_msg_count: 1500,
      last_post_at: monday + 1499,
    })
    const again = await importLines(server, posts.slice(700))
    expect(again.summary.created).toEqual({})
  })

  describe('bad lines', () => {
    const { team, ann, lines, post } = smallTeam()
    const bad: [string, ImportLine | string, string][] = [
      ['no JSON', '{"type":', "The line isn't JSON."],
      ['no object', '[1]', 'needs a type'],
      ['an unknown type', '{"type":"song"}', 'needs a type'],
      ['a prototype for a type', '{"type":"constructor"}', 'needs a type'],
      ['no body', '{"type":"post","post":null}', 'post'],
      ['a missing field', '{"type":"team","team":{"name":"a"}}', 'display_name'],
      ['a wrong field', `{"type":"post","post":{"create_at":"x"}}`, 'post'],
      ['a second version', '{"type":"version","version":1}', 'The first line'],
      ['an unknown team', post('x', monday, { team: 'nowhere' }), 'There is no team nowhere.'],
      ['an unknown channel', post('x', monday, { channel: 'nowhere' }), 'no channel nowhere'],
      ['an unknown author', post('x', monday, { user: 'nobody-at-all' }), 'no user nobody-at-all'],
      ['a time to come', post('x', 9_999_999_999_999), 'in the future'],
      ['no time', post('x', 0), 'create_at'],
      ['a long text', post('x'.repeat(17_000), monday), 'too long'],
      ['a NUL', post('a\0b', monday), 'NUL'],
      ['half a pair', '{"type":"post","post":{"message":"\\ud800"}}', 'half a pair'],
      ['a NUL in props', post('x', monday, { props: { 'a\0': 1 } }), 'NUL'],
      ['depth', `{"type":"post","post":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'too deeply'],
      [
        'a reserved name',
        { type: 'team', team: { name: 'admin-x', display_name: 'x', type: 'O' } },
        'reserved',
      ],
      [
        'a channel of another kind',
        { type: 'channel', channel: { team, name: 'room', type: 'O' } },
        'already, with the type P',
      ],
      [
        'a taken address',
        { type: 'user', user: { username: 'somebody-else', email: `${ann}@example.org` } },
        'is taken',
      ],
      [
        'an unknown role',
        { type: 'user', user: { username: 'x', email: 'x@example.org', roles: 'king' } },
        'Unknown role',
      ],
      [
        'a bad name',
        { type: 'user', user: { username: 'A B', email: 'x@example.org' } },
        'user name',
      ],
      [
        'people without a channel',
        {
          type: 'direct_post',
          direct_post: { channel_members: [ann], user: ann, message: 'x', create_at: monday },
        },
        'no direct channel',
      ],
    ]

    test('BI2 are reported with number and reason, and the import goes on', async ({
      server,
      ws: _ws,
    }) => {
      const { reports, summary } = await importLines(server, [
        ...lines,
        ...bad.map(([, line]) => line),
        post('after', monday),
      ])
      const problems = reports.filter((report) => 'line' in report)
      for (const [index, [what, , reason]] of bad.entries()) {
        const number = 2 + lines.length + index
        const problem = problems.find((report) => report.line === number)
        expect(problem?.error, what).toContain(reason)
      }
      expect(problems).toHaveLength(bad.length)
      expect(summary).toMatchObject({ done: true, errors: bad.length, created: { post: 1 } })
    })

    test('strict stops at the first one and keeps what came before', async ({ server }) => {
      const { lines: fresh, post: write } = smallTeam()
      const { reports, summary } = await importLines(
        server,
        [...fresh, write('before', monday), '{', write('after', monday)],
        '?strict=true',
      )
      expect(reports).toEqual([{ line: 7, error: "The line isn't JSON." }])
      expect(summary).toMatchObject({
        done: false,
        stopped: expect.stringContaining('strict'),
        errors: 1,
        created: { post: 1 },
      })
    })

    test('an import that stops at once answers, though much of the file is to come', async ({
      server,
    }) => {
      const filler = `${JSON.stringify(post('x'.repeat(10_000), monday))}\n`.repeat(1000)
      const { summary } = await importText(server, `{"type":"song"}\n${filler}`)
      expect(summary).toMatchObject({ done: false, lines: 1 })
    })

    test('a file without its version is refused', async ({ server }) => {
      for (const body of ['{"type":"team"}\n', '{"type":"version","version":2}', '\n \n']) {
        const { summary } = await importText(server, body)
        expect(summary).toMatchObject({ done: false, stopped: expect.any(String), created: {} })
      }
    })

    test('bytes that are no text, and lines beyond 16 MiB', async ({ server, ws: _ws }) => {
      const version = Buffer.from('{"type":"version","version":1}\n')
      const { reports } = await importText(
        server,
        Buffer.concat([version, Buffer.from([0xff, 0x0a]), Buffer.alloc(17 * 1024 * 1024, 0x61)]),
      )
      expect(reports).toEqual([
        { line: 2, error: "The line isn't UTF-8." },
        { line: 3, error: 'The line is longer than 16 MiB.' },
      ])
    })

    test('another type of body is refused', async ({ server }) => {
      for (const other of ['application/json', 'text/plain']) {
        const request = { body: '{}', type: other }
        const answer = await localRequest(server.controlSocket, 'POST', path, request)
        expect(answer.status).toBe(400)
      }
    })
  })

  test('kinds that this server does not keep are counted', async ({ server, ws: _ws }) => {
    const { lines, post } = smallTeam()
    const { summary } = await importLines(server, [
      '{"type":"scheme","scheme":{"name":"a"}}',
      '{"type":"emoji","emoji":{"name":"fox","image":"fox.png"}}',
      ...lines,
      post('with a file', monday, { attachments: [{ path: 'a.pdf' }] }),
    ])
    expect(summary).toMatchObject({ errors: 0, skipped: { scheme: 1, emoji: 1, attachment: 1 } })
  })

  test('a file that breaks off leaves what came before, and can be sent again', async ({
    server,
    ws,
  }) => {
    const { ann, team, lines, post } = smallTeam()
    const file = ['{"type":"version","version":1}', ...lines.map(toText)]
    let isRunning = false
    await new Promise<void>((resolve) => {
      const headers = { 'Content-Type': type, 'Content-Length': 1_000_000 }
      const request = http.request({
        socketPath: server.controlSocket,
        method: 'POST',
        path,
        headers,
      })
      request.once('error', () => resolve())
      request.write(`${file.join('\n')}\n`)
      const giveUp = async () => {
        const found = await ws.admin.client.getTeamByName(team).catch(() => undefined)
        if (found) isRunning = (await server.registry.ensureDefault()).imports.isRunning()
        if (found) request.destroy(new Error('enough'))
        else setTimeout(giveUp, 20)
      }
      void giveUp()
    })
    // A workspace that is being filled isn't closed for want of visitors.
    expect(isRunning).toBe(true)
    const { summary } = await importLines(server, [...lines, post('now', monday)])
    expect(summary).toMatchObject({ done: true, created: { post: 1 } })
    expect(await logIn(server, ann)).toBeDefined()
  })

  test('an empty workspace has its accounts from the file', async () => {
    await using server = await openTestServer()
    const user = { username: 'boss', email: 'boss@example.org', password: secret }
    await importLines(server, [
      { type: 'user', user: { ...user, roles: 'system_user system_admin' } },
    ])
    const boss = await Member.logIn(server.address, 'boss', secret)
    const ws = new TestWorkspace(server.address, boss)
    expect(await boss.client.getMe()).toMatchObject({ roles: 'system_user system_admin' })
    // It isn't open to whoever comes first any more.
    await expect(Member.signUp(server.address, { username: 'late' })).rejects.toThrow()
    expect((await ws.member('guest')).id).toBeDefined()
  })
})
