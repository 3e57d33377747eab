import type { Post } from '@mattermost/types/posts'
import type { Member } from '@redoubt/testkit/member.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import type { TestSocket } from '@redoubt/testkit/test-socket.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { expect, test } from 'vitest'

const parse = (text: unknown) => JSON.parse(String(text))
const interval = 2 * 60_000

test('MC-AUX-05 urgent posts notify again and again, until somebody whom they name answers', async () => {
  let now = Date.now()
  await using server = await openTestServer(
    {
      MM_SERVICESETTINGS_PERSISTENTNOTIFICATIONINTERVALMINUTES: '2',
      MM_SERVICESETTINGS_PERSISTENTNOTIFICATIONMAXCOUNT: '3',
    },
    { clock: () => now },
  )
  const ws = await TestWorkspace.open(server.address)
  const { townSquare, alice, bob } = await ws.trio()
  using hears = await bob.socket()
  const roundsOf = (socket: TestSocket, post: Post) =>
    socket.heard.filter(
      ({ event, data }) =>
        event === 'persistent_notification_triggered' && parse(data.post).id === post.id,
    )
  const write = (who: Member, message: string) => {
    const priority = { priority: 'urgent', persistent_notifications: true }
    return who.post(townSquare.id, message, { metadata: { priority } } as Partial<Post>)
  }
  const text = `@${bob.username} now`
  const ignored = await write(alice, text)
  const answered = await write(alice, text)
  const reacted = await write(alice, text)
  const acknowledged = await write(alice, text)
  const deleted = await write(alice, text)
  const everybody = [ignored, answered, reacted, acknowledged, deleted]

  now += interval
  for (const post of everybody) await expect.poll(() => roundsOf(hears, post)).toHaveLength(1)
  const [first] = roundsOf(hears, ignored)
  expect(first?.data).toMatchObject({
    channel_type: 'O',
    channel_display_name: 'Town Square',
    channel_name: 'town-square',
    sender_name: `@${alice.username}`,
    team_id: townSquare.team_id,
    mentions: JSON.stringify([bob.id]),
  })
  expect(first?.broadcast).toMatchObject({
    user_id: bob.id,
    channel_id: townSquare.id,
    team_id: townSquare.team_id,
  })

  await bob.post(townSquare.id, 'here', { root_id: answered.id })
  await bob.client.addReaction(bob.id, reacted.id, 'tada')
  await bob.client.acknowledgePost(acknowledged.id, bob.id)
  await alice.client.deletePost(deleted.id)
  for (let round = 2; round <= 4; round++) {
    now += interval
    await expect.poll(() => roundsOf(hears, ignored)).toHaveLength(Math.min(round, 3))
  }
  for (const post of everybody.slice(1)) expect(roundsOf(hears, post)).toHaveLength(1)
})
