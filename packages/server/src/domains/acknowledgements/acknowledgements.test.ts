import type { Post } from '@mattermost/types/posts'
import { refusal } from '@redoubt/testkit/member.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { nowhere } from '@redoubt/testkit/uploads.ts'
import { expect, test } from 'vitest'

const parse = (text: unknown) => JSON.parse(String(text))

test('MC-AUX-04 an acknowledgement is told to the channel, and undone within five minutes', async () => {
  let now = Date.now()
  await using server = await openTestServer({}, { clock: () => now })
  const ws = await TestWorkspace.open(server.address)
  const { team, townSquare, alice, bob, eve } = await ws.trio()
  const metadata = { priority: { priority: 'important', requested_ack: true } }
  const post = await alice.post(townSquare.id, 'read this', { metadata } as Partial<Post>)
  using hears = await alice.socket()

  const given = await bob.client.acknowledgePost(post.id, bob.id)

  const expected = {
    user_id: bob.id,
    post_id: post.id,
    acknowledged_at: now,
    channel_id: townSquare.id,
  }
  expect(given).toEqual(expected)
  const added = await hears.until('post_acknowledgement_added')
  expect(parse(added.data.acknowledgement)).toEqual(expected)
  const edited = await hears.until('post_edited')
  expect(parse(edited.data.post).metadata.acknowledgements).toEqual([expected])
  const list = await alice.client.getPosts(townSquare.id)
  expect(list.posts[post.id]?.metadata.acknowledgements).toEqual([expected])
  now += 1_000
  expect(await bob.client.acknowledgePost(post.id, bob.id)).toEqual(expected)

  now += 298_000
  await bob.client.unacknowledgePost(post.id, bob.id)
  await hears.until('post_acknowledgement_removed')
  expect((await alice.client.getPost(post.id)).metadata).not.toHaveProperty('acknowledgements')
  await bob.client.acknowledgePost(post.id, bob.id)
  now += 301_000
  expect(await refusal(bob.client.unacknowledgePost(post.id, bob.id))).toEqual({
    status: 403,
    id: 'api.acknowledgement.delete.deadline.app_error',
  })

  const missing = { status: 404, id: 'app.post.get.app_error' }
  expect(await refusal(eve.client.acknowledgePost(post.id, eve.id))).toEqual(missing)
  expect(await refusal(bob.client.acknowledgePost(nowhere(post.id), bob.id))).toEqual(missing)
  expect(await refusal(alice.client.acknowledgePost(post.id, bob.id))).toMatchObject({
    status: 403,
  })
  expect(await refusal(alice.client.unacknowledgePost(post.id, alice.id))).toMatchObject({
    status: 404,
  })
  const offTopic = await alice.client.getChannelByName(team.id, 'off-topic')
  const old = await alice.post(offTopic.id, 'old')
  await ws.admin.client.deleteChannel(offTopic.id)
  expect(await refusal(bob.client.acknowledgePost(old.id, bob.id))).toEqual({
    status: 403,
    id: 'api.acknowledgement.save.archived_channel.app_error',
  })
})
