import { type Static, Type } from 'typebox'
import { Id, Millis, OptionalId, Props } from './base.ts'
import { FileInfo } from './files.ts'
import { Reaction } from './reactions.ts'

/** What goes with a post but isn't stored in its row. Empty parts are left out. */
export const PostMetadata = Type.Object({
  embeds: Type.Optional(Type.Array(Props)),
  emojis: Type.Optional(Type.Array(Props)),
  files: Type.Optional(Type.Array(FileInfo)),
  images: Type.Optional(Props),
  reactions: Type.Optional(Type.Array(Reaction)),
  priority: Type.Optional(Props),
  acknowledgements: Type.Optional(Type.Array(Props)),
})
export type PostMetadata = Static<typeof PostMetadata>

export const Post = Type.Object({
  id: Id,
  create_at: Millis,
  update_at: Millis,
  edit_at: Millis,
  delete_at: Millis,
  is_pinned: Type.Boolean(),
  user_id: Id,
  channel_id: Id,
  root_id: Type.String(),
  original_id: Type.String(),
  message: Type.String(),
  type: Type.String(),
  props: Props,
  hashtags: Type.String(),
  file_ids: Type.Array(Type.String()),
  pending_post_id: Type.String(),
  has_reactions: Type.Optional(Type.Boolean()),
  remote_id: Type.String(),
  reply_count: Type.Integer(),
  last_reply_at: Millis,
  participants: Type.Union([Type.Array(Props), Type.Null()]),
  is_following: Type.Optional(Type.Boolean()),
  metadata: PostMetadata,
})
export type Post = Static<typeof Post>

export const NewPost = Type.Object({
  channel_id: Id,
  message: Type.Optional(Type.String()),
  root_id: Type.Optional(OptionalId),
  file_ids: Type.Optional(Type.Union([Type.Array(Id), Type.Null()])),
  props: Type.Optional(Type.Union([Props, Type.Null()])),
  pending_post_id: Type.Optional(Type.String({ maxLength: 128 })),
  type: Type.Optional(Type.String({ maxLength: 26 })),
  create_at: Type.Optional(Type.Integer({ minimum: 0 })),
})
export type NewPost = Static<typeof NewPost>

export const PostPatch = Type.Object({
  message: Type.Optional(Type.String()),
  props: Type.Optional(Type.Union([Props, Type.Null()])),
  is_pinned: Type.Optional(Type.Boolean()),
  file_ids: Type.Optional(Type.Union([Type.Array(Id), Type.Null()])),
  has_reactions: Type.Optional(Type.Boolean()),
})
export type PostPatch = Static<typeof PostPatch>

/**
 * `order` is the page, newest first; `posts` may hold more (roots of the replies).
 * A cursor is empty where the channel ends.
 */
export const PostList = Type.Object({
  order: Type.Array(Id),
  posts: Type.Record(Type.String(), Post),
  next_post_id: Type.String(),
  prev_post_id: Type.String(),
  has_next: Type.Optional(Type.Boolean()),
  first_inaccessible_post_time: Millis,
})
export type PostList = Static<typeof PostList>
