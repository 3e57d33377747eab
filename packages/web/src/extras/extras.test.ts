import { describe, expect, test } from 'vitest'
import { makePost } from '#web/entities/testing.ts'
import { hasExtras } from './extras.ts'
import { outsidersOf } from './outsiders.ts'

const post = makePost({ id: 'p' })
const withMetadata = (given: object) => ({ ...post, metadata: { ...post.metadata, ...given } })

describe('what a message shows beside its text', () => {
  test('is mostly nothing', () => {
    expect(hasExtras(post)).toBe(false)
    expect(hasExtras({ ...post, props: { attachments: [] } })).toBe(false)
    expect(hasExtras(withMetadata({ embeds: [{ type: 'link', url: 'http://a.b' }] }))).toBe(false)
    expect(hasExtras(withMetadata({ priority: { priority: 'urgent' } }))).toBe(false)
  })

  test('are attachments, previews, wishes and offers', () => {
    expect(hasExtras({ ...post, props: { attachments: [{}] } })).toBe(true)
    expect(hasExtras(withMetadata({ embeds: [{ type: 'permalink', url: '' }] }))).toBe(true)
    const priority = { priority: '', requested_ack: true }
    expect(hasExtras(withMetadata({ priority }))).toBe(true)
    expect(hasExtras({ ...post, type: 'burn_on_read' })).toBe(true)
    const told = { not_in_channel_user_ids: ['u'], not_in_channel_usernames: ['carl'] }
    expect(hasExtras({ ...post, props: { add_channel_member: told } })).toBe(true)
  })

  test('those who could be added are named by pairs', () => {
    const of = (add_channel_member: unknown) => outsidersOf({ props: { add_channel_member } })
    const told = { not_in_channel_user_ids: ['u', 7], not_in_channel_usernames: ['carl', 'dora'] }
    expect(of(told)).toEqual([{ id: 'u', username: 'carl' }])
    expect([of(undefined), of('x'), of({}), of(null)]).toEqual([[], [], [], []])
  })
})
