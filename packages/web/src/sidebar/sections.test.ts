import type { ServerChannel } from '@mattermost/types/channels'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type SidebarCategory,
  withCategoryMoved,
  withChannelMoved,
} from '#web/entities/categories.ts'
import { makeChannel, makeMember, makeUser } from '#web/entities/testing.ts'
import { dropIndex, outsideOf, type SidebarState, sectionsOf, visibleIn } from './sections.ts'

function category(given: Partial<SidebarCategory> & { id: string }): SidebarCategory {
  return {
    user_id: 'me',
    team_id: 'team',
    type: 'custom',
    display_name: given.id,
    sorting: '',
    channel_ids: [],
    muted: false,
    collapsed: false,
    ...given,
  }
}

const channels = [
  makeChannel({ id: 'a', display_name: 'Alpha', last_post_at: 1 }),
  makeChannel({ id: 'b', display_name: 'beta 10', last_post_at: 3, total_msg_count: 4 }),
  makeChannel({ id: 'c', display_name: 'beta 9', last_post_at: 2 }),
  makeChannel({ id: 'd', type: 'D', team_id: '', name: 'me__bob', last_post_at: 5 }),
]

function state(categories: SidebarCategory[], given: Partial<SidebarState> = {}): SidebarState {
  return {
    myId: 'me',
    config: {},
    users: new Map([['bob', makeUser({ id: 'bob' })]]),
    preferences: new Map(),
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    members: new Map(channels.map(({ id }) => [id, makeMember({ channel_id: id })])),
    categories: new Map([['team', categories]]),
    ...given,
  }
}

const view = { teamId: 'team', currentId: undefined, isFiltered: false }
const shown = (now: SidebarState, given: Partial<typeof view> = {}) =>
  sectionsOf(now, { ...view, ...given }).map((section) => [
    section.category.id,
    section.channels.map(({ id }: ServerChannel) => id),
  ])

const usual = [
  category({ id: 'fav', type: 'favorites' }),
  category({ id: 'own', channel_ids: ['b'] }),
  category({ id: 'ch', type: 'channels', channel_ids: ['c'] }),
  category({ id: 'dm', type: 'direct_messages', sorting: 'recent' }),
]

describe('the sections of the sidebar', () => {
  test('hold what was placed, and the rest where its kind belongs', () => {
    expect(shown(state(usual))).toEqual([
      ['own', ['b']],
      ['ch', ['c', 'a']],
      ['dm', ['d']],
    ])
  })

  test('are two until the server tells of others', () => {
    expect(shown(state([]))).toEqual([
      ['channels', ['a', 'b', 'c']],
      ['direct_messages', ['d']],
    ])
  })

  test.each([
    ['alpha', ['a', 'c', 'b']],
    ['recent', ['b', 'c', 'a']],
    ['manual', ['c', 'b', 'a']],
  ] as const)('sort %s', (sorting, expected) => {
    const now = state([
      category({ id: 'ch', type: 'channels', sorting, channel_ids: ['c', 'b', 'a'] }),
    ])
    expect(shown(now)[0]).toEqual(['ch', expected])
  })

  test('put what is muted last, unless they are sorted by hand', () => {
    const members = new Map([
      ...state([]).members,
      ['a', makeMember({ channel_id: 'a', notify_props: { mark_unread: 'mention' } })] as const,
    ])
    const sorted = [
      category({ id: 'ch', type: 'channels', sorting: 'alpha', channel_ids: ['a', 'b', 'c'] }),
    ]
    expect(shown(state(sorted, { members }))[0]).toEqual(['ch', ['c', 'b', 'a']])
  })

  test('leave only what is unread when filtered, and where one is', () => {
    expect(shown(state(usual), { isFiltered: true })).toEqual([['unreads', ['b']]])
    const filtered = sectionsOf(state(usual), { ...view, isFiltered: true, currentId: 'a' })
    expect(filtered[0]?.channels.map(({ id }) => id)).toEqual(['b', 'a'])
  })

  test('begin with what is unread where one wants that', () => {
    const preferences = new Map([['sidebar_settings/show_unread_section', 'true']])
    expect(shown(state(usual, { preferences }))).toEqual([
      ['unreads', ['b']],
      ['own', []],
      ['ch', ['c', 'a']],
      ['dm', ['d']],
    ])
  })

  test('show when closed what is unread and where one is', () => {
    const now = state([category({ id: 'ch', type: 'channels', collapsed: true })])
    const [section] = sectionsOf(now, view)
    expect(section && visibleIn(now, section, 'c').map(({ id }) => id)).toEqual(['b', 'c'])
  })
})

describe('arranging', () => {
  test('a channel is in one category at a time, at the place where it was dropped', () => {
    const ids = ['a', 'b', 'c', 'd', 'e']
    fc.assert(
      fc.property(
        fc.constantFrom(...ids),
        fc.constantFrom('one', 'two'),
        fc.constantFrom(...ids),
        (channelId, to, overId) => {
          const before = [
            category({ id: 'one', channel_ids: ['a', 'b', 'c'] }),
            category({ id: 'two', channel_ids: ['d', 'e'] }),
          ]
          const target = before.find(({ id }) => id === to)
          if (!target) return
          const index = dropIndex(target, channelId, overId)
          const after = withChannelMoved(before, channelId, { id: to, index })
          expect(after.flatMap(({ channel_ids }) => channel_ids).sort()).toEqual(ids)
          const there = after.find(({ id }) => id === to)?.channel_ids ?? []
          expect(there).toContain(channelId)
          const over = target.channel_ids.indexOf(overId)
          if (over >= 0 && channelId !== overId) expect(there.indexOf(channelId)).toBe(over)
        },
      ),
    )
  })

  test('a category takes the place of another', () => {
    const ids = (categories: SidebarCategory[]) => categories.map(({ id }) => id)
    expect(ids(withCategoryMoved(usual, 'dm', 'own'))).toEqual(['fav', 'dm', 'own', 'ch'])
    expect(ids(withCategoryMoved(usual, 'own', 'dm'))).toEqual(['fav', 'ch', 'dm', 'own'])
    expect(ids(withCategoryMoved(usual, 'own', 'nowhere'))).toEqual(['fav', 'own', 'ch', 'dm'])
  })

  test('what lies beyond the edges of a list', () => {
    const spans = [0, 30, 60, 90].map((top) => ({ top, bottom: top + 30 }))
    expect(outsideOf(spans, { top: 60, bottom: 90 })).toEqual({ above: 1, below: 3 })
    expect(outsideOf(spans, { top: 0, bottom: 200 })).toEqual({ above: -1, below: -1 })
  })
})
