import type { Channel } from '@mattermost/types/channels'
import type { Post } from '@mattermost/types/posts'
import type { Team } from '@mattermost/types/teams'
import type { UserThreadList, UserThreadWithPost } from '@mattermost/types/threads'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import pg from 'pg'
import { describe, expect, vi } from 'vitest'

const missing = { status: 404, id: 'app.user.get_thread_membership_for_user.not_found' }

function reply(member: Member, root: Post, message: string): Promise<Post> {
  return member.post(root.channel_id, message, { root_id: root.id })
}

async function list(member: Member, team: Team, query: object = {}): Promise<UserThreadList> {
  return member.client.getUserThreads(member.id, team.id, query)
}

const idsOf = ({ threads }: UserThreadList) => threads.map(({ id }) => id)

async function get(member: Member, team: Team, root: Post): Promise<UserThreadWithPost> {
  return (await member.client.getUserThread(
    member.id,
    team.id,
    root.id,
  )) as unknown as UserThreadWithPost
}

async function follows(member: Member, team: Team, root: Post): Promise<boolean> {
  const answer = await member.request('GET', pathOf(member, team, root))
  expect([200, 404]).toContain(answer.status)
  return answer.status === 200
}

function pathOf(member: Member, team: Team, root?: Post): string {
  return `/api/v4/users/${member.id}/teams/${team.id}/threads${root ? `/${root.id}` : ''}`
}

const parse = (text: unknown) => JSON.parse(String(text))

/** Unread numbers as a client shows them. */
async function unread(member: Member, team: Team, root: Post) {
  const { unread_replies, unread_mentions } = await get(member, team, root)
  return { unread_replies, unread_mentions }
}

