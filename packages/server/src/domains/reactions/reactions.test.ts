import type { Reaction } from '@mattermost/types/reactions'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { systemEmojiNames } from '@redoubt/wire/system-emoji.ts'
import { describe, expect } from 'vitest'

/** Distinct emoji names: `a1` … `a<count>`. */
/** Different emoji, from the start of the list. */
const names = (count: number) => [...systemEmojiNames].slice(0, count)
const namesOf = (reactions: Reaction[]) => reactions.map((reaction) => reaction.emoji_name)
const nowhere = (id: string) => id.split('').reverse().join('')

async function react(member: Member, postId: string, emojiName: string) {
  return member.client.addReaction(member.id, postId, emojiName)
}

describe('POST /api/v4/reactions', () => {
  test('stores the reaction and tells the channel, nobody else', async ({ ws }) => {
    const { townSquare, alice, bob, eve } = await ws.trio()
    const post = await alice.post(townSquare.id, 'good news')
    using aliceHears = await alice.socket()
    using eveHears = await eve.socket()

    const answer = await bob.request('POST', '/api/v4/reactions', {
      user_id: bob.id,
      post_id: post.id,
      emoji_name: '+1',
      create_at: 1,
    })

    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      user_id: bob.id,
      post_id: post.id,
      channel_id: townSquare.id,
      emoji_name: '+1',
      create_at: expect.any(Number),
      update_at: expect.any(Number),
      delete_at: 0,
      remote_id: '',
    })
    const frame = await aliceHears.until('reaction_added')
    expect(JSON.parse(String(frame.data.reaction))).toEqual(answer.body)
    expect(frame.broadcast).toMatchObject({ channel_id: townSquare.id })
    expect(eveHears.names).toEqual([])
    expect(aliceHears.names).not.toContain('post_edited')
  })

  test('MC-RX-01 adding twice, also at once, keeps one row and tells it once', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const post = await alice.post(townSquare.id, 'once')
    using hears = await alice.socket()

    const [first, ...others] = await Promise.all(
      Array.from({ length: 5 }, () => react(alice, post.id, 'tada')),
    )

    for (const other of others) expect(other).toEqual(first)
    expect(await alice.client.getReactionsForPost(post.id)).toEqual([first])
    await react(alice, post.id, 'heart')
    await hears.until('reaction_added', ({ data }) => String(data.reaction).includes('heart'))
    const reactions = hears.names.filter((name) => name.startsWith('reaction'))
    expect(reactions).toEqual(['reaction_added', 'reaction_added'])
  })

  test('MC-RX-02 the 51st emoji is refused, one more person on an existing one is not', async ({
    ws,
  }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const post = await alice.post(townSquare.id, 'popular')
    for (const name of names(48)) await react(alice, post.id, name)

    // At once, so that they race for the two places left.
    const late = await Promise.allSettled(
      names(54)
        .slice(48)
        .map((name) => react(bob, post.id, name)),
    )

    expect(late.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(await refusal(react(alice, post.id, 'zzz'))).toEqual({
      status: 400,
      id: 'app.reaction.save.save.too_many_reactions',
    })
    const [first = '', second = ''] = names(2)
    await react(bob, post.id, first)
    expect(await alice.client.getReactionsForPost(post.id)).toHaveLength(51)
    // A place that was given back can be taken.
    await alice.client.removeReaction(alice.id, post.id, second)
    await react(alice, post.id, 'zzz')
  })

  test('refuses another name, malformed input, strangers, and archived channels', async ({
    ws,
  }) => {
    const { townSquare, team, alice, bob, eve } = await ws.trio()
    const post = await alice.post(townSquare.id, 'mine')
    const send = async (member: Member, body: Record<string, unknown>) => {
      const answer = await member.request('POST', '/api/v4/reactions', body)
      return [answer.status, (answer.body as { id?: string }).id]
    }
    const fine = { user_id: bob.id, post_id: post.id, emoji_name: 'smile' }

    expect(await send(alice, fine)).toEqual([403, 'api.reaction.save_reaction.user_id.app_error'])
    const invalid = [400, 'api.reaction.save_reaction.invalid.app_error']
    expect(await send(bob, { ...fine, emoji_name: '' })).toEqual(invalid)
    expect(await send(bob, { ...fine, emoji_name: 'a'.repeat(65) })).toEqual(invalid)
    expect(await send(bob, { ...fine, post_id: "' or 1=1" })).toEqual(invalid)
    expect(await send(bob, { ...fine, emoji_name: 'no/such emoji' })).toEqual([
      400,
      'model.reaction.is_valid.emoji_name.app_error',
    ])
    expect(await send(bob, { ...fine, emoji_name: 'no-such-emoji' })).toEqual([
      404,
      'app.emoji.get_by_name.no_result',
    ])
    expect((await send(bob, { ...fine, emoji_name: 7 }))[0]).toBe(400)
    const unknown = await refusal(react(eve, nowhere(post.id), 'smile'))
    expect(await refusal(react(eve, post.id, 'smile'))).toEqual(unknown)
    expect(unknown).toEqual({ status: 404, id: 'app.post.get.app_error' })
    expect((await send(bob, fine))[0]).toBe(200)

    const channel = await alice.client.createChannel({
      team_id: team.id,
      name: 'closing',
      display_name: 'Closing',
      type: 'O',
    } as Parameters<typeof alice.client.createChannel>[0])
    const last = await alice.post(channel.id, 'the end')
    await react(alice, last.id, 'wave')
    await alice.client.deleteChannel(channel.id)
    expect(await refusal(react(alice, last.id, 'smile'))).toEqual({
      status: 403,
      id: 'api.reaction.save.archived_channel.app_error',
    })
    expect(await refusal(alice.client.removeReaction(alice.id, last.id, 'wave'))).toEqual({
      status: 403,
      id: 'api.reaction.delete.archived_channel.app_error',
    })
  })

  test('refuses reactions to deleted posts', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const post = await alice.post(townSquare.id, 'gone soon')
    await alice.client.deletePost(post.id)
    expect(await refusal(react(alice, post.id, 'smile'))).toMatchObject({ status: 404 })
  })
})

