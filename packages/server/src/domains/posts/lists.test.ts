import type { PostList } from '@mattermost/types/posts'
import { refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { describe, expect } from 'vitest'

const texts = (list: PostList) => list.order.map((id) => list.posts[id]?.message)

describe('lists of posts', () => {
  test('MC-LIST-01 a walk to the beginning meets every post once', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    for (let count = 0; count < 25; count++) await alice.post(townSquare.id, `post ${count}`)
    const seen: string[] = []
    let list = await alice.client.getPosts(townSquare.id, 0, 10)
    expect(list.next_post_id).toBe('')
    for (;;) {
      seen.push(...list.order)
      const oldest = list.order.at(-1)
      if (!list.prev_post_id || !oldest) break
      list = await alice.client.getPostsBefore(townSquare.id, oldest, 0, 10)
      expect(list.next_post_id).toBe(oldest)
    }
    expect(new Set(seen).size).toBe(seen.length)
    const written = seen.filter((id) => id)
    expect(written.length).toBeGreaterThanOrEqual(25)
  })

  test('MC-LIST-02 after answers with the posts that follow most closely', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const posts = []
    for (const text of ['a', 'b', 'c', 'd']) posts.push(await alice.post(townSquare.id, text))
    const [first] = posts
    if (!first) throw new Error('no post')
    const list = await alice.client.getPostsAfter(townSquare.id, first.id, 0, 2)
    expect(texts(list)).toEqual(['c', 'b'])
    expect(list).toMatchObject({ prev_post_id: first.id, next_post_id: posts[3]?.id })
  })

  test('MC-LIST-03 since tells of edits and deletions', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const kept = await alice.post(townSquare.id, 'kept')
    const edited = await alice.post(townSquare.id, 'first text')
    const deleted = await alice.post(townSquare.id, 'to be deleted')
    await alice.client.patchPost({ id: edited.id, message: 'second text' })
    await alice.client.deletePost(deleted.id)
    const list = (await alice.client.getPostsSince(townSquare.id, deleted.create_at)) as PostList
    expect(list.posts[edited.id]).toMatchObject({ message: 'second text' })
    expect(list.posts[deleted.id]).toMatchObject({ message: '' })
    expect(list.posts[deleted.id]?.delete_at).toBeGreaterThan(0)
    // That there was an earlier text is told to everybody; what it was only to its author.
    const earlier = Object.values(list.posts).find((post) => post.original_id === edited.id)
    expect(earlier).toMatchObject({ message: '', file_ids: [], hashtags: '' })
    expect(JSON.stringify(list)).not.toContain('first text')
    expect(list.order).not.toContain(kept.id)
  })

  test('are asked for with parameters that say nothing, and answer with the newest page', async ({
    ws,
  }) => {
    const { townSquare, alice } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    await alice.post(townSquare.id, 'reply', { root_id: root.id })
    const path = `/api/v4/channels/${townSquare.id}/posts`
    const ask = async (query: string) => {
      const { body, status } = await alice.request('GET', `${path}?${query}`)
      expect(status).toBe(200)
      return body as PostList
    }
    const page = await ask('since=0&before=&after=&unknown=1&per_page=1')
    expect(texts(page)).toEqual(['reply'])
    const oldest = (await ask('per_page=200')).order.at(-1)
    expect(await ask(`before=${oldest}`)).toMatchObject({
      order: [],
      posts: {},
      next_post_id: oldest,
      prev_post_id: '',
    })
    const collapsed = await ask(`since=${root.create_at - 1}&collapsedThreads=true`)
    expect(texts(collapsed)).toEqual(['root'])
  })

  test('by ids are bounded, and say that nothing is too old to be shown', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const post = await alice.post(townSquare.id, 'one')
    const ask = (ids: string[]) => alice.request('POST', '/api/v4/posts/ids', ids)
    const found = await ask([post.id])
    expect(found).toMatchObject({ status: 200, body: [{ id: post.id }] })
    expect(found.headers.get('first-inaccessible-post-time')).toBe('0')
    const id = 'api.post.posts_by_ids.invalid_body.request_error'
    for (const ids of [[], Array.from({ length: 1001 }, () => post.id)]) {
      expect(await ask(ids)).toMatchObject({ status: 400, body: { id } })
    }
  })

  test('MC-LIST-04 unread is centred on the first post that was not read', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    for (const text of ['r1', 'r2', 'r3']) await alice.post(townSquare.id, text)
    await bob.client.viewMyChannel(townSquare.id)
    for (const text of ['u1', 'u2', 'u3']) await alice.post(townSquare.id, text)
    const path = `/api/v4/users/me/channels/${townSquare.id}/posts/unread`
    const { body } = await bob.request('GET', `${path}?limit_before=2&limit_after=2`)
    expect(texts(body as PostList)).toEqual(['u2', 'u1', 'r3', 'r2'])
    expect(await bob.request('GET', `${path}?limit_after=0`)).toMatchObject({ status: 400 })
  })

  test('MC-LIST-05 MC-LIST-06 threads travel whole, collapsed or alone', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    const replies = []
    for (const text of ['r1', 'r2', 'r3']) {
      replies.push(await bob.post(townSquare.id, text, { root_id: root.id }))
    }
    const page = await alice.client.getPosts(townSquare.id, 0, 1)
    expect(Object.keys(page.posts)).toHaveLength(4)
    const collapsed = await alice.client.getPosts(townSquare.id, 0, 30, true, true)
    expect(collapsed.order).not.toContain(replies[0]?.id)
    expect(collapsed.posts[root.id]).toMatchObject({ reply_count: 3 })

    const path = `/api/v4/posts/${root.id}/thread`
    const down = (await alice.request('GET', `${path}?perPage=2&direction=down`)).body as PostList
    expect(texts(down)).toEqual(['root', 'r1', 'r2'])
    expect(down).toMatchObject({ has_next: true })
    const next = `${path}?perPage=2&fromCreateAt=${replies[1]?.create_at}&direction=down`
    expect(texts((await alice.request('GET', next)).body as PostList)).toEqual(['root', 'r3'])
    const up = (await alice.request('GET', `${path}?perPage=1&direction=up`)).body as PostList
    expect(texts(up)).toEqual(['root', 'r3'])
    expect(up).toMatchObject({ has_next: true })

    const get = async (query: string, id = root.id) =>
      alice.request('GET', `/api/v4/posts/${id}/thread?${query}`)
    const asked = (await get('perPage=0', replies[1]?.id)).body as PostList
    expect(texts(asked)).toEqual(['r2', 'root', 'r1', 'r3'])
    expect(asked).toMatchObject({ has_next: false })
    const alone = (await get('skipFetchThreads=true', replies[1]?.id)).body as PostList
    expect(texts(alone)).toEqual(['r2'])
    const at = replies[2]?.update_at ?? 0
    await bob.client.patchPost({ id: replies[0]?.id ?? '', message: 'r1 changed' })
    const updates = (await get(`updatesOnly=true&fromUpdateAt=${at}`)).body as PostList
    expect(texts(updates)).toEqual(['r1 changed'])
    for (const query of [
      `fromPost=${root.id}`,
      'fromCreateAt=1&fromUpdateAt=1',
      'updatesOnly=true',
      'updatesOnly=true&fromUpdateAt=1&direction=up',
      'direction=sideways',
    ]) {
      expect([query, (await get(query)).status]).toEqual([query, 400])
    }
  })

  test('MC-LIST-07 an unchanged page is answered with 304', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const url = `${ws.url}/api/v4/channels/${townSquare.id}/posts`
    const get = (headers: Record<string, string> = {}) =>
      fetch(url, { headers: { Authorization: `Bearer ${alice.token}`, ...headers } })
    const etag = (await get()).headers.get('etag') ?? ''
    const again = await get({ 'If-None-Match': etag })
    expect([again.status, await again.text()]).toEqual([304, ''])
    await alice.post(townSquare.id, 'news')
    const told = await get({ 'If-None-Match': etag })
    expect(told.status).toBe(200)
    const list = (await told.json()) as PostList
    const seen = { 'If-None-Match': told.headers.get('etag') ?? '' }
    await alice.client.addReaction(alice.id, list.order[0] ?? '', 'tada')
    const reacted = await get(seen)
    expect(reacted.status).toBe(200)
    await alice.client.patchPost({ id: list.order[0] ?? '', message: 'edited' })
    const edited = await get({ 'If-None-Match': reacted.headers.get('etag') ?? '' })
    expect(edited.status).toBe(200)
  })

  test('MC-LIST-08 posts of the same millisecond are all there, in order', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        (index % 2 ? alice : bob).post(townSquare.id, `p${index}`),
      ),
    )
    const list = await alice.client.getPosts(townSquare.id, 0, 200)
    const posts = list.order.flatMap((id) => list.posts[id] ?? [])
    expect(posts.filter((post) => /^p\d+$/.test(post.message))).toHaveLength(100)
    expect(new Set(posts.map((post) => post.create_at)).size).toBe(posts.length)
    // Whoever wrote last has read everything; the other has read up to their own last one.
    const members = await Promise.all(
      [alice, bob].map((who) => who.client.getMyChannelMember(townSquare.id)),
    )
    expect(Math.max(...members.map((member) => member.msg_count))).toBe(100)
  })

  test('strangers get nothing by any way', async ({ ws }) => {
    const { townSquare, alice, eve } = await ws.trio()
    const post = await alice.post(townSquare.id, 'secret')
    const gone = { status: 404, id: 'app.post.get.app_error' }
    expect(await refusal(eve.client.getPosts(townSquare.id))).toMatchObject({ status: 404 })
    expect(await refusal(eve.client.getPost(post.id))).toEqual(gone)
    expect(await refusal(eve.client.getPost(post.id.split('').reverse().join('')))).toEqual(gone)
    expect(await refusal(eve.client.getPaginatedPostThread(post.id, {}))).toEqual(gone)
    expect(await eve.client.getPostsByIds([post.id])).toEqual([])
    expect((await alice.client.getPostsByIds([post.id])).map(({ id }) => id)).toEqual([post.id])
  })
})

