import type { UserThread } from '@mattermost/types/threads'
import { describe, expect, test } from 'vitest'
import { type Entities, NOTHING } from './entities.ts'
import { withFrame } from './frames.ts'
import { collapsing, makeChannel, makeFrame, makePost } from './testing.ts'
import { selectIsFollowing, selectUnreadThreads } from './threads.ts'

const start: Entities = {
  ...NOTHING,
  myId: 'me',
  config: collapsing(true),
  channels: new Map([['c', makeChannel({ id: 'c' })]]),
}

function told(given: Partial<UserThread>): Entities {
  const thread = {
    id: 'r',
    reply_count: 2,
    last_reply_at: 20,
    last_viewed_at: 10,
    participants: [],
    post: makePost({ id: 'r', channel_id: 'c' }),
    unread_replies: 1,
    unread_mentions: 0,
    is_following: true,
    ...given,
  }
  return withFrame(start, makeFrame('thread_updated', { thread: JSON.stringify(thread) }), 0)
}

const unread = selectUnreadThreads('team')

describe('own threads', () => {
  test('are unread when a reply is told, and read when that is', () => {
    const now = told({ unread_replies: 2 })
    expect(unread(now)).toBe(1)
    expect(selectUnreadThreads('other')(now)).toBe(0)
    const read = makeFrame('thread_read_changed', {
      thread_id: 'r',
      timestamp: 30,
      unread_mentions: 0,
      unread_replies: 0,
      previous_unread_mentions: 0,
      previous_unread_replies: 2,
      channel_id: 'c',
    })
    expect(unread(withFrame(now, read, 0))).toBe(0)
  })

  test('are all read with their team or channel, and those elsewhere are not', () => {
    const now = told({})
    const all = (broadcast: { team_id?: string; channel_id?: string }) =>
      unread(withFrame(now, makeFrame('thread_read_changed', { timestamp: 30 }, broadcast), 0))
    expect(all({ team_id: 'team' })).toBe(0)
    expect(all({ channel_id: 'c' })).toBe(0)
    expect(all({ team_id: 'other' })).toBe(1)
    expect(all({ channel_id: 'd' })).toBe(1)
  })

  test('do not count when one stops to follow them', () => {
    const data = { thread_id: 'r', state: false, reply_count: 2 }
    const now = withFrame(told({}), makeFrame('thread_follow_changed', data), 0)
    expect(selectIsFollowing('r')(now)).toBe(false)
    expect(unread(now)).toBe(0)
  })
})
