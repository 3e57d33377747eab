import { describe, expect, test } from 'vitest'
import { makeChannel, makeMember, makePost, makeUser } from '#web/entities/testing.ts'
import { termsOfFiles } from './file-kinds.ts'
import { shownIds } from './live-lists.ts'
import { grouped, membersOf } from './members.ts'
import { termsOfMentions } from './mention-terms.ts'
import { searchStartOf } from './search-start.ts'

describe('what panes ask for', () => {
  test('mentions: by name, chosen words, and the first name where that is wanted', () => {
    const props = { mention_keys: 'boss, the "chief"', first_name: 'true' }
    const user = makeUser({
      id: 'u',
      username: 'ada',
      first_name: 'Ada',
      notify_props: props as ReturnType<typeof makeUser>['notify_props'],
    })
    expect(termsOfMentions(user)).toBe('"@ada" "boss" "the chief" "Ada"')
    expect(termsOfMentions(makeUser({ id: 'u', username: 'bob', first_name: 'Bob' }))).toBe(
      '"@bob"',
    )
  })

  test('files of a channel, all or of a kind', () => {
    expect(termsOfFiles('town-square', 'all')).toBe('in:town-square')
    expect(termsOfFiles('town-square', 'audio')).toMatch(/^in:town-square ext:mp3 ext:wav/)
    expect(termsOfFiles('', 'all')).toBe('')
  })

  test('a search in a channel begins with it', () => {
    const channels = new Map([
      ['c', makeChannel({ id: 'c', name: 'off-topic' })],
      ['d', makeChannel({ id: 'd', type: 'D', name: 'me__u' })],
    ])
    const now = { channels, users: new Map([['u', makeUser({ id: 'u' })]]), myId: 'me' }
    expect(searchStartOf(now, 'c')).toBe('in:off-topic ')
    expect(searchStartOf(now, 'd')).toBe('in:@u ')
    expect(searchStartOf(now, 'unknown')).toBe('')
  })
})

describe('what panes show', () => {
  test('lists stay true to the store: each once, the newest first, without what is gone', () => {
    const posts = new Map(
      [
        makePost({ id: 'old', create_at: 1, is_pinned: true }),
        makePost({ id: 'new', create_at: 9, is_pinned: true }),
        makePost({ id: 'loose', create_at: 5 }),
        makePost({ id: 'gone', create_at: 7, is_pinned: true, delete_at: 8 }),
      ].map((post) => [post.id, post]),
    )
    const ids = ['old', 'new', 'old', 'loose', 'gone', 'unknown']
    expect(shownIds(posts, ids, (post) => post.is_pinned)).toEqual(['new', 'old'])
  })

  test('members by what they may, then by name', () => {
    const users = ['bob', 'ada', 'eve', 'gil'].map((id) => makeUser({ id }))
    const members = membersOf(
      [...users, makeUser({ id: 'left', delete_at: 5 })],
      [
        makeMember({ channel_id: 'c', user_id: 'eve', scheme_admin: true }),
        makeMember({ channel_id: 'c', user_id: 'gil', roles: 'channel_guest' }),
      ],
    )
    const { admins, others } = grouped(members, (user) => user.username)
    expect(admins.map(({ user }) => user.id)).toEqual(['eve'])
    expect(others.map(({ user, role }) => [user.id, role])).toEqual([
      ['ada', 'member'],
      ['bob', 'member'],
      ['gil', 'guest'],
    ])
  })
})