describe('a written post', () => {
  test('MC-POST-04 keeps its earlier texts for its author', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const post = await alice.post(townSquare.id, 'one')
    using hears = await bob.socket()
    await alice.client.patchPost({ id: post.id, message: 'two' })
    const frame = await hears.until('post_edited')
    expect(JSON.parse(String(frame.data.post))).toMatchObject({ message: 'two', reply_count: 0 })
    const whole = { ...(await alice.client.getPost(post.id)), message: 'three' }
    expect((await alice.client.updatePost(whole)).edit_at).toBeGreaterThan(0)
    const history = await alice.client.getPostEditHistory(post.id)
    expect(history.map((version) => version.message)).toEqual(['two', 'one'])
    expect(await refusal(bob.client.getPostEditHistory(post.id))).toMatchObject({ status: 403 })
    expect(await refusal(bob.client.patchPost({ id: post.id, message: 'mine' }))).toMatchObject({
      status: 403,
    })
  })

  test('is deleted with its replies; administrators hear by whom', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    const reply = await bob.post(townSquare.id, 'reply', { root_id: root.id })
    expect(await refusal(bob.client.deletePost(root.id))).toMatchObject({ status: 403 })
    using bobHears = await bob.socket()
    using adminHears = await ws.admin.socket()
    await alice.client.deletePost(root.id)
    expect((await bobHears.until('post_deleted')).data).not.toHaveProperty('delete_by')
    expect((await adminHears.until('post_deleted')).data).toMatchObject({ delete_by: alice.id })
    expect(await refusal(alice.client.getPost(reply.id))).toMatchObject({ status: 404 })
    expect(await refusal(bob.post(townSquare.id, 'late', { root_id: root.id }))).toEqual({
      status: 400,
      id: 'api.post.create_post.root_id.app_error',
    })
  })

  test('MC-POST-02 replies go to roots of the same channel', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    const reply = await alice.post(townSquare.id, 'reply', { root_id: root.id })
    const offTopic = await alice.client.getChannelByName(team.id, 'off-topic')
    const refused = async (channelId: string, rootId: string) =>
      (await refusal(alice.post(channelId, 'x', { root_id: rootId }))).id
    expect(await refused(townSquare.id, alice.id)).toBe('api.post.create_post.root_id.app_error')
    expect(await refused(townSquare.id, reply.id)).toBe('api.post.create_post.root_id.app_error')
    expect(await refused(offTopic.id, root.id)).toBe(
      'api.post.create_post.channel_root_id.app_error',
    )
  })

  test('deleted while it is being answered keeps no reply alive', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    for (let round = 0; round < 5; round++) {
      const root = await alice.post(townSquare.id, 'root')
      const answers = Array.from({ length: 6 }, () =>
        bob.post(townSquare.id, 'reply', { root_id: root.id }).catch(() => undefined),
      )
      await alice.client.deletePost(root.id)
      for (const reply of await Promise.all(answers)) {
        if (reply)
          expect(await refusal(alice.client.getPost(reply.id))).toMatchObject({ status: 404 })
      }
    }
  })

  test('is pinned and unpinned', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const post = await alice.post(townSquare.id, 'keep this')
    await alice.client.pinPost(post.id)
    expect((await alice.client.getPinnedPosts(townSquare.id)).order).toEqual([post.id])
    await alice.client.unpinPost(post.id)
    expect((await alice.client.getPinnedPosts(townSquare.id)).order).toEqual([])
  })

  test('MC-POST-08 MC-POST-09 takes no foreign types, and times of administrators only', async ({
    ws,
  }) => {
    const { townSquare, alice } = await ws.trio()
    expect(await refusal(alice.post(townSquare.id, 'x', { type: 'system_join_channel' }))).toEqual({
      status: 400,
      id: 'model.post.is_valid.type.app_error',
    })
    const root = await alice.post(townSquare.id, 'x')
    const own = await alice.post(townSquare.id, 'x', { create_at: 1 })
    expect(own.create_at).toBeGreaterThan(root.create_at)
    const old = await ws.admin.post(townSquare.id, 'x', { create_at: 1_500_000_000_000 })
    expect(old.create_at).toBe(1_500_000_000_000)
  })

  test('text that no database stores is cleaned, and one bad post spoils no other', async ({
    ws,
  }) => {
    const { townSquare, alice } = await ws.trio()
    const hostile = { 'k\0': '\ud800' }
    const [bad, good] = await Promise.all([
      alice.post(townSquare.id, 'a\0b\udc00', { props: hostile }),
      alice.post(townSquare.id, 'fine'),
    ])
    expect(bad.message).toBe('ab\ufffd')
    expect(good.message).toBe('fine')
  })

  test('typing is told to the others of the channel, and stored nowhere', async ({ ws }) => {
    const { townSquare, alice, bob, eve } = await ws.trio()
    using bobHears = await bob.socket()
    using aliceHears = await alice.socket()
    aliceHears.client.userTyping(townSquare.id, '')
    const frame = await bobHears.until('typing')
    expect(frame.data).toEqual({ parent_id: '', user_id: alice.id })
    await alice.request('POST', '/api/v4/users/me/typing', { channel_id: townSquare.id })
    expect(aliceHears.names).not.toContain('typing')
    const refused = await eve.request('POST', '/api/v4/users/me/typing', {
      channel_id: townSquare.id,
    })
    expect(refused.status).toBe(404)
  })
})
