import { type Static, Type } from 'typebox'
import { Id, Millis, OptionalId, Props } from './base.ts'
import { Emoji } from './emoji.ts'
import { FileInfo } from './files.ts'
import { Reaction } from './reactions.ts'

/** What a root post asks of those who read it. */
export const PostPriority = Type.Object({
  priority: Type.Union([Type.Literal(''), Type.Literal('important'), Type.Literal('urgent')]),
  requested_ack: Type.Boolean(),
  persistent_notifications: Type.Boolean(),
})
export type PostPriority = Static<typeof PostPriority>

/** The same as clients send it: in part, or with nulls. */
export const PriorityWish = Type.Object({
  priority: Type.Optional(Type.Union([PostPriority.properties.priority, Type.Null()])),
  requested_ack: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  persistent_notifications: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
})
export type PriorityWish = Static<typeof PriorityWish>

/** Somebody says that they have read a post. */
export const Acknowledgement = Type.Object({
  user_id: Id,
  post_id: Id,
  acknowledged_at: Millis,
  channel_id: Id,
})
export type Acknowledgement = Static<typeof Acknowledgement>

/** What goes with a post but isn't stored in its row. Empty parts are left out. */
export const PostMetadata = Type.Object({
  embeds: Type.Optional(Type.Array(Props)),
  emojis: Type.Optional(Type.Array(Emoji)),
  files: Type.Optional(Type.Array(FileInfo)),
  images: Type.Optional(Props),
  reactions: Type.Optional(Type.Array(Reaction)),
  priority: Type.Optional(PostPriority),
  acknowledgements: Type.Optional(Type.Array(Acknowledgement)),
  /** When the viewer's sight of a burn-on-read post ends. */
  expire_at: Type.Optional(Millis),
  /** Who has revealed a burn-on-read post; for its author alone. */
  recipients: Type.Optional(Type.Array(Id)),
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
  /** What its author wrote, where `message` was changed for its readers. */
  message_source: Type.Optional(Type.String()),
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
  metadata: Type.Optional(
    Type.Union([
      Type.Object({ priority: Type.Optional(Type.Union([PriorityWish, Type.Null()])) }),
      Type.Null(),
    ]),
  ),
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

/** The whole post as it shall be: what is left out is emptied. */
export const PostUpdate = Type.Object({ id: Id, ...PostPatch.properties })
export type PostUpdate = Static<typeof PostUpdate>

/** A post that one person sees and nobody keeps. */
export const NewEphemeralPost = Type.Object({
  user_id: Id,
  post: Type.Object({
    channel_id: Id,
    message: Type.Optional(Type.String()),
    root_id: Type.Optional(OptionalId),
    props: Type.Optional(Type.Union([Props, Type.Null()])),
  }),
})
export type NewEphemeralPost = Static<typeof NewEphemeralPost>

/** Where a permalink leads, for somebody who may have to join first. */
export const PostInfo = Type.Object({
  channel_id: Id,
  channel_type: Type.String(),
  channel_display_name: Type.String(),
  has_joined_channel: Type.Boolean(),
  team_id: Type.String(),
  team_type: Type.String(),
  team_display_name: Type.String(),
  has_joined_team: Type.Boolean(),
})
export type PostInfo = Static<typeof PostInfo>

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
