import type { Post } from '@mattermost/types/posts'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, type TestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { storedFiles, uploadOne } from '@redoubt/testkit/uploads.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

const parse = (text: unknown) => JSON.parse(String(text))
const secret = 'the launch code is 0000'
const burning = { type: 'burn_on_read' } as Partial<Post>

/** Only ever moves forward: the tests share the server. */
let now = Date.now()
let server: TestServer
let ws: TestWorkspace

beforeAll(async () => {
  server = await openTestServer({}, { clock: () => now })
  ws = await TestWorkspace.open(server.address)
})

afterAll(() => server[Symbol.asyncDispose]())

test('MC-AUX-06 what burns reaches its author and those who reveal it, nobody else by any way', async () => {
  const { team, townSquare, alice, bob, eve } = await ws.trio()
  using aliceHears = await alice.socket()
  using bobHears = await bob.socket()
  using adminHears = await ws.admin.socket()
  const file = await uploadOne(alice, townSquare.id, 'code.txt', secret)

  const post = await alice.post(townSquare.id, secret, { ...burning, file_ids: [file.id] })

  expect(post).toMatchObject({
    message: secret,
    file_ids: [file.id],
    props: { expire_at: now + 604_800_000, read_duration: 600_000 },
    metadata: { recipients: [] },
  })
  const isOwn = ({ data }: { data: Record<string, unknown> }) => parse(data.post).id === post.id
  expect(parse((await aliceHears.until('posted', isOwn)).data.post)).toMatchObject({
    message: secret,
  })
  expect(parse((await bobHears.until('posted', isOwn)).data.post)).toMatchObject({
    message: '',
    file_ids: [],
    type: 'burn_on_read',
    metadata: {},
  })
  const counts = await bob.client.getMyChannelMember(townSquare.id)
  expect(counts).toMatchObject({ mention_count: 0 })

  /** Everything that the API tells of the channel, by every way that leads to a post. */
  const everything = async (who: Member) => {
    const channelUrl = `/api/v4/channels/${townSquare.id}`
    const urls = [
      `/api/v4/posts/${post.id}`,
      `/api/v4/posts/${post.id}/thread`,
      `/api/v4/posts/${post.id}/edit_history`,
      `/api/v4/posts/${post.id}/files/info`,
      `${channelUrl}/posts`,
      `${channelUrl}/posts?since=${post.create_at - 1}`,
      `${channelUrl}/pinned`,
      `/api/v4/users/me/channels/${townSquare.id}/posts/unread`,
      `/api/v4/users/me/posts/flagged`,
      `/api/v4/files/${file.id}`,
      `/api/v4/files/${file.id}/info`,
    ]
    const answers = await Promise.all(urls.map((url) => who.request('GET', url)))
    const byIds = await who.request('POST', '/api/v4/posts/ids', [post.id])
    const search = { terms: 'launch', is_or_search: false }
    const found = await who.request('POST', `/api/v4/teams/${team.id}/posts/search`, search)
    const files = await who.request('POST', `/api/v4/teams/${team.id}/files/search`, {
      terms: 'code',
    })
    return JSON.stringify([...answers, byIds, found, files].map(({ body }) => body))
  }
  await bob.client.pinPost(post.id)
  await bob.client.savePreferences(bob.id, [
    { user_id: bob.id, category: 'flagged_post', name: post.id, value: 'true' },
  ])
  for (const who of [bob, eve, ws.admin]) {
    const told = await everything(who)
    expect(told).not.toContain('launch code')
    expect(told).not.toContain('code.txt')
  }
  expect(await everything(alice)).toContain(secret)
  expect(JSON.stringify(adminHears.heard)).not.toContain('launch code')
  expect(await refusal(bob.client.addReaction(bob.id, post.id, 'tada'))).toEqual({
    status: 403,
    id: 'api.reaction.save.burn_on_read.app_error',
  })

  // A reader reveals it: for their own eyes, as long as the post allows.
  const revealed = (await bob.client.revealBurnOnReadPost(post.id)) as Post
  const expire_at = now + 600_000
  expect(revealed).toMatchObject({ message: secret, metadata: { expire_at } })
  expect(revealed.metadata.files).toMatchObject([{ id: file.id }])
  const own = await bobHears.until('post_revealed')
  expect(own.data).not.toHaveProperty('recipients')
  expect(parse(own.data.post)).toMatchObject({ message: secret })
  const authors = await aliceHears.until('post_revealed')
  expect(authors.data.recipients).toEqual([bob.id])
  expect((await alice.client.getPost(post.id)).metadata.recipients).toEqual([bob.id])
  expect((await bob.client.getPosts(townSquare.id)).posts[post.id]).toMatchObject({
    message: secret,
    metadata: { expire_at },
  })
  expect((await bob.request('GET', `/api/v4/files/${file.id}`)).body).toBe(secret)
  await bob.client.addReaction(bob.id, post.id, 'tada')
  expect((await bob.client.revealBurnOnReadPost(post.id)) as Post).toMatchObject({
    message: secret,
  })
  expect(await everything(ws.admin)).not.toContain('launch code')

  // Now the administrator, the last member, does too.
  expect(aliceHears.names).not.toContain('burn_on_read_all_revealed')
  await ws.admin.client.revealBurnOnReadPost(post.id)
  const all = await aliceHears.until('burn_on_read_all_revealed')
  expect(all.data).toEqual({ post_id: post.id, sender_expire_at: expire_at })

  // No copy is kept on the way that could be shown after the end.
  for (const url of [`channels/${townSquare.id}/posts`, `posts/${post.id}`]) {
    const { headers } = await bob.request('GET', `/api/v4/${url}`)
    expect(headers.get('etag')).toBeNull()
  }

  // Bob has read enough: for him it is gone.
  await bob.client.burnPostNow(post.id)
  const burned = await bobHears.until('post_burned')
  expect(burned.data).toEqual({ post_id: post.id })
  const gone = await everything(bob)
  expect(gone).not.toContain('launch code')
  expect(gone).not.toContain('code.txt')
  expect((await bob.client.getPosts(townSquare.id)).order).not.toContain(post.id)
  expect(await refusal(bob.client.revealBurnOnReadPost(post.id))).toEqual({
    status: 403,
    id: 'app.reveal_post.read_receipt_expired.error',
  })
})

