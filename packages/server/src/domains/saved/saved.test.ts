import type { Post } from '@mattermost/types/posts'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { describe, expect } from 'vitest'

function flag(member: Member, post: { id: string }, value = 'true') {
  const preference = { user_id: member.id, category: 'flagged_post', name: post.id, value }
  return member.client.savePreferences(member.id, [preference])
}

async function saved(member: Member, channelId = '', teamId = '', page = 0, perPage = 60) {
  const list = await member.client.getFlaggedPosts(member.id, channelId, teamId, page, perPage)
  return list.order.map((id) => (list.posts[id] as Post).message)
}

describe('GET /api/v4/users/:user_id/posts/flagged', () => {
  test('lists saved posts, the newest post first, by page, channel and team', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const second = await ws.team()
    await ws.admin.client.addToTeam(second.team.id, alice.id)
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    const one = await bob.post(townSquare.id, 'one')
    const two = await ws.admin.post(second.townSquare.id, 'two')
    const three = await bob.post(direct.id, 'three')
    const unsaved = await bob.post(townSquare.id, 'unsaved')
    for (const post of [three, one, two]) await flag(alice, post)
    await flag(alice, unsaved, 'false')
    await bob.client.addReaction(bob.id, one.id, 'tada')

    expect(await saved(alice)).toEqual(['three', 'two', 'one'])
    expect(await saved(bob)).toEqual([])
    expect(await saved(alice, '', team.id)).toEqual(['three', 'one'])
    expect(await saved(alice, second.townSquare.id)).toEqual(['two'])
    expect(await saved(alice, '', '', 0, 2)).toEqual(['three', 'two'])
    expect(await saved(alice, '', '', 1, 2)).toEqual(['one'])
    const list = await alice.client.getFlaggedPosts(alice.id)
    expect(list).toMatchObject({ next_post_id: '', prev_post_id: '' })
    expect(list.posts[one.id]?.metadata.reactions).toHaveLength(1)
  })

  test('leaves out what the reader may not read any more', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const closed = await alice.client.createChannel({
      team_id: team.id,
      name: 'closed',
      display_name: 'closed',
      type: 'P',
    } as Parameters<typeof alice.client.createChannel>[0])
    await alice.client.addToChannel(bob.id, closed.id)
    await flag(bob, await alice.post(closed.id, 'hidden'))
    await flag(bob, await alice.post(townSquare.id, 'open'))
    expect(await saved(bob)).toEqual(['open', 'hidden'])

    await alice.client.removeFromChannel(bob.id, closed.id)

    expect(await saved(bob)).toEqual(['open'])
  })

  test('is for oneself and administrators', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    await flag(alice, await bob.post(townSquare.id, 'mine'))
    expect(await refusal(bob.client.getFlaggedPosts(alice.id))).toEqual({
      status: 403,
      id: 'api.context.permissions.app_error',
    })
    expect((await ws.admin.client.getFlaggedPosts(alice.id)).order).toHaveLength(1)
    const url = `/api/v4/users/me/posts/flagged?channel_id=nonsense`
    expect((await alice.request('GET', url)).status).toBe(400)
  })

  test('deleting a post removes the flags of it and of its replies', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const root = await bob.post(townSquare.id, 'root')
    const reply = await bob.post(townSquare.id, 'reply', { root_id: root.id })
    const other = await bob.post(townSquare.id, 'other')
    for (const post of [root, reply, other]) await flag(alice, post)

    await bob.client.deletePost(root.id)

    expect(await saved(alice)).toEqual(['other'])
    const { body } = await alice.request('GET', '/api/v4/users/me/preferences/flagged_post')
    const flags = body as { name: string }[]
    expect(flags.map(({ name }) => name)).toEqual([other.id])
  })
})