describe('following', () => {
  test('MC-THR-01 who writes, is mentioned or wants to follows; nobody else', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const carol = await ws.member('carol', team)
    const dave = await ws.member('dave', team)
    const erin = await ws.member('erin', team)
    const frank = await ws.member('frank', team)
    await dave.client.updateChannelNotifyProps({
      channel_id: townSquare.id,
      user_id: dave.id,
      channel_auto_follow_threads: 'on',
    })
    const root = await alice.post(townSquare.id, `what do you say, @${erin.username}?`)
    expect(await follows(alice, team, root)).toBe(false)
    using hears = await carol.socket()
    const first = await reply(bob, root, `ask @${carol.username}`)

    for (const member of [alice, bob, carol, dave, erin]) {
      expect(await follows(member, team, root)).toBe(true)
    }
    expect(await follows(frank, team, root)).toBe(false)

    const updated = await hears.until('thread_updated')
    const posted = await hears.until('posted', ({ data }) => parse(data.post).id === first.id)
    expect(hears.heard.indexOf(posted)).toBeLessThan(hears.heard.indexOf(updated))
    expect(posted.data).toMatchObject({
      followers: JSON.stringify([carol.id]),
      mentions: JSON.stringify([carol.id]),
    })
    expect(updated.broadcast).toMatchObject({ user_id: carol.id, team_id: team.id })
    expect(parse(updated.data.thread)).toEqual({
      id: root.id,
      reply_count: 1,
      last_reply_at: first.create_at,
      last_viewed_at: first.create_at - 1,
      // Clients keep whom they are told of: they need the names.
      participants: [expect.objectContaining({ id: bob.id, username: bob.username, locale: 'en' })],
      post: expect.objectContaining({ id: root.id, message: root.message, reply_count: 1 }),
      unread_replies: 1,
      unread_mentions: 1,
      is_urgent: false,
      delete_at: 0,
    })
    expect(await unread(bob, team, root)).toEqual({ unread_replies: 0, unread_mentions: 0 })
    expect(await unread(alice, team, root)).toEqual({ unread_replies: 1, unread_mentions: 0 })
  })

  test('MC-THR-02 who stops following is brought back by a mention alone', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    await reply(bob, root, 'one')
    using hears = await alice.socket()
    await alice.client.updateThreadFollowForUser(alice.id, team.id, root.id, false)
    const changed = await hears.until('thread_follow_changed')
    expect(changed.data).toEqual({ thread_id: root.id, state: false, reply_count: 1 })
    expect(changed.broadcast).toMatchObject({ user_id: alice.id, team_id: team.id })
    await reply(bob, root, 'two')
    await reply(alice, root, 'my own')
    expect(await follows(alice, team, root)).toBe(false)
    await reply(bob, root, `come back, @${alice.username}`)
    expect(await follows(alice, team, root)).toBe(true)
  })

  test('follows by hand, also before anybody has replied', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    await bob.client.updateThreadFollowForUser(bob.id, team.id, root.id, true)
    expect(await list(bob, team)).toMatchObject({ total: 0, threads: [] })
    await reply(alice, root, 'one')
    expect(idsOf(await list(bob, team))).toEqual([root.id])
    expect(await unread(bob, team, root)).toEqual({ unread_replies: 1, unread_mentions: 0 })
    await bob.client.updateThreadFollowForUser(bob.id, team.id, root.id, true)
    expect(await unread(bob, team, root)).toEqual({ unread_replies: 0, unread_mentions: 0 })
  })

  test('every one of many replies at once is counted', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    const texts = Array.from({ length: 10 }, (_, index) => `reply ${index} @${alice.username}`)
    await Promise.all(
      texts.flatMap((text) => [
        reply(bob, root, text),
        reply(alice, root, text),
        alice.client.updateThreadsReadForUser(alice.id, team.id),
      ]),
    )
    const thread = await get(bob, team, root)
    expect(thread.reply_count).toBe(20)
    expect(thread.post.reply_count).toBe(20)
    const last = await reply(alice, root, 'last')
    expect(await get(alice, team, root)).toMatchObject({
      last_reply_at: last.create_at,
      participants: [{ id: bob.id }, { id: alice.id }],
      unread_replies: 0,
      unread_mentions: 0,
    })
  })

  test('a reply that is sent twice counts once', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    const twice = { root_id: root.id, pending_post_id: `${bob.id}:7` }
    const [one, other] = await Promise.all([
      bob.post(townSquare.id, 'once', twice),
      bob.post(townSquare.id, 'once', twice),
    ])
    expect(one.id).toBe(other.id)
    expect(await get(alice, team, root)).toMatchObject({ reply_count: 1, unread_replies: 1 })
  })

  test('ends with the membership of the channel', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const channel = await alice.client.createChannel({
      team_id: team.id,
      name: 'secret',
      display_name: 'Secret',
      type: 'P',
    } as Channel)
    await alice.client.addToChannel(bob.id, channel.id)
    const root = await bob.post(channel.id, 'root')
    await reply(alice, root, 'one')
    expect(idsOf(await list(bob, team))).toEqual([root.id])
    await alice.client.removeFromChannel(bob.id, channel.id)
    using hears = await bob.socket()
    await reply(alice, root, `psst, @${bob.username}`)
    expect(await list(bob, team)).toMatchObject({ total: 0, threads: [] })
    expect((await refusal(get(bob, team, root))).status).toBe(404)
    expect(hears.names).not.toContain('thread_updated')
  })
})