describe('DELETE /api/v4/users/:user_id/posts/:post_id/reactions/:emoji_name', () => {
  test('removes the own reaction and tells the channel; once more does nothing', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const post = await alice.post(townSquare.id, 'well?')
    const added = await react(bob, post.id, '+1')
    using hears = await alice.socket()

    const path = `/api/v4/users/me/posts/${post.id}/reactions/+1`
    expect(await bob.request('DELETE', path)).toMatchObject({ status: 200, body: { status: 'OK' } })
    expect(await bob.request('DELETE', path)).toMatchObject({ status: 200 })

    const frame = await hears.until('reaction_removed')
    expect(JSON.parse(String(frame.data.reaction))).toMatchObject({
      user_id: bob.id,
      post_id: post.id,
      emoji_name: '+1',
      create_at: added.create_at,
    })
    expect(hears.names).toEqual(['reaction_removed'])
    expect(await alice.client.getReactionsForPost(post.id)).toEqual([])
    expect(await alice.client.getPost(post.id)).not.toHaveProperty('has_reactions')
    // Revived, it stays in its place.
    expect(await react(bob, post.id, '+1')).toMatchObject({ create_at: added.create_at })
  })

  test("takes a permission for somebody else's, and hides posts from strangers", async ({ ws }) => {
    const { townSquare, alice, bob, eve } = await ws.trio()
    const post = await alice.post(townSquare.id, 'mine')
    await react(bob, post.id, 'smile')

    expect(await refusal(alice.client.removeReaction(bob.id, post.id, 'smile'))).toEqual({
      status: 403,
      id: 'api.context.permissions.app_error',
    })
    const unknown = await refusal(eve.client.removeReaction(eve.id, nowhere(post.id), 'smile'))
    expect(await refusal(eve.client.removeReaction(eve.id, post.id, 'smile'))).toEqual(unknown)
    expect(unknown).toMatchObject({ status: 404 })
    expect(namesOf(await bob.client.getReactionsForPost(post.id))).toEqual(['smile'])
    await ws.admin.client.removeReaction(bob.id, post.id, 'smile')
    expect(await bob.client.getReactionsForPost(post.id)).toEqual([])
  })
})

