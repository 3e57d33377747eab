import type { Post } from '@mattermost/types/posts'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

type Wish = { priority?: string; requested_ack?: boolean; persistent_notifications?: boolean }

const id = (name: string) => `api.post.post_priority.${name}.request_error`

function write(member: Member, channelId: string, message: string, priority: Wish, rest = {}) {
  const metadata = { priority } as Post['metadata']
  return member.post(channelId, message, { metadata, ...rest })
}

describe('priority', () => {
  test('is told with the post, by every way', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    using hears = await bob.socket()
    const post = await write(alice, townSquare.id, 'now', { priority: 'urgent' })
    const priority = { priority: 'urgent', requested_ack: false, persistent_notifications: false }
    expect(post.metadata.priority).toEqual(priority)
    const frame = await hears.until('posted')
    expect(JSON.parse(String(frame.data.post)).metadata).toEqual({ priority })
    const list = await bob.client.getPosts(townSquare.id)
    expect(list.posts[post.id]?.metadata.priority).toEqual(priority)
    const edited = await alice.client.patchPost({ id: post.id, message: 'soon' })
    expect(edited.metadata.priority).toEqual(priority)
    const plain = await write(alice, townSquare.id, 'whenever', { priority: '' })
    expect(plain.metadata).toEqual({})
  })

  test('MC-UNR-08 urgent mentions are counted apart, until they are read', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await write(alice, townSquare.id, `@${bob.username} now`, { priority: 'urgent' })
    await alice.post(townSquare.id, `@${bob.username} later`)
    const member = () => bob.client.getMyChannelMember(townSquare.id)
    expect(await member()).toMatchObject({ mention_count: 2, urgent_mention_count: 1 })
    await alice.post(townSquare.id, `@${bob.username}!`, { root_id: root.id })
    const threads = await bob.client.getUserThreads(bob.id, team.id, {})
    expect(threads).toMatchObject({
      total_unread_urgent_mentions: 1,
      threads: [{ is_urgent: true }],
    })
    await bob.client.viewMyChannel(townSquare.id)
    expect(await member()).toMatchObject({ mention_count: 0, urgent_mention_count: 0 })
  })

  test('is for roots, and what notifies again and again names a few people', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    const urgent = { priority: 'urgent' }
    const again = { ...urgent, persistent_notifications: true }
    const refused = (wish: Wish, message = 'x', rest = {}) =>
      refusal(write(alice, townSquare.id, message, wish, rest))
    expect(await refused(urgent, 'x', { root_id: root.id })).toEqual({
      status: 400,
      id: id('priority_post_only_allowed_for_root_post'),
    })
    expect(await refused({ persistent_notifications: true }, `@${bob.username}`)).toEqual({
      status: 400,
      id: id('urgent_persistent_notification_post'),
    })
    const none = { status: 400, id: id('min_recipients_persistent_notification_post') }
    expect(await refused(again)).toEqual(none)
    expect(await refused(again, '@all')).toEqual(none)
    expect(await refused({ priority: 'loud' })).toMatchObject({ status: 400 })
    const named = await write(alice, townSquare.id, `@${bob.username}`, again)
    expect(named.metadata.priority).toMatchObject(again)
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    expect((await write(alice, direct.id, 'x', again)).metadata.priority).toMatchObject(again)
  })
})

test('priority can be switched off, and the number of those notified is limited', async () => {
  await using off = await openTestServer({ MM_SERVICESETTINGS_POSTPRIORITY: 'false' })
  const quiet = await TestWorkspace.open(off.address)
  const { townSquare } = await quiet.team()
  const refused = await refusal(write(quiet.admin, townSquare.id, 'x', { priority: 'important' }))
  expect(refused).toEqual({ status: 403, id: id('priority_post_not_allowed_for_user') })

  await using one = await openTestServer({
    MM_SERVICESETTINGS_PERSISTENTNOTIFICATIONMAXRECIPIENTS: '1',
  })
  const ws = await TestWorkspace.open(one.address)
  const trio = await ws.trio()
  const names = `@${trio.bob.username} @${ws.admin.username}`
  const again = { priority: 'urgent', persistent_notifications: true }
  expect(await refusal(write(trio.alice, trio.townSquare.id, names, again))).toEqual({
    status: 400,
    id: id('max_recipients_persistent_notification_post'),
  })
})