describe('GET threads', () => {
  test('MC-THR-03 pages by before, after and since', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const roots: Post[] = []
    for (let index = 0; index < 5; index++) {
      roots.push(await alice.post(townSquare.id, `root ${index}`))
    }
    for (const root of roots) await reply(bob, root, 'one')
    const newest = roots.map(({ id }) => id).reverse()
    expect(idsOf(await list(alice, team))).toEqual(newest)
    const page = await list(alice, team, { perPage: 2 })
    expect(idsOf(page)).toEqual(newest.slice(0, 2))
    expect(page.total).toBe(5)
    const older = await list(alice, team, { perPage: 2, before: newest[1] })
    expect(idsOf(older)).toEqual(newest.slice(2, 4))
    const newer = await list(alice, team, { perPage: 2, after: newest[3] })
    expect(idsOf(newer)).toEqual([newest[2], newest[1]])
    expect(idsOf(await list(alice, team, { before: 'y'.repeat(26) }))).toEqual([])
    const since = (await reply(bob, roots[0] as Post, 'two')).create_at
    expect(idsOf(await list(alice, team, { since }))).toEqual([roots[0]?.id])
    for (const query of ['before=x', 'since=-1', 'since=x', 'after=%00']) {
      expect((await alice.request('GET', `${pathOf(alice, team)}?${query}`)).status).toBe(400)
    }
    expect(await refusal(list(alice, team, { before: newest[0], after: newest[1] }))).toEqual({
      status: 400,
      id: 'api.getThreadsForUser.bad_params',
    })
  })

  test('MC-THR-07 totals alone, threads alone, unread ones alone', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const [seen, fresh] = [
      await alice.post(townSquare.id, 'seen'),
      await alice.post(townSquare.id, 'fresh'),
    ]
    await reply(bob, seen, 'one')
    await alice.client.updateThreadReadForUser(alice.id, team.id, seen.id, Date.now())
    await reply(bob, fresh, `@${alice.username}`)
    const totals = {
      total: 2,
      total_unread_threads: 1,
      total_unread_mentions: 1,
      total_unread_urgent_mentions: 0,
    }
    expect(await list(alice, team, { totalsOnly: true })).toEqual({ ...totals, threads: null })
    const threads = await list(alice, team, { threadsOnly: true })
    expect(threads).toMatchObject({ total: 0, total_unread_threads: 0 })
    expect(idsOf(threads)).toEqual([fresh.id, seen.id])
    const unreadOnes = await list(alice, team, { unread: true })
    expect(unreadOnes.total).toBe(1)
    expect(idsOf(unreadOnes)).toEqual([fresh.id])
    expect(await refusal(list(alice, team, { totalsOnly: true, threadsOnly: true }))).toEqual({
      status: 400,
      id: 'api.getThreadsForUser.bad_only_params',
    })
    const unreads = await alice.client.getMyTeamUnreads(true)
    expect(unreads.find(({ team_id }) => team_id === team.id)).toMatchObject({
      thread_count: 1,
      thread_mention_count: 1,
      thread_urgent_mention_count: 0,
    })
    const [plain] = await alice.client.getMyTeamUnreads()
    expect(plain?.thread_count).toBe(0)
  })

  test('MC-PERF-01 the number of statements does not grow with the threads', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const count = async (work: () => Promise<unknown>) => {
      await work()
      const queries = vi.spyOn(pg.Client.prototype, 'query')
      await work()
      const { length } = queries.mock.calls
      queries.mockRestore()
      return length
    }
    for (let index = 0; index < 12; index++) {
      await reply(bob, await alice.post(townSquare.id, `root ${index}`), 'one')
    }
    // Totals, threads, their roots, those who took part.
    expect(await count(() => list(alice, team, { extended: true }))).toBe(4)
    expect(await count(() => list(alice, team, { extended: true, perPage: 1 }))).toBe(4)
    expect(await count(() => list(alice, team, { totalsOnly: true }))).toBe(1)
  })

  test('direct threads are in every team, unless they are left out', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const { team: other } = await ws.team()
    await ws.admin.client.addToTeam(other.id, alice.id)
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    const root = await alice.post(direct.id, 'root')
    const answer = await reply(bob, root, 'one')
    for (const place of [team, other]) {
      const { threads, total } = await list(alice, place, { extended: true })
      expect(total).toBe(1)
      expect(threads).toMatchObject([
        {
          id: root.id,
          unread_mentions: 1,
          participants: [{ id: bob.id, username: bob.username }],
          post: { message: 'root', last_reply_at: answer.create_at },
        },
      ])
    }
    const without = await alice.request('GET', `${pathOf(alice, team)}?excludeDirect=true`)
    expect(without.body).toMatchObject({ total: 0, threads: [] })
  })
})

