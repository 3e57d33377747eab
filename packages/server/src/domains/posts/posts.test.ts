import { refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { describe, expect } from 'vitest'

describe('POST /api/v4/posts', () => {
  test('stores the post and tells the channel, nobody else', async ({ ws }) => {
    const { townSquare, alice, bob, eve } = await ws.trio()
    using bobHears = await bob.socket()
    using eveHears = await eve.socket()

    const post = await alice.post(townSquare.id, `hi @${bob.username}`)

    const frame = await bobHears.until('posted')
    expect(JSON.parse(String(frame.data.post))).toMatchObject({
      id: post.id,
      message: post.message,
    })
    expect(frame.data).toMatchObject({
      channel_type: 'O',
      channel_name: 'town-square',
      channel_display_name: 'Town Square',
      sender_name: `@${alice.username}`,
      set_online: true,
      team_id: townSquare.team_id,
      mentions: JSON.stringify([bob.id]),
    })
    expect(eveHears.names).toEqual([])
  })

  test('MC-POST-01 answers a repeated pending_post_id with the same post', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const pending = { pending_post_id: `${alice.id}:1` }

    const [first, ...others] = await Promise.all(
      Array.from({ length: 5 }, () => alice.post(townSquare.id, 'once', pending)),
    )

    for (const other of others) expect(other.id).toBe(first?.id)
    const list = await alice.client.getPosts(townSquare.id)
    expect(list.order.filter((id) => list.posts[id]?.message === 'once')).toHaveLength(1)
  })

  test('MC-POST-10 counts code points, not bytes', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const fits = '😀'.repeat(16_383)
    expect((await alice.post(townSquare.id, fits)).message).toBe(fits)
    expect(await refusal(alice.post(townSquare.id, `${fits}x`))).toEqual({
      status: 400,
      id: 'model.post.is_valid.message_length.app_error',
    })
  })

  test('refuses strangers as if there were no channel', async ({ ws }) => {
    const { townSquare, eve } = await ws.trio()
    const nowhere = townSquare.id.split('').reverse().join('')
    const unknown = await refusal(eve.post(nowhere, 'hello?'))
    expect(await refusal(eve.post(townSquare.id, 'hello?'))).toEqual(unknown)
    expect(unknown).toEqual({ status: 404, id: 'app.channel.get.existing.app_error' })
  })
})
