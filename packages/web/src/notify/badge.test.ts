import { describe, expect, test } from 'vitest'
import { type Entities, NOTHING, type Thread } from '#web/entities/entities.ts'
import { collapsing, makeChannel, makeMember } from '#web/entities/testing.ts'
import { badgeOf, markedTitle } from './badge.ts'

const thread: Thread = { channelId: 'a', isFollowing: true, unreadReplies: 2, unreadMentions: 1 }

function stateOf(given: { isApart: boolean; mentions: number; messages: number; thread: Thread }) {
  const { mentions, messages } = given
  const channel = { id: 'a', total_msg_count: messages, total_msg_count_root: messages }
  const member = { channel_id: 'a', mention_count: mentions, mention_count_root: mentions }
  const now: Entities = {
    ...NOTHING,
    config: collapsing(given.isApart),
    channels: new Map([['a', makeChannel(channel)]]),
    members: new Map([['a', makeMember({ ...member, msg_count: 0, msg_count_root: 0 })]]),
    threads: new Map([['t', given.thread]]),
  }
  return now
}

describe('the badge', () => {
  const read = {
    isApart: true,
    mentions: 0,
    messages: 0,
    thread: { ...thread, isFollowing: false },
  }

  test('counts mentions in channels and in threads that are apart', () => {
    expect(badgeOf(stateOf(read))).toEqual({ mentions: 0, isUnread: false })
    expect(badgeOf(stateOf({ ...read, messages: 3 }))).toEqual({ mentions: 0, isUnread: true })
    expect(badgeOf(stateOf({ ...read, mentions: 2 }))).toEqual({ mentions: 2, isUnread: true })
    expect(badgeOf(stateOf({ ...read, mentions: 2, thread }))).toEqual({
      mentions: 3,
      isUnread: true,
    })
    expect(badgeOf(stateOf({ ...read, isApart: false, thread }))).toEqual({
      mentions: 0,
      isUnread: false,
    })
  })

  test('stands before the title once, and goes again', () => {
    const some = { mentions: 3, isUnread: true }
    expect(markedTitle('Town Square', some)).toBe('(3) Town Square')
    expect(markedTitle('(99+) Town Square', some)).toBe('(3) Town Square')
    expect(markedTitle('• Town Square', { mentions: 120, isUnread: true })).toBe(
      '(99+) Town Square',
    )
    expect(markedTitle('(3) Town Square', { mentions: 0, isUnread: true })).toBe('• Town Square')
    expect(markedTitle('• Town Square', { mentions: 0, isUnread: false })).toBe('Town Square')
    expect(markedTitle('(draft) Plans', { mentions: 0, isUnread: false })).toBe('(draft) Plans')
  })
})
