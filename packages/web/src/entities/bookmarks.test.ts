import type { ChannelBookmark } from '@mattermost/types/channel_bookmarks'
import { describe, expect, test } from 'vitest'
import {
  withBookmarkChanges,
  withBookmarks,
  withBookmarksOf,
  withoutBookmark,
} from './bookmarks.ts'
import { NOTHING } from './entities.ts'

function bookmark(id: string, sort_order: number): ChannelBookmark {
  const times = { create_at: 1, update_at: 1, delete_at: 0 }
  const place = { channel_id: 'c1', owner_id: 'u1', sort_order }
  return { id, ...times, ...place, type: 'link', display_name: id, link_url: 'https://a.example' }
}

const ids = (now: typeof NOTHING) => now.bookmarks.get('c1')?.map(({ id }) => id)
const start = withBookmarksOf(NOTHING, 'c1', [bookmark('b', 1), bookmark('a', 0)])

describe('bookmarks', () => {
  test('stand in their order', () => {
    expect(ids(start)).toEqual(['a', 'b'])
  })

  test('come, change their place and go', () => {
    const added = withBookmarks(start, [bookmark('c', 2)])
    expect(ids(added)).toEqual(['a', 'b', 'c'])
    const sorted = withBookmarks(added, [bookmark('c', 0), bookmark('a', 1), bookmark('b', 2)])
    expect(ids(sorted)).toEqual(['c', 'a', 'b'])
    expect(ids(withoutBookmark(sorted, bookmark('a', 1)))).toEqual(['c', 'b'])
  })

  test('are replaced when somebody changes those of others', () => {
    const changes = { updated: bookmark('new', 0), deleted: bookmark('a', 0) }
    expect(ids(withBookmarkChanges(start, changes))).toEqual(['new', 'b'])
  })

  test('of a channel whose list is not known stay unknown', () => {
    expect(withBookmarks(NOTHING, [bookmark('a', 0)])).toBe(NOTHING)
    expect(withoutBookmark(NOTHING, bookmark('a', 0))).toBe(NOTHING)
  })
})
