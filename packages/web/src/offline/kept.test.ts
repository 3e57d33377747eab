import { describe, expect, test } from 'vitest'
import { withMembers, withMyChannels } from '#web/entities/channels.ts'
import { type Entities, NOTHING } from '#web/entities/entities.ts'
import { timelineOf, windowIds, withMissed, withOnline, withPage } from '#web/entities/posts.ts'
import { makeChannel, makeMember, makePost, makePostList, makeUser } from '#web/entities/testing.ts'
import { withMe, withUsers } from '#web/entities/users.ts'
import { keptOf, withKept } from './kept.ts'

const postsOf = (channel_id: string, count: number) =>
  Array.from({ length: count }, (_, index) =>
    makePost({ id: `${channel_id} ${index}`, channel_id, create_at: 1_000_000 + index }),
  )

/** A session that has opened channels with so many posts each. */
function sessionWith(channelIds: readonly string[], count: number): Entities {
  const channels = channelIds.map((id) => makeChannel({ id }))
  const members = channelIds.map((channel_id, at) => makeMember({ channel_id, last_viewed_at: at }))
  const me = withUsers(withMe(NOTHING, makeUser({ id: 'me' })), [makeUser({ id: 'other' })])
  const opened = withMyChannels(withOnline(me), channels, members)
  return channelIds.reduce(
    (now, id) => withPage(now, id, makePostList(postsOf(id, count)), now.connection.epoch),
    opened,
  )
}

const reload = (before: Entities) => withKept(NOTHING, structuredClone(keptOf(before, 7)))
const shown = (now: Entities, id: string) => windowIds(timelineOf(now, id), now.posts)

describe('what is kept for a start without the server', () => {
  test('shows the session, its channels and their posts as they were', () => {
    const before = sessionWith(['a', 'b'], 3)
    const after = reload(before)
    expect(after).toMatchObject({ myId: 'me', asOf: 7, channels: before.channels })
    expect(after.members).toEqual(before.members)
    expect([...after.users.keys()]).toEqual(['me', 'other'])
    expect(shown(after, 'a')).toEqual(['a 0', 'a 1', 'a 2'])
    expect(timelineOf(after, 'a').to).toBe(Infinity)
  })

  test('remembers since when posts may be missing, and is whole again after catching up', () => {
    const after = withOnline(reload(sessionWith(['a'], 3)))
    const { missedSince } = timelineOf(after, 'a')
    expect(missedSince).toBeGreaterThan(0)
    expect(missedSince).toBeLessThan(1_000_002)
    const late = makePost({ id: 'late', channel_id: 'a', create_at: 1_000_009 })
    const whole = withMissed(after, 'a', makePostList([late]), after.connection.epoch)
    expect(timelineOf(whole, 'a').missedSince).toBe(0)
    expect(shown(whole, 'a')).toEqual(['a 0', 'a 1', 'a 2', 'late'])
  })

  test('keeps a bounded number of channels and posts: the last looked at, the newest', () => {
    const ids = Array.from({ length: 30 }, (_, index) => `channel ${index}`)
    const kept = keptOf(sessionWith(ids, 150), 7)
    expect(kept.channels.map((one) => one.channelId)).toEqual(ids.slice(10).toReversed())
    expect(kept.channels.every((one) => one.posts.length === 100)).toBe(true)
    const after = withKept(NOTHING, kept)
    expect(shown(after, 'channel 29')).toHaveLength(100)
    // More can be asked for above what was kept.
    expect(timelineOf(after, 'channel 29').from).toBe(1_000_050)
  })

  test('does not keep what one is no member of any more', () => {
    const before = sessionWith(['a', 'b'], 1)
    const left: Entities = { ...before, members: new Map([...before.members].slice(1)) }
    expect(keptOf(left, 7).channels.map((one) => one.channelId)).toEqual(['b'])
  })

  test('what the server has said since the start stays', () => {
    const kept = keptOf(sessionWith(['a'], 1), 7)
    const renamed = makeUser({ id: 'other', username: 'renamed', update_at: 9 })
    const now = withUsers(NOTHING, [renamed])
    expect(withKept(now, kept).users.get('other')).toBe(renamed)
  })

  test('the lists of the server replace what was kept', () => {
    const after = withOnline(reload(sessionWith(['a', 'gone'], 1)))
    const fresh = withMyChannels(
      after,
      [makeChannel({ id: 'a' }), makeChannel({ id: 'new' })],
      [makeMember({ channel_id: 'a' }), makeMember({ channel_id: 'new' })],
    )
    expect([...fresh.channels.keys()]).toEqual(['a', 'new'])
    expect([...fresh.members.keys()]).toEqual(['a', 'new'])
    expect(shown(withMembers(fresh, []), 'a')).toEqual(['a 0'])
  })
})
