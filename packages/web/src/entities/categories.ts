import type { CategorySorting, ChannelCategory } from '@mattermost/types/channel_categories'
import { type Entities, mapWith } from './entities.ts'

/** A part of the sidebar, as its user arranged it. The sorting is an enum's value as plain text. */
export type SidebarCategory = Omit<ChannelCategory, 'sorting'> & { sorting: `${CategorySorting}` }

const NONE: readonly SidebarCategory[] = []

/** The categories of a team in order; none while they aren't known. */
export function categoriesOf(now: Pick<Entities, 'categories'>, teamId: string) {
  return now.categories.get(teamId) ?? NONE
}

/** Takes the complete list of a team, in order. */
export function withCategories(
  now: Entities,
  teamId: string,
  all: readonly SidebarCategory[],
): Entities {
  return { ...now, categories: mapWith(now.categories, teamId, all) }
}

/** The list with one category changed. */
export function withChange(
  categories: readonly SidebarCategory[],
  id: string,
  change: Partial<SidebarCategory>,
): SidebarCategory[] {
  return categories.map((one) => (one.id === id ? { ...one, ...change } : one))
}

/**
 * The list with a channel put into a category, before what stands at `index` there without it. A
 * category in which one puts things in order is sorted by hand from then on.
 */
export function withChannelMoved(
  categories: readonly SidebarCategory[],
  channelId: string,
  to: { id: string; index: number },
): SidebarCategory[] {
  return categories.map((one) => {
    const others = one.channel_ids.filter((id) => id !== channelId)
    if (one.id !== to.id) {
      return others.length === one.channel_ids.length ? one : { ...one, channel_ids: others }
    }
    const isByHand = one.type !== 'direct_messages'
    return {
      ...one,
      channel_ids: others.toSpliced(to.index, 0, channelId),
      ...(isByHand && { sorting: 'manual' as const }),
    }
  })
}

/** The list with a category moved to where another one is. */
export function withCategoryMoved(
  categories: readonly SidebarCategory[],
  id: string,
  overId: string,
): SidebarCategory[] {
  const from = categories.findIndex((one) => one.id === id)
  const to = categories.findIndex((one) => one.id === overId)
  const moved = categories[from]
  if (!moved || to < 0) return [...categories]
  return categories.toSpliced(from, 1).toSpliced(to, 0, moved)
}