describe('reading', () => {
  test('MC-THR-04 up to a time in the middle, and back again', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    const one = await reply(bob, root, `1 @${alice.username}`)
    const two = await reply(bob, root, '2')
    await reply(bob, root, `3 @all`)
    using hears = await alice.socket()
    const read = (time: number) =>
      alice.client.updateThreadReadForUser(alice.id, team.id, root.id, time)
    expect(await unread(alice, team, root)).toEqual({ unread_replies: 3, unread_mentions: 2 })
    expect(await read(one.create_at)).toMatchObject({ unread_replies: 2, unread_mentions: 1 })
    const frame = await hears.until('thread_read_changed')
    expect(frame.data).toEqual({
      thread_id: root.id,
      timestamp: one.create_at,
      unread_mentions: 1,
      unread_replies: 2,
      previous_unread_mentions: 2,
      previous_unread_replies: 3,
      channel_id: townSquare.id,
    })
    expect(frame.broadcast).toMatchObject({ user_id: alice.id, team_id: team.id })
    await read(9_000_000_000_000_000)
    expect(await unread(alice, team, root)).toEqual({ unread_replies: 0, unread_mentions: 0 })
    await reply(bob, root, 'not hidden by a clock that is ahead')
    expect((await unread(alice, team, root)).unread_replies).toBe(1)

    await alice.client.markThreadAsUnreadForUser(alice.id, team.id, root.id, two.id)
    expect(await unread(alice, team, root)).toEqual({ unread_replies: 3, unread_mentions: 1 })
    const path = pathOf(alice, team, root)
    for (const time of ['-1', 'x', '1e400', '99999999999999999999']) {
      expect((await alice.request('PUT', `${path}/read/${time}`)).status).toBe(400)
    }
    const stranger = await alice.post(townSquare.id, 'another root')
    expect((await alice.request('POST', `${path}/set_unread/${stranger.id}`)).status).toBe(404)
  })

  test('all threads of a team at once', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    for (const text of ['a', 'b']) {
      await reply(bob, await alice.post(townSquare.id, text), `@${alice.username}`)
    }
    using hears = await alice.socket()
    await alice.client.updateThreadsReadForUser(alice.id, team.id)
    expect(await list(alice, team)).toMatchObject({
      total: 2,
      total_unread_threads: 0,
      total_unread_mentions: 0,
    })
    const frame = await hears.until('thread_read_changed')
    expect(frame.data).toEqual({ timestamp: expect.any(Number) })
    expect(frame.broadcast).toMatchObject({ user_id: alice.id, team_id: team.id })
  })

  test('a client that shows replies in the channel reads them with it', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    await reply(bob, root, 'one')
    await alice.client.viewMyChannel(townSquare.id)
    expect((await unread(alice, team, root)).unread_replies).toBe(1)
    using hears = await alice.socket()
    await alice.request('POST', '/api/v4/channels/members/me/view', { channel_id: townSquare.id })
    expect((await unread(alice, team, root)).unread_replies).toBe(0)
    const frame = await hears.until('thread_read_changed')
    expect(frame.broadcast.channel_id).toBe(townSquare.id)
  })

  test('MC-THR-06 thread_updated tells what was unread before', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    await reply(bob, root, `@${alice.username}`)
    using hears = await alice.socket()
    const second = await reply(bob, root, `again @${alice.username}`)
    const told = (post: Post) =>
      hears.until(
        'thread_updated',
        ({ data }) => parse(data.thread).last_reply_at === post.create_at,
      )
    expect((await told(second)).data).toMatchObject({
      previous_unread_mentions: 1,
      previous_unread_replies: 1,
    })
    const third = await reply(alice, root, 'yes?')
    const frame = await told(third)
    expect(frame.data).toMatchObject({ previous_unread_mentions: 2, previous_unread_replies: 2 })
    expect(parse(frame.data.thread)).toMatchObject({
      unread_replies: 0,
      unread_mentions: 0,
      participants: [{ id: bob.id }, { id: alice.id }],
    })
    const fourth = await reply(bob, root, 'bye')
    expect((await told(fourth)).data).toMatchObject({
      previous_unread_mentions: 0,
      previous_unread_replies: 0,
    })
    expect((await get(bob, team, root)).participants).toEqual([{ id: alice.id }, { id: bob.id }])
  })
})

