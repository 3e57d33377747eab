import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'
import { FileInfo } from './files.ts'

/** A link or a file that stands above a channel, in the order of `sort_order`. */
export const Bookmark = Type.Object({
  id: Id,
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
  channel_id: Id,
  owner_id: Id,
  file_id: Type.String(),
  display_name: Type.String(),
  sort_order: Type.Integer(),
  link_url: Type.Optional(Type.String()),
  image_url: Type.Optional(Type.String()),
  emoji: Type.Optional(Type.String()),
  type: Type.Union([Type.Literal('link'), Type.Literal('file')]),
  original_id: Type.Optional(Type.String()),
  parent_id: Type.Optional(Type.String()),
  file: Type.Optional(FileInfo),
})
export type Bookmark = Static<typeof Bookmark>

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))

export const NewBookmark = Type.Object({
  type: Type.String(),
  display_name: Type.String(),
  file_id: Text,
  link_url: Text,
  image_url: Text,
  emoji: Text,
  parent_id: Text,
})
export type NewBookmark = Static<typeof NewBookmark>

export const BookmarkPatch = Type.Object({
  display_name: Text,
  file_id: Text,
  link_url: Text,
  image_url: Text,
  emoji: Text,
  sort_order: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
})
export type BookmarkPatch = Static<typeof BookmarkPatch>

/** Somebody else's bookmark isn't changed: it is deleted, and a new one takes its place. */
export const UpdatedBookmark = Type.Object({
  updated: Bookmark,
  deleted: Type.Optional(Bookmark),
})
export type UpdatedBookmark = Static<typeof UpdatedBookmark>
