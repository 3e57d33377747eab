import { refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { uploadOne } from '@redoubt/testkit/uploads.ts'
import { expect } from 'vitest'

test('threads are moved only where the configuration has it', async ({ ws }) => {
  const { townSquare, alice } = await ws.trio()
  const post = await alice.post(townSquare.id, 'x')
  expect(await refusal(alice.client.moveThread(post.id, townSquare.id))).toEqual({
    status: 501,
    id: 'api.post.move_thread.disabled.app_error',
  })
})

test('a moved thread is whole at its new place, and gone from the old one', async () => {
  await using server = await openTestServer({
    MM_FEATUREFLAGS_MOVETHREADSENABLED: 'true',
    MM_WRANGLERSETTINGS_PERMITTEDWRANGLERROLES: 'system_user',
    MM_WRANGLERSETTINGS_MOVETHREADMAXCOUNT: '3',
  })
  const ws = await TestWorkspace.open(server.address)
  const { team, townSquare, alice, bob, eve } = await ws.trio()
  const offTopic = await alice.client.getChannelByName(team.id, 'off-topic')
  const file = await uploadOne(bob, townSquare.id, 'a.txt', 'text')
  const root = await alice.post(townSquare.id, 'root')
  const reply = await bob.post(townSquare.id, 'reply', { root_id: root.id, file_ids: [file.id] })
  await bob.client.addReaction(bob.id, root.id, 'tada')
  using hears = await bob.socket()

  await alice.client.moveThread(root.id, offTopic.id)

  await hears.until('post_deleted')
  expect(await refusal(alice.client.getPost(root.id))).toMatchObject({ status: 404 })
  const there = await bob.client.getPosts(offTopic.id)
  const moved = Object.values(there.posts)
  const newRoot = moved.find(({ message }) => message === 'root')
  const newReply = moved.find(({ message }) => message === 'reply')
  expect(newRoot).toMatchObject({ user_id: alice.id, reply_count: 1 })
  expect(newRoot?.metadata.reactions).toMatchObject([{ user_id: bob.id, emoji_name: 'tada' }])
  expect(newReply).toMatchObject({ root_id: newRoot?.id, user_id: bob.id })
  expect(newReply?.metadata.files).toMatchObject([{ id: file.id, channel_id: offTopic.id }])
  expect((await bob.request('GET', `/api/v4/files/${file.id}`)).body).toBe('text')
  const threads = await bob.client.getUserThreads(bob.id, team.id, {})
  expect(threads.threads.map(({ id }) => id)).toEqual([newRoot?.id])
  const here = await bob.client.getPosts(townSquare.id)
  expect(Object.values(here.posts).map(({ type }) => type)).toContain('system_wrangler')

  const refused = { status: 400, id: 'app.post.move_thread_command.error' }
  const move = (postId: string, channelId: string, who = alice) =>
    refusal(who.client.moveThread(postId, channelId))
  expect(await move(newReply?.id ?? '', townSquare.id)).toEqual(refused)
  expect(await move(newRoot?.id ?? '', offTopic.id)).toEqual(refused)
  const second = await ws.team()
  await ws.admin.client.addToTeam(second.team.id, alice.id)
  expect(await move(newRoot?.id ?? '', second.townSquare.id)).toEqual(refused)
  expect(await move(newRoot?.id ?? '', townSquare.id, eve)).toMatchObject({ status: 404 })
  const direct = await alice.client.createDirectChannel([alice.id, bob.id])
  const inDirect = await alice.post(direct.id, 'between us')
  expect(await move(inDirect.id, townSquare.id)).toEqual(refused)
  const long = await alice.post(townSquare.id, 'long')
  for (const text of ['a', 'b', 'c']) await bob.post(townSquare.id, text, { root_id: long.id })
  expect(await move(long.id, offTopic.id)).toEqual(refused)
  expect(reply.root_id).toBe(root.id)
})
