import { describe, expect, test } from 'vitest'
import { withChannels } from './channels.ts'
import { type Entities, NOTHING } from './entities.ts'
import { withFrame } from './frames.ts'
import { collapsing, makeChannel, makeFrame, makeMember, makePost } from './testing.ts'
import { unreadOf, unreadOfTeam } from './unread.ts'

const start: Entities = {
  ...NOTHING,
  myId: 'me',
  channels: new Map([['c', makeChannel({ id: 'c' })]]),
  members: new Map([['c', makeMember({ channel_id: 'c' })]]),
}

function posted(now: Entities, given: Parameters<typeof makePost>[0], mentions?: string[]) {
  const data = {
    channel_type: 'O',
    channel_display_name: '',
    channel_name: '',
    sender_name: '',
    team_id: 'team',
    set_online: true,
    post: JSON.stringify(makePost({ channel_id: 'c', ...given })),
    ...(mentions && { mentions: JSON.stringify(mentions) }),
  } as const
  return withFrame(now, makeFrame('posted', data, { channel_id: 'c' }), 0)
}

const unread = (now: Entities) => unreadOf(now, 'c')

describe('unread messages', () => {
  test('MC-UNR-01 are counted with each post, and gone with a view', () => {
    const one = posted(start, { id: 'p1', create_at: 10 })
    const two = posted(one, { id: 'p2', create_at: 20 }, ['me'])
    expect(unread(two)).toEqual({ messages: 2, mentions: 1 })

    const viewed = makeFrame('multiple_channels_viewed', { channel_times: { c: 20 } })
    expect(unread(withFrame(two, viewed, 0))).toEqual({ messages: 0, mentions: 0 })
  })

  test('are counted once however often they are told', () => {
    const once = posted(start, { id: 'p1', create_at: 10 }, ['me'])
    const twice = posted(once, { id: 'p1', create_at: 10 }, ['me'])
    expect(unread(twice)).toEqual({ messages: 1, mentions: 1 })
  })

  test('are counted each, in whatever order they are told', () => {
    const late = posted(
      posted(start, { id: 'p2', create_at: 20 }, ['me']),
      { id: 'p1', create_at: 10 },
      ['me'],
    )
    expect(unread(late)).toEqual({ messages: 2, mentions: 2 })
    expect(late.channels.get('c')?.last_post_at).toBe(20)
    expect(unread(posted(late, { id: 'p1', create_at: 10 }, ['me']))).toEqual(unread(late))
    const own = posted(
      posted(start, { id: 'p2', create_at: 20, user_id: 'me' }),
      { id: 'p1', create_at: 10 },
      ['me'],
    )
    expect(unread(own)).toEqual({ messages: 0, mentions: 0 })
  })

  test('are not counted again that fetched numbers hold, and those of later are', () => {
    const told = posted(start, { id: 'p2', create_at: 20 })
    const channel = makeChannel({ id: 'c', total_msg_count: 2, last_post_at: 20 })
    const fetched = withChannels(told, [channel])
    expect(unread(posted(fetched, { id: 'p1', create_at: 10 })).messages).toBe(2)
    const both = posted(posted(fetched, { id: 'p4', create_at: 40 }), { id: 'p3', create_at: 30 })
    expect(unread(both).messages).toBe(4)
    const older = makeChannel({ id: 'c', total_msg_count: 3, last_post_at: 30 })
    expect(unread(withChannels(both, [older])).messages).toBe(4)
  })

  test('MC-UNR-02 own posts mark the channel as read, those of own bots and hooks do not', () => {
    const other = posted(start, { id: 'p1', create_at: 10 })
    expect(unread(posted(other, { id: 'p2', create_at: 20, user_id: 'me' })).messages).toBe(0)
    const byHook = { id: 'p2', create_at: 20, user_id: 'me', props: { from_webhook: 'true' } }
    expect(unread(posted(other, byHook)).messages).toBe(2)
  })

  test('MC-UNR-03 a reply leaves the root counters', () => {
    const now = posted(start, { id: 'p1', create_at: 10, root_id: 'r' }, ['me'])
    expect(now.channels.get('c')).toMatchObject({ total_msg_count: 1, total_msg_count_root: 0 })
    expect(now.members.get('c')).toMatchObject({ mention_count: 1, mention_count_root: 0 })
  })

  test('MC-UNR-03 where threads are collapsed a reply is not unread, and an own one marks nothing', () => {
    const collapsed: Entities = { ...start, config: collapsing(true) }
    const root = posted(collapsed, { id: 'p1', create_at: 10 })
    const reply = posted(root, { id: 'p2', create_at: 20, root_id: 'p1' }, ['me'])
    expect(unread(reply)).toEqual({ messages: 1, mentions: 0 })
    const own = posted(reply, { id: 'p3', create_at: 30, root_id: 'p1', user_id: 'me' })
    expect(unread(own)).toEqual({ messages: 1, mentions: 0 })
  })

  test('MC-UNR-04 a mark as unread sets the numbers that the server gives', () => {
    const now = posted(posted(start, { id: 'p1', create_at: 10 }), { id: 'p2', create_at: 20 })
    const marked = makeFrame(
      'post_unread',
      {
        msg_count: 1,
        msg_count_root: 1,
        mention_count: 0,
        mention_count_root: 0,
        urgent_mention_count: 0,
        last_viewed_at: 19,
        post_id: 'p2',
      },
      { channel_id: 'c' },
    )
    expect(unread(withFrame(now, marked, 0))).toEqual({ messages: 1, mentions: 0 })
  })

  test('MC-UNR-05 a muted channel has mentions only', () => {
    const muted = {
      ...start,
      members: new Map([
        ['c', makeMember({ channel_id: 'c', notify_props: { mark_unread: 'mention' } })],
      ]),
    } satisfies Entities
    expect(unread(posted(muted, { id: 'p1', create_at: 10 }, ['me']))).toEqual({
      messages: 0,
      mentions: 1,
    })
  })

  test('MC-UNR-07 comings and goings are no messages', () => {
    const now = posted(start, { id: 'p1', create_at: 10, type: 'system_join_channel' })
    expect(unread(now).messages).toBe(0)
    expect(now.channels.get('c')?.last_post_at).toBe(10)
  })

  test('MC-UNR-10 of a team are the sum over its channels, without archived ones', () => {
    const channels = new Map([
      ['a', makeChannel({ id: 'a', total_msg_count: 2 })],
      ['b', makeChannel({ id: 'b', total_msg_count: 3 })],
      ['gone', makeChannel({ id: 'gone', total_msg_count: 9, delete_at: 1 })],
      ['d', makeChannel({ id: 'd', total_msg_count: 5, team_id: '', type: 'D' })],
    ])
    const members = new Map(
      [...channels.keys()].map((id) => [id, makeMember({ channel_id: id, mention_count: 1 })]),
    )
    expect(unreadOfTeam({ ...start, channels, members }, 'team')).toEqual({
      messages: 5,
      mentions: 2,
    })
    expect(unreadOfTeam({ ...start, channels, members }, '')).toEqual({ messages: 5, mentions: 1 })
  })
})
