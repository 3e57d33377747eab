import { type Static, Type } from 'typebox'
import { Id, Millis, OptionalId, Props, StringMap } from './base.ts'

export const ChannelType = { Open: 'O', Private: 'P', Direct: 'D', Group: 'G' } as const
export type ChannelType = (typeof ChannelType)[keyof typeof ChannelType]

/** `team_id` is empty for direct and group channels. */
export const Channel = Type.Object({
  id: Id,
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
  team_id: Type.String(),
  type: Type.Union([Type.Literal('O'), Type.Literal('P'), Type.Literal('D'), Type.Literal('G')]),
  display_name: Type.String(),
  name: Type.String(),
  header: Type.String(),
  purpose: Type.String(),
  last_post_at: Millis,
  total_msg_count: Type.Integer(),
  extra_update_at: Millis,
  creator_id: Type.String(),
  scheme_id: Type.Union([Type.String(), Type.Null()]),
  props: Type.Union([Props, Type.Null()]),
  group_constrained: Type.Union([Type.Boolean(), Type.Null()]),
  autotranslation: Type.Optional(Type.Boolean()),
  shared: Type.Union([Type.Boolean(), Type.Null()]),
  total_msg_count_root: Type.Integer(),
  policy_id: Type.Union([Type.String(), Type.Null()]),
  last_root_post_at: Millis,
  banner_info: Type.Union([Props, Type.Null()]),
  policy_enforced: Type.Boolean(),
  policy_is_active: Type.Boolean(),
  default_category_name: Type.String(),
})
export type Channel = Static<typeof Channel>

/** For lists that mix teams. */
export const ChannelWithTeam = Type.Object({
  ...Channel.properties,
  team_display_name: Type.String(),
  team_name: Type.String(),
  team_update_at: Millis,
})
export type ChannelWithTeam = Static<typeof ChannelWithTeam>

/** A text above the posts of a channel. */
export const ChannelBanner = Type.Object({
  enabled: Type.Optional(Type.Boolean()),
  text: Type.Optional(Type.String()),
  background_color: Type.Optional(Type.String()),
})
export type ChannelBanner = Static<typeof ChannelBanner>

export const NewChannel = Type.Object({
  team_id: Id,
  name: Type.String(),
  display_name: Type.String(),
  type: Type.Union([Type.Literal('O'), Type.Literal('P')]),
  purpose: Type.Optional(Type.String()),
  header: Type.Optional(Type.String()),
  default_category_name: Type.Optional(Type.String()),
})
export type NewChannel = Static<typeof NewChannel>

export const ChannelPatch = Type.Object({
  display_name: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  header: Type.Optional(Type.String()),
  purpose: Type.Optional(Type.String()),
  group_constrained: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  banner_info: Type.Optional(Type.Union([ChannelBanner, Type.Null()])),
  autotranslation: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  default_category_name: Type.Optional(Type.String()),
})
export type ChannelPatch = Static<typeof ChannelPatch>

/** `last_viewed_at` and `last_update_at` are -1 in the rows of other people. */
export const ChannelMember = Type.Object({
  channel_id: Id,
  user_id: Id,
  roles: Type.String(),
  last_viewed_at: Type.Integer(),
  msg_count: Type.Integer(),
  mention_count: Type.Integer(),
  mention_count_root: Type.Integer(),
  urgent_mention_count: Type.Integer(),
  msg_count_root: Type.Integer(),
  notify_props: StringMap,
  last_update_at: Type.Integer(),
  scheme_guest: Type.Boolean(),
  scheme_user: Type.Boolean(),
  scheme_admin: Type.Boolean(),
  explicit_roles: Type.String(),
  autotranslation_disabled: Type.Boolean(),
})
export type ChannelMember = Static<typeof ChannelMember>

export const ChannelStats = Type.Object({
  channel_id: Id,
  member_count: Type.Integer(),
  guest_count: Type.Integer(),
  pinnedpost_count: Type.Integer(),
  files_count: Type.Integer(),
})
export type ChannelStats = Static<typeof ChannelStats>

/** Unread numbers of one member in one channel; 0 messages where the channel is muted. */
export const ChannelUnread = Type.Object({
  team_id: Type.String(),
  user_id: Id,
  channel_id: Id,
  msg_count: Type.Integer(),
  mention_count: Type.Integer(),
  mention_count_root: Type.Integer(),
  urgent_mention_count: Type.Integer(),
  msg_count_root: Type.Integer(),
  notify_props: StringMap,
})
export type ChannelUnread = Static<typeof ChannelUnread>

export const ChannelView = Type.Object({
  channel_id: Type.Optional(OptionalId),
  prev_channel_id: Type.Optional(OptionalId),
  collapsed_threads_supported: Type.Optional(Type.Boolean()),
})
export type ChannelView = Static<typeof ChannelView>

export const ChannelViewed = Type.Object({
  status: Type.Literal('OK'),
  last_viewed_at_times: Type.Record(Type.String(), Millis),
})
export type ChannelViewed = Static<typeof ChannelViewed>

const ModeratedRole = Type.Object({ value: Type.Boolean(), enabled: Type.Boolean() })

/** One switch of a channel's moderation; `enabled` where the team leaves the choice. */
export const ChannelModeration = Type.Object({
  name: Type.String(),
  roles: Type.Object({
    members: ModeratedRole,
    guests: Type.Union([ModeratedRole, Type.Null()]),
  }),
})
export type ChannelModeration = Static<typeof ChannelModeration>

const Switch = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))

export const ChannelModerationPatch = Type.Array(
  Type.Object({
    name: Type.String(),
    roles: Type.Object({ members: Switch, guests: Switch }),
  }),
  { maxItems: 100 },
)
export type ChannelModerationPatch = Static<typeof ChannelModerationPatch>

const Page = Type.Optional(Type.Union([Type.Integer(), Type.String(), Type.Null()]))

/** What the console searches channels by, and with only the term what people jump to. */
export const ChannelSearch = Type.Object({
  term: Type.String(),
  not_associated_to_group: Type.Optional(Type.String()),
  exclude_default_channels: Type.Optional(Type.Boolean()),
  team_ids: Type.Optional(Type.Array(Type.String(), { maxItems: 1000 })),
  group_constrained: Type.Optional(Type.Boolean()),
  exclude_group_constrained: Type.Optional(Type.Boolean()),
  public: Type.Optional(Type.Boolean()),
  private: Type.Optional(Type.Boolean()),
  deleted: Type.Optional(Type.Boolean()),
  include_deleted: Type.Optional(Type.Boolean()),
  include_search_by_id: Type.Optional(Type.Boolean()),
  page: Page,
  per_page: Page,
})
export type ChannelSearch = Static<typeof ChannelSearch>

export const GroupConversion = Type.Object({
  team_id: Id,
  name: Type.String(),
  display_name: Type.String(),
})
export type GroupConversion = Static<typeof GroupConversion>
