import type {
  ChannelBookmark,
  UpdateChannelBookmarkResponse,
} from '@mattermost/types/channel_bookmarks'
import { type Entities, mapWith } from './entities.ts'

/** Takes the complete list of a channel. */
export function withBookmarksOf(
  now: Entities,
  channelId: string,
  all: readonly ChannelBookmark[],
): Entities {
  return { ...now, bookmarks: mapWith(now.bookmarks, channelId, inOrder(all)) }
}

/** Adds or renews bookmarks in the channels whose list is known. */
export function withBookmarks(now: Entities, changed: readonly ChannelBookmark[]): Entities {
  return changed.reduce((before, bookmark) => {
    const others = before.bookmarks.get(bookmark.channel_id)
    if (!others) return before
    const rest = others.filter(({ id }) => id !== bookmark.id)
    return withBookmarksOf(before, bookmark.channel_id, [...rest, bookmark])
  }, now)
}

/** One that was made by somebody else is replaced, when it is changed, by a new one. */
export function withBookmarkChanges(
  now: Entities,
  { updated, deleted }: Partial<UpdateChannelBookmarkResponse>,
): Entities {
  const kept = deleted ? withoutBookmark(now, deleted) : now
  return updated ? withBookmarks(kept, [updated]) : kept
}

export function withoutBookmark(now: Entities, gone: ChannelBookmark): Entities {
  const known = now.bookmarks.get(gone.channel_id)
  if (!known) return now
  const rest = known.filter(({ id }) => id !== gone.id)
  return withBookmarksOf(now, gone.channel_id, rest)
}

function inOrder(bookmarks: readonly ChannelBookmark[]): ChannelBookmark[] {
  return bookmarks
    .filter((bookmark) => bookmark.delete_at === 0)
    .sort((a, b) => a.sort_order - b.sort_order || a.create_at - b.create_at)
}
