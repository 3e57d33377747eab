import { describe, expect, test } from 'vitest'
import {
  acknowledgementsOf,
  withAcknowledgement,
  withoutAcknowledgement,
} from './acknowledgements.ts'
import { withAllRevealed, withBurned, withRevealed } from './burning.ts'
import { type Entities, NOTHING } from './entities.ts'
import { withPosts } from './posts.ts'
import { scheduledIn, withoutScheduled, withScheduledOfTeam } from './scheduled.ts'
import { makeChannel, makePost } from './testing.ts'

const withOne = (given = {}): Entities => withPosts(NOTHING, [makePost({ id: 'p', ...given })])
const metadata = (given: object) => ({ ...makePost({ id: 'x' }).metadata, ...given })

describe('acknowledgements', () => {
  const ack = (user_id: string) => ({ post_id: 'p', user_id, acknowledged_at: 7 })

  test('are added once for each reader, and taken back', () => {
    const both = [ack('a'), ack('a'), ack('b')].reduce(withAcknowledgement, withOne())
    const post = both.posts.get('p')
    expect(post && acknowledgementsOf(post).map((one) => one.user_id)).toEqual(['a', 'b'])
    const left = withoutAcknowledgement(both, { ...ack('a'), acknowledged_at: 0 }).posts.get('p')
    expect(left && acknowledgementsOf(left).map((one) => one.user_id)).toEqual(['b'])
  })

  test('of unknown posts change nothing', () => {
    expect(withAcknowledgement(NOTHING, ack('a'))).toBe(NOTHING)
  })
})

describe('posts that burn', () => {
  const burning = { type: 'burn_on_read', message: '' } as const
  const shown = makePost({
    ...burning,
    id: 'p',
    message: 'the code is 1234',
    metadata: metadata({ expire_at: 99 }),
  })

  test('keep what was revealed when others change something of them', () => {
    const revealed = withRevealed(withOne(burning), shown, undefined)
    const stub = makePost({ ...burning, id: 'p', update_at: 50 })
    const after = withPosts(revealed, [stub]).posts.get('p')
    expect(after?.message).toBe('the code is 1234')
    expect(after?.metadata.expire_at).toBe(99)
  })

  test('are gone once burned, for good', () => {
    const burned = withBurned(withRevealed(withOne(burning), shown, undefined), 'p', 100)
    expect(burned.posts.get('p')).toMatchObject({ delete_at: 100, message: '' })
    expect(withPosts(burned, [shown]).timelines.get(shown.channel_id)?.known).toEqual([])
  })

  test('tell their author who has seen them, and when that ends', () => {
    const told = withAllRevealed(withRevealed(withOne(burning), shown, ['a', 'b']), 'p', 500)
    expect(told.posts.get('p')?.metadata).toMatchObject({ recipients: ['a', 'b'], expire_at: 500 })
  })
})

describe('scheduled messages', () => {
  const one = (id: string, channel_id: string, scheduled_at: number) =>
    ({ id, channel_id, root_id: '', scheduled_at }) as never

  test('a list of a team replaces what was known of that team only', () => {
    const channels = new Map([
      ['here', makeChannel({ id: 'here' })],
      ['there', makeChannel({ id: 'there', team_id: 'other' })],
    ])
    const before = withScheduledOfTeam({ ...NOTHING, channels }, 'other', [one('1', 'there', 5)])
    const both = withScheduledOfTeam(before, 'team', [one('3', 'here', 9), one('2', 'here', 4)])
    expect(scheduledIn(both.scheduled, 'here', '').map(({ id }) => id)).toEqual(['2', '3'])
    const after = withScheduledOfTeam(both, 'team', [])
    expect([...after.scheduled.keys()]).toEqual(['1'])
    expect(withoutScheduled(after, '1').scheduled.size).toBe(0)
  })
})