describe('deletion', () => {
  test('MC-THR-05 a deleted reply is not counted, its author no participant', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    const one = await reply(bob, root, `@${alice.username}`)
    await reply(alice, root, 'mine')
    const two = await reply(bob, root, `@${alice.username}`)
    using hears = await alice.socket()
    await bob.client.deletePost(two.id)
    const frame = await hears.until('thread_updated')
    expect(frame.data).toMatchObject({ previous_unread_mentions: 1, previous_unread_replies: 1 })
    expect(parse(frame.data.thread)).toMatchObject({
      reply_count: 2,
      participants: [{ id: bob.id }, { id: alice.id }],
      unread_replies: 0,
      unread_mentions: 0,
    })
    await bob.client.deletePost(one.id)
    expect(await get(alice, team, root)).toMatchObject({
      reply_count: 1,
      participants: [{ id: alice.id }],
    })
  })

  test('MC-THR-09 a deleted root hides its thread, unless deleted ones are asked for', async ({
    ws,
  }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    await reply(bob, root, 'one')
    await alice.client.deletePost(root.id)
    expect(await list(bob, team)).toMatchObject({ total: 0, threads: [] })
    const { threads } = await list(bob, team, { deleted: true })
    expect(threads).toMatchObject([{ id: root.id, post: { message: '' } }])
    expect((threads[0] as unknown as { delete_at: number }).delete_at).toBeGreaterThan(0)
    expect((await refusal(get(bob, team, root))).status).toBe(404)
  })
})

describe('post lists', () => {
  test('MC-LIST-05 collapsed ones tell of each root who replied and who follows', async ({
    ws,
  }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    const quiet = await alice.post(townSquare.id, 'quiet')
    const answer = await reply(bob, root, 'one')
    const plain = await alice.client.getPosts(townSquare.id, 0, 60, true, true)
    expect(plain.order).not.toContain(answer.id)
    expect(plain.posts[root.id]).toMatchObject({
      reply_count: 1,
      last_reply_at: answer.create_at,
      participants: [{ id: bob.id }],
      is_following: true,
    })
    expect(plain.posts[quiet.id]).toMatchObject({ participants: null, is_following: false })
    const extended = [
      await alice.client.getPosts(townSquare.id, 0, 60, true, true, true),
      await alice.client.getPostsUnread(townSquare.id, alice.id, 30, 30, true, true, true),
      await alice.client.getPostsSince(townSquare.id, root.create_at - 1, true, true, true),
      await alice.client.getPostThread(root.id, true, true, true),
    ]
    for (const { posts } of extended) {
      expect(posts[root.id]?.participants).toMatchObject([{ id: bob.id, username: bob.username }])
    }
    const flat = await alice.client.getPosts(townSquare.id)
    expect(flat.posts[root.id]?.participants).toBeNull()
  })
})

describe('access', () => {
  test('a thread is read and followed from whatever team its reader looks at', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await bob.post(townSquare.id, 'root')
    await reply(bob, root, 'one')
    const { team: shown } = await ws.team()
    await ws.admin.client.addToTeam(shown.id, alice.id)
    using hears = await alice.socket()
    await alice.client.updateThreadFollowForUser(alice.id, shown.id, root.id, true)
    const changed = await hears.until('thread_follow_changed')
    expect(changed.broadcast).toMatchObject({ user_id: alice.id, team_id: team.id })
    expect(await get(alice, shown, root)).toMatchObject({ id: root.id })
  })

  test('what is hidden, foreign or not there is answered alike', async ({ ws }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    const answer = await reply(bob, root, 'one')
    const nothing = { ...root, id: 'y'.repeat(26) }
    const { team: other } = await ws.team()
    await ws.admin.client.addToTeam(other.id, eve.id)
    const calls = (member: Member, place: Team, post: Post): [string, string][] => {
      const path = pathOf(member, place, post)
      return [
        ['GET', path],
        ['PUT', `${path}/following`],
        ['DELETE', `${path}/following`],
        ['PUT', `${path}/read/1`],
        ['POST', `${path}/set_unread/${post.id}`],
      ]
    }
    for (const [member, place, post] of [
      [eve, other, root],
      [alice, team, nothing],
      [alice, team, answer],
    ] as const) {
      for (const [method, path] of calls(member, place, post)) {
        expect((await member.request(method, path)).body).toMatchObject({
          status_code: 404,
          id: 'app.post.get.app_error',
        })
      }
    }
    for (const [method, path] of calls(alice, team, root)) {
      expect((await bob.request(method, path)).status).toBe(403)
    }
    expect((await bob.request('GET', pathOf(alice, team))).status).toBe(403)
    expect((await bob.request('PUT', `${pathOf(alice, team)}/read`)).status).toBe(403)
    expect((await eve.request('GET', pathOf(eve, team))).status).toBe(404)
    expect((await ws.admin.request('GET', pathOf(alice, team))).status).toBe(200)
    const carol = await ws.member('carol', team)
    expect(await refusal(get(carol, team, root))).toEqual(missing)
    const read = carol.client.updateThreadReadForUser(carol.id, team.id, root.id, 1)
    expect(await refusal(read)).toEqual(missing)
    const path = `${pathOf(eve, other, root)}/following`
    expect((await ws.admin.request('PUT', path)).status).toBe(404)
  })
})

