import type { Post } from '@mattermost/types/posts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { expect, test } from 'vitest'

const on = { MM_TEAMSETTINGS_EXPERIMENTALENABLEAUTOMATICREPLIES: 'true' }

test('who is out of office has it said once a day, and no more once back', async () => {
  let now = Date.parse('2026-11-21T10:00:00Z')
  await using server = await openTestServer(on, { clock: () => now })
  const ws = await TestWorkspace.open(server.address)
  const { townSquare, alice, bob } = await ws.trio()
  const direct = await alice.client.createDirectChannel([alice.id, bob.id])
  const statusOf = async () => (await alice.client.getStatus(bob.id)).status
  const answers = async (): Promise<Post[]> => {
    const { posts } = await alice.client.getPosts(direct.id)
    return Object.values(posts).filter(({ type }) => (type as string) === 'system_auto_responder')
  }
  await alice.post(direct.id, 'before')
  const settings = { auto_responder_active: 'true', auto_responder_message: 'Back on Monday' }
  await bob.client.patchMe({ notify_props: settings } as never)
  expect(await statusOf()).toBe('ooo')

  await alice.post(townSquare.id, `@${bob.username}`)
  await alice.post(direct.id, 'one')
  await expect.poll(answers).toHaveLength(1)
  const [answer] = await answers()
  expect(answer).toMatchObject({ message: 'Back on Monday', user_id: bob.id, root_id: '' })
  const unread = await bob.client.getMyChannelMember(direct.id)
  expect(unread.mention_count).toBe(2)
  await alice.post(direct.id, 'two')
  now += 24 * 3_600_000
  await alice.post(direct.id, 'three')
  await expect.poll(answers).toHaveLength(2)

  await bob.client.updateStatus({ user_id: bob.id, status: 'online' } as never)
  const { notify_props } = await bob.client.getMe()
  expect((notify_props as Record<string, string>).auto_responder_active).toBe('false')
  now += 24 * 3_600_000
  await alice.post(direct.id, 'four')
  await bob.client.patchMe({ notify_props: settings } as never)
  expect(await statusOf()).toBe('ooo')
  await bob.client.patchMe({
    notify_props: { ...settings, auto_responder_active: 'false' },
  } as never)
  expect(await statusOf()).toBe('online')
  expect(await answers()).toHaveLength(2)
})

test('nothing is said where the administrator does not want it', async () => {
  await using server = await openTestServer()
  const ws = await TestWorkspace.open(server.address)
  const { alice, bob } = await ws.trio()
  const settings = { auto_responder_active: 'true', auto_responder_message: 'away' }
  await bob.client.patchMe({ notify_props: settings } as never)
  expect((await alice.client.getStatus(bob.id)).status).not.toBe('ooo')
})
