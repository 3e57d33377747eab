import type { ServerChannel } from '@mattermost/types/channels'
import { groupTitle, isDirect, isPersonal, partnerIdOf } from '#web/channels/direct.ts'
import { personalChannels, teamChannels } from '#web/channels/sections.ts'
import { categoriesOf, type SidebarCategory } from '#web/entities/categories.ts'
import type { Entities } from '#web/entities/entities.ts'
import { unreadOf } from '#web/entities/unread.ts'
import { displayName, selectNameFormat } from '#web/users/names.ts'

/** A category with the channels that are shown in it, in the order in which they are shown. */
export type Section = { category: SidebarCategory; channels: readonly ServerChannel[] }

export type SidebarState = Pick<
  Entities,
  'channels' | 'members' | 'preferences' | 'config' | 'myId' | 'categories' | 'users'
>

type View = {
  teamId: string
  currentId: string | undefined
  /** Whether what is read is left out. */
  isFiltered: boolean
}

/** The id of the section that holds what is unread, which is no category of the server's. */
export const UNREADS = 'unreads'

/** The sidebar of a team, as its user arranged it. */
export function sectionsOf(now: SidebarState, view: View): Section[] {
  const shown = new Map(
    [...teamChannels(now, view.teamId), ...personalChannels(now, view.currentId)].map(
      (channel): [string, ServerChannel] => [channel.id, channel],
    ),
  )
  const categories = placed(now, view.teamId, shown)
  const sections = categories.map((category) => ({
    category,
    channels: sorted(now, category, shown),
  }))
  const isApart = now.preferences.get('sidebar_settings/show_unread_section') === 'true'
  if (view.isFiltered) return [unreads(now, sections, view.currentId)]
  if (!isApart) return sections.filter(isWorthShowing)
  const apart = unreads(now, sections, undefined)
  const gone = new Set(apart.channels)
  const others = sections.map(({ category, channels }) => ({
    category,
    channels: channels.filter((channel) => !gone.has(channel)),
  }))
  return [apart, ...others].filter(isWorthShowing)
}

/** What one made oneself is shown empty too, for it is there to be filled. */
function isWorthShowing({ category, channels }: Section): boolean {
  return channels.length > 0 || !(category.type === 'favorites' || category.id === UNREADS)
}

/** The categories with all that is shown in one of them: what nobody placed goes to its own kind. */
function placed(
  now: SidebarState,
  teamId: string,
  shown: ReadonlyMap<string, ServerChannel>,
): SidebarCategory[] {
  const known = categoriesOf(now, teamId)
  const categories = known.length > 0 ? known : defaults(teamId)
  const named = new Set(categories.flatMap((category) => category.channel_ids))
  const unnamed = [...shown.values()].filter((channel) => !named.has(channel.id))
  return categories.map((category) => {
    const added = unnamed
      .filter((channel) => category.type === (isPersonal(channel) ? 'direct_messages' : 'channels'))
      .map((channel) => channel.id)
    return added.length > 0
      ? { ...category, channel_ids: [...category.channel_ids, ...added] }
      : category
  })
}

/** What a sidebar begins with, until the server tells. */
function defaults(team_id: string): SidebarCategory[] {
  const blank = {
    user_id: '',
    team_id,
    display_name: '',
    channel_ids: [],
    muted: false,
    collapsed: false,
  }
  return [
    { ...blank, id: 'channels', type: 'channels', sorting: '' },
    { ...blank, id: 'direct_messages', type: 'direct_messages', sorting: 'recent' },
  ]
}

function sorted(
  now: SidebarState,
  { sorting, channel_ids }: SidebarCategory,
  shown: ReadonlyMap<string, ServerChannel>,
): ServerChannel[] {
  const channels = channel_ids.flatMap((id) => shown.get(id) ?? [])
  if (sorting !== 'alpha' && sorting !== 'recent') return channels
  const compare =
    sorting === 'recent'
      ? (a: ServerChannel, b: ServerChannel) => b.last_post_at - a.last_post_at
      : (a: ServerChannel, b: ServerChannel) =>
          titleOf(now, a).localeCompare(titleOf(now, b), undefined, { numeric: true })
  // What is muted is looked for last.
  return channels.sort(
    (a, b) => Number(isMuted(now, a.id)) - Number(isMuted(now, b.id)) || compare(a, b),
  )
}

function unreads(
  now: SidebarState,
  sections: readonly Section[],
  currentId: string | undefined,
): Section {
  const all = sections.flatMap(({ channels }) => channels)
  const weightOf = ({ id }: ServerChannel) => {
    const { messages, mentions } = unreadOf(now, id)
    return mentions > 0 ? 2 : messages > 0 ? 1 : 0
  }
  const channels = all
    .filter((channel) => channel.id === currentId || weightOf(channel) > 0)
    .sort((a, b) => weightOf(b) - weightOf(a) || b.last_post_at - a.last_post_at)
  const [blank] = defaults('')
  const category = { ...(blank as SidebarCategory), id: UNREADS, type: 'custom' as const }
  return { category, channels }
}

/** Whether one hears of a channel only when one is mentioned there. */
export function isMuted({ members }: Pick<Entities, 'members'>, channelId: string): boolean {
  return members.get(channelId)?.notify_props?.mark_unread === 'mention'
}

/** What a channel is called in the sidebar. */
export function titleOf(
  now: Pick<Entities, 'users' | 'myId' | 'config' | 'preferences'>,
  channel: ServerChannel,
): string {
  if (channel.type === 'G') {
    return groupTitle(channel.display_name, now.users.get(now.myId)?.username ?? '')
  }
  const partner = isDirect(channel) ? now.users.get(partnerIdOf(channel, now.myId)) : undefined
  if (!partner) return channel.display_name
  return displayName(partner, selectNameFormat(now))
}

/**
 * What a closed section still shows: what is unread, and where one is. A section that is open shows
 * all that is in it.
 */
export function visibleIn(
  now: SidebarState,
  { category, channels }: Section,
  currentId: string | undefined,
): readonly ServerChannel[] {
  if (!category.collapsed) return channels
  return channels.filter(({ id }) => {
    const { messages, mentions } = unreadOf(now, id)
    return id === currentId || messages + mentions > 0
  })
}

/**
 * Where a channel comes to stand that is dropped on another one: in the order of the ids without it.
 * Within a category it takes the other's place, coming from elsewhere it goes before it.
 */
export function dropIndex(
  category: Pick<SidebarCategory, 'channel_ids'>,
  channelId: string,
  overId: string,
): number {
  const over = category.channel_ids.indexOf(overId)
  if (over < 0) return category.channel_ids.filter((id) => id !== channelId).length
  // Without the channel, what stands after it is one nearer.
  return over
}

type Span = { top: number; bottom: number }

/** The nearest of what lies above a window onto a list, and the nearest below; -1 where nothing does. */
export function outsideOf(spans: readonly Span[], view: Span): { above: number; below: number } {
  return {
    above: spans.findLastIndex((span) => span.bottom <= view.top),
    below: spans.findIndex((span) => span.top >= view.bottom),
  }
}
