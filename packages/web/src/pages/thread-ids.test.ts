import { describe, expect, test } from 'vitest'
import { makeChannel, makePost } from '#web/entities/testing.ts'
import { messageOf } from './message-of.ts'
import { threadIds } from './thread-ids.ts'

const root = (id: string, last_reply_at: number, channel_id = 'here') =>
  [id, makePost({ id, channel_id, last_reply_at })] as const
const thread = (id: string, unreadReplies = 0, isFollowing = true) =>
  [id, { channelId: 'here', isFollowing, unreadReplies, unreadMentions: 0 }] as const

const now = {
  posts: new Map([
    root('a', 10),
    root('b', 30),
    root('c', 20),
    root('other', 40, 'there'),
    root('z', 5),
  ]),
  threads: new Map([
    thread('a'),
    thread('b', 2),
    thread('c', 1, false),
    thread('other'),
    thread('z'),
  ]),
  channels: new Map([
    ['here', makeChannel({ id: 'here' })],
    ['there', makeChannel({ id: 'there', team_id: 'elsewhere' })],
  ]),
}
const view = { teamId: 'team', isUnreadOnly: false, readId: undefined, isComplete: true }

describe('the list of threads', () => {
  test('is of the team, followed, the latest reply first, told or heard', () => {
    expect(threadIds(now, ['a'], view)).toEqual(['b', 'a', 'z'])
  })

  test('goes no further than what was told while there is more to ask for', () => {
    expect(threadIds(now, ['a'], { ...view, isComplete: false })).toEqual(['b', 'a'])
  })

  test('keeps the one that is read among the unread', () => {
    expect(threadIds(now, [], { ...view, isUnreadOnly: true })).toEqual(['b'])
    expect(threadIds(now, [], { ...view, isUnreadOnly: true, readId: 'a' })).toEqual(['b', 'a'])
  })
})

test('what was kept for later is sent with its files and wishes', () => {
  const kept = { channel_id: 'c', root_id: 'r', message: 'hello', file_ids: ['f'] }
  expect(messageOf(kept)).toEqual({
    channelId: 'c',
    rootId: 'r',
    message: 'hello',
    files: [{ id: 'f', fileId: 'f', name: '', size: 0 }],
  })
  expect(messageOf({ ...kept, type: 'burn_on_read' }).wishes).toEqual({ isBurning: true })
})