describe('collapsed threads as a choice', () => {
  test('who shows replies in the channel hears of no threads, and reads them there', async () => {
    await using server = await openTestServer({
      MM_SERVICESETTINGS_COLLAPSEDTHREADS: 'default_off',
    })
    const ws = await TestWorkspace.open(server.address)
    const { team, townSquare, alice, bob } = await ws.trio()
    await bob.client.savePreferences(bob.id, [
      {
        user_id: bob.id,
        category: 'display_settings',
        name: 'collapsed_reply_threads',
        value: 'on',
      },
    ])
    using aliceHears = await alice.socket()
    using bobHears = await bob.socket()
    const root = await bob.post(townSquare.id, 'root')
    await reply(alice, root, 'one')
    await bobHears.until('thread_updated')
    const last = await reply(bob, root, 'two')
    const posted = await aliceHears.until('posted', ({ data }) => parse(data.post).id === last.id)
    expect(posted.data.followers).toBeUndefined()
    expect(aliceHears.names).not.toContain('thread_updated')
    const [unreads] = await alice.client.getMyTeamUnreads(true)
    expect(unreads?.thread_count).toBe(0)
    expect((await unread(alice, team, root)).unread_replies).toBe(1)
    await alice.client.viewMyChannel(townSquare.id)
    expect((await unread(alice, team, root)).unread_replies).toBe(0)
    expect(aliceHears.names).not.toContain('thread_read_changed')
  })

  test('without automatic following only hands follow', async () => {
    await using server = await openTestServer({ MM_SERVICESETTINGS_THREADAUTOFOLLOW: 'false' })
    const ws = await TestWorkspace.open(server.address)
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    await reply(bob, root, `@${alice.username}`)
    expect(await follows(alice, team, root)).toBe(false)
    await alice.client.updateThreadFollowForUser(alice.id, team.id, root.id, true)
    await reply(bob, root, `@${alice.username}`)
    expect(await unread(alice, team, root)).toEqual({ unread_replies: 1, unread_mentions: 1 })
  })
})

test('MC-UNR-03 a reply raises no root counter and reads nothing where threads collapse', async ({
  ws,
}) => {
  const { townSquare, alice, bob } = await ws.trio()
  const root = await alice.post(townSquare.id, 'root')
  await bob.client.viewMyChannel(townSquare.id)
  const before = await bob.client.getChannel(townSquare.id)
  const another = await alice.post(townSquare.id, 'another')
  await reply(bob, root, 'one')
  const after = await bob.client.getChannel(townSquare.id)
  const member = await bob.client.getMyChannelMember(townSquare.id)
  expect(after.total_msg_count_root).toBe(before.total_msg_count_root + 1)
  expect(after.total_msg_count).toBe(before.total_msg_count + 2)
  expect(member.msg_count_root).toBe(before.total_msg_count_root)
  expect(member.last_viewed_at).toBeLessThan(another.create_at)
})