describe('reading reactions', () => {
  test('GET /api/v4/posts/:post_id/reactions lists them oldest first, to readers only', async ({
    ws,
  }) => {
    const { townSquare, alice, bob, eve } = await ws.trio()
    const post = await alice.post(townSquare.id, 'three')
    for (const name of ['tada', 'eyes', 'heart']) await react(bob, post.id, name)

    const list = await alice.client.getReactionsForPost(post.id)

    expect(list.map((reaction) => reaction.create_at)).toEqual(
      list.map((reaction) => reaction.create_at).toSorted((one, other) => one - other),
    )
    expect(namesOf(list).toSorted()).toEqual(['eyes', 'heart', 'tada'])
    const unknown = await refusal(eve.client.getReactionsForPost(nowhere(post.id)))
    expect(await refusal(eve.client.getReactionsForPost(post.id))).toEqual(unknown)
  })

  test('MC-RX-03 POST /api/v4/posts/ids/reactions maps posts to reactions, empty ones too', async ({
    ws,
  }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const hidden = await ws.admin.client.createDirectChannel([ws.admin.id, ws.admin.id])
    const secret = await ws.admin.post(hidden.id, 'secret')
    const reacted = await alice.post(townSquare.id, 'yes')
    const bare = await alice.post(townSquare.id, 'no')
    const reaction = await react(bob, reacted.id, 'tada')

    const ids = [reacted.id, bare.id, secret.id, nowhere(bare.id)]
    const { status, body } = await alice.request('POST', '/api/v4/posts/ids/reactions', ids)

    expect({ status, body }).toEqual({
      status: 200,
      body: { [reacted.id]: [reaction], [bare.id]: [] },
    })
    const refused = await alice.request('POST', '/api/v4/posts/ids/reactions', ['../etc'])
    expect(refused.status).toBe(400)
  })

  test('MC-RX-06 since returns the reacted post, and lists carry its reactions', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const post = await alice.post(townSquare.id, 'watch this')
    const before = await alice.client.getPosts(townSquare.id)
    expect(before.posts[post.id]?.metadata).toEqual({})

    const reaction = await react(bob, post.id, 'eyes')

    const changed = await alice.client.getPostsSince(townSquare.id, post.update_at)
    expect(changed.order).toEqual([post.id])
    const expected = { has_reactions: true, metadata: { reactions: [reaction] } }
    expect(changed.posts[post.id]).toMatchObject(expected)
    expect((await alice.client.getPosts(townSquare.id)).posts[post.id]).toMatchObject(expected)
    expect(await alice.client.getPost(post.id)).toMatchObject(expected)
    expect((await alice.client.getPostsByIds([post.id]))[0]).toMatchObject(expected)

    using hears = await alice.socket()
    await alice.client.patchPost({ id: post.id, message: 'watched' } as Parameters<
      typeof alice.client.patchPost
    >[0])
    const frame = await hears.until('post_edited')
    expect(JSON.parse(String(frame.data.post))).toMatchObject(expected)

    const edited = await alice.client.getPost(post.id)
    await bob.client.removeReaction(bob.id, post.id, 'eyes')
    const after = await alice.client.getPostsSince(townSquare.id, edited.update_at)
    expect(after.posts[post.id]?.metadata).toEqual({})
  })
})
