import { type Static, Type } from 'typebox'
import { Id } from './base.ts'

/** A default category is named by its kind, user and team; a custom one by an id. */
export const CategoryId = Type.String({
  pattern: '^([a-z0-9]{26}|(favorites|channels|direct_messages)_[a-z0-9]{26}_[a-z0-9]{26})$',
})

const Sorting = Type.Union([
  Type.Literal(''),
  Type.Literal('manual'),
  Type.Literal('recent'),
  Type.Literal('alpha'),
])

export const CategoryType = Type.Union([
  Type.Literal('favorites'),
  Type.Literal('channels'),
  Type.Literal('direct_messages'),
  Type.Literal('custom'),
])
export type CategoryType = Static<typeof CategoryType>

/** A section of one user's sidebar in one team, with its channels in order. */
export const SidebarCategory = Type.Object({
  id: CategoryId,
  user_id: Id,
  team_id: Id,
  sort_order: Type.Integer(),
  sorting: Sorting,
  type: CategoryType,
  display_name: Type.String(),
  muted: Type.Boolean(),
  collapsed: Type.Boolean(),
  channel_ids: Type.Array(Id),
})
export type SidebarCategory = Static<typeof SidebarCategory>

export const OrderedSidebarCategories = Type.Object({
  categories: Type.Array(SidebarCategory),
  order: Type.Array(CategoryId),
})
export type OrderedSidebarCategories = Static<typeof OrderedSidebarCategories>

const DisplayName = Type.String({ minLength: 1, maxLength: 64 })
const ChannelIds = Type.Union([Type.Array(Id, { maxItems: 10_000 }), Type.Null()])

/** `user_id` and `team_id` are those of the path. */
export const NewSidebarCategory = Type.Object({
  user_id: Type.Optional(Type.String()),
  team_id: Type.Optional(Type.String()),
  display_name: DisplayName,
  sorting: Type.Optional(Sorting),
  muted: Type.Optional(Type.Boolean()),
  collapsed: Type.Optional(Type.Boolean()),
  channel_ids: Type.Optional(ChannelIds),
})
export type NewSidebarCategory = Static<typeof NewSidebarCategory>

/** What a client may change; type, order and owner are left as they are. */
export const SidebarCategoryChange = Type.Object({
  id: CategoryId,
  display_name: Type.String({ maxLength: 64 }),
  sorting: Type.Optional(Sorting),
  muted: Type.Optional(Type.Boolean()),
  collapsed: Type.Optional(Type.Boolean()),
  channel_ids: Type.Optional(ChannelIds),
})
export type SidebarCategoryChange = Static<typeof SidebarCategoryChange>
