import type { CategoryType, SidebarCategory } from '@redoubt/wire/categories.ts'
import type { CategoryRow, Owner, Placement } from './store.ts'

const defaults: { type: CategoryType; name: string; sorting: SidebarCategory['sorting'] }[] = [
  { type: 'favorites', name: 'Favorites', sorting: '' },
  { type: 'channels', name: 'Channels', sorting: '' },
  { type: 'direct_messages', name: 'Direct Messages', sorting: 'recent' },
]

/** What everybody's sidebar begins with. */
export function defaultCategories({ userId, teamId }: Owner): CategoryRow[] {
  return defaults.map(({ type, name, sorting }, index) => ({
    id: `${type}_${userId}_${teamId}`,
    user_id: userId,
    team_id: teamId,
    sort_order: index * 10,
    sorting,
    type,
    display_name: name,
    muted: false,
    collapsed: false,
  }))
}

/** Each category with its channels: those that were put there, then those put nowhere. */
export function withChannels(rows: CategoryRow[], placements: Placement[]): SidebarCategory[] {
  const idsByCategory = Map.groupBy(placements, (placement) => categoryOf(rows, placement))
  return rows.map((row) => ({
    ...row,
    channel_ids: (idsByCategory.get(row.id) ?? []).map(({ channel_id }) => channel_id),
  }))
}

function categoryOf(rows: CategoryRow[], placement: Placement): string | undefined {
  if (placement.category_id) return placement.category_id
  if (placement.isArchived) return undefined
  const isDirect = placement.type === 'D' || placement.type === 'G'
  return rows.find(({ type }) => type === (isDirect ? 'direct_messages' : 'channels'))?.id
}

/** Whether each channel is in a muted category. */
export function mutedByChannel(categories: SidebarCategory[]): Map<string, boolean> {
  return new Map(
    categories.flatMap(({ channel_ids, muted }) => channel_ids.map((id) => [id, muted])),
  )
}

export function favoritesOf(categories: SidebarCategory[]): Set<string> {
  return new Set(categories.find(({ type }) => type === 'favorites')?.channel_ids)
}
