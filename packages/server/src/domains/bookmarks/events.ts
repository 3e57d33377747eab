import type { Bookmark, UpdatedBookmark } from '@redoubt/wire/bookmarks.ts'
import { type Audience, defineEvent } from '#platform/events/event.ts'

/** Heard by the channel, not by the connection whose act it was. */
type Told<Subject> = { subject: Subject; channelId: string; connectionId: string }

function audience({ channelId, connectionId }: Told<unknown>): Audience {
  return { channel_id: channelId, ...(connectionId && { omit_connection_id: connectionId }) }
}

export const bookmarkCreated = defineEvent<Told<Bookmark>>('channel_bookmark_created', {
  audience,
  data: ({ subject }) => ({ bookmark: JSON.stringify(subject) }),
})

export const bookmarkUpdated = defineEvent<Told<UpdatedBookmark>>('channel_bookmark_updated', {
  audience,
  data: ({ subject }) => ({ bookmarks: JSON.stringify(subject) }),
})

export const bookmarkDeleted = defineEvent<Told<Bookmark>>('channel_bookmark_deleted', {
  audience,
  data: ({ subject }) => ({ bookmark: JSON.stringify(subject) }),
})

export const bookmarksSorted = defineEvent<Told<Bookmark[]>>('channel_bookmark_sorted', {
  audience,
  data: ({ subject }) => ({ bookmarks: JSON.stringify(subject) }),
})