test('what burns is written by its rules, and never edited or answered', async () => {
  const { townSquare, alice, bob, eve } = await ws.trio()
  const post = await alice.post(townSquare.id, secret, burning)
  const plain = await alice.post(townSquare.id, 'plain')
  const id = (name: string) => `api.post.fill_in_post_props.burn_on_read.${name}.app_error`
  const noThread = { status: 400, id: 'api.post.create_post.burn_on_read.app_error' }
  const reply = { root_id: plain.id }
  expect(await refusal(alice.post(townSquare.id, 'x', { ...burning, ...reply }))).toEqual(noThread)
  expect(await refusal(bob.post(townSquare.id, 'x', { root_id: post.id }))).toEqual(noThread)
  const self = await alice.client.createDirectChannel([alice.id, alice.id])
  expect(await refusal(alice.post(self.id, 'x', burning))).toEqual({
    status: 400,
    id: id('self_dm'),
  })
  expect(await refusal(alice.client.patchPost({ id: post.id, message: 'x' }))).toEqual({
    status: 400,
    id: 'api.post.patch_post.can_not_update_burn_on_read_post.error',
  })
  expect(await refusal(alice.client.updatePost({ ...post, message: 'x' }))).toEqual({
    status: 400,
    id: 'api.post.update_post.burn_on_read.app_error',
  })
  const reveal = (who: Member, postId: string) => refusal(who.client.revealBurnOnReadPost(postId))
  expect(await reveal(alice, post.id)).toEqual({
    status: 400,
    id: 'api.post.reveal_post.cannot_reveal_own_post.app_error',
  })
  expect(await reveal(bob, plain.id)).toMatchObject({ status: 400 })
  expect(await reveal(eve, post.id)).toMatchObject({ status: 404 })
  expect(await refusal(bob.client.burnPostNow(post.id))).toEqual({
    status: 400,
    id: 'app.burn_post.not_revealed.app_error',
  })
  const offTopic = await alice.client.getChannelByName(townSquare.team_id, 'off-topic')
  const elsewhere = await alice.post(offTopic.id, secret, burning)
  await ws.admin.client.removeFromChannel(bob.id, offTopic.id)
  expect(await reveal(bob, elsewhere.id)).toEqual({
    status: 403,
    id: 'api.post.reveal_post.user_not_in_channel.app_error',
  })
  // Sent twice it is one post.
  const pending = { pending_post_id: `${alice.id}:9` }
  const once = await alice.post(townSquare.id, 'twice', { ...burning, ...pending })
  const again = await alice.post(townSquare.id, 'twice', { ...burning, ...pending })
  expect(again).toMatchObject({ id: once.id, message: 'twice' })
  // The author burns it for everybody.
  using hears = await bob.socket()
  await alice.client.burnPostNow(once.id)
  await hears.until('post_deleted')
  expect(await reveal(bob, once.id)).toMatchObject({ status: 404 })
  // A reader's time ends by itself.
  await bob.client.revealBurnOnReadPost(post.id)
  now += 600_001
  expect(await refusal(bob.client.getPost(post.id))).toMatchObject({ status: 404 })
})

test('MC-AUX-07 at its end nothing is left, neither content nor files', async () => {
  const { townSquare, alice, bob } = await ws.trio()
  using hears = await bob.socket()
  const before = new Set(storedFiles(server))
  const file = await uploadOne(alice, townSquare.id, 'code.txt', secret)
  const post = await alice.post(townSquare.id, secret, { ...burning, file_ids: [file.id] })
  await bob.client.revealBurnOnReadPost(post.id)
  const own = storedFiles(server).filter((name) => !before.has(name))
  expect(own.length).toBeGreaterThan(0)
  now += 604_800_000
  await hears.until('post_deleted', (event) => String(event.data.post).includes(post.id))
  const left = () => storedFiles(server).filter((name) => own.includes(name))
  await expect.poll(left).toEqual([])
  expect(await refusal(alice.client.getPost(post.id))).toMatchObject({ status: 404 })
  expect((await alice.request('GET', `/api/v4/files/${file.id}`)).status).toBe(404)
  const since = JSON.stringify(await alice.client.getPostsSince(townSquare.id, post.create_at - 1))
  expect(since).toContain(post.id)
  expect(since).not.toContain('launch code')
})

test('burning can be switched off', async () => {
  await using server = await openTestServer({ MM_SERVICESETTINGS_ENABLEBURNONREAD: 'false' })
  const ws = await TestWorkspace.open(server.address)
  const { townSquare } = await ws.team()
  const refused = { status: 501, id: 'api.post.fill_in_post_props.burn_on_read.config.app_error' }
  expect(await refusal(ws.admin.post(townSquare.id, 'x', burning))).toEqual(refused)
  const plain = await ws.admin.post(townSquare.id, 'x')
  expect(await refusal(ws.admin.client.revealBurnOnReadPost(plain.id))).toEqual({
    status: 501,
    id: 'api.post.reveal_post.disabled.app_error',
  })
})
