import { useRef } from 'react'
import { client } from '#web/api/client.ts'
import { selectChannelId } from '#web/channels/find-channel.ts'
import { timelineOf } from '#web/entities/posts.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { unreadOf, withChannelsViewed } from '#web/entities/unread.ts'
import { openSearch } from '#web/panes/search-start.ts'
import { navigate, openPath, useRoute } from '#web/router/router.tsx'
import { isChannelRoute, isPlaceRoute, type Route } from '#web/router/routes.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { lastPath } from '#web/teams/last-place.ts'
import { openOverlay, toggleOverlay } from './overlay.ts'
import { stepInSidebar } from './sidebar-steps.ts'
import type { ActionId } from './table.ts'

/** What each combination of keys does where one is; `undefined` where it does nothing. */
export function useActions(): Record<ActionId, (() => void) | undefined> {
  const route = useRoute()
  const team = useCurrentTeam()
  const togglePane = usePaneToggle(route)
  const isPlace = isPlaceRoute(route)
  const atPlace = (run: () => void) => (isPlace ? run : undefined)

  function toggleSettings() {
    const last = lastPath(readEntities().myId, team.name)
    if (route.page !== 'settings')
      navigate({ page: 'settings', team: team.name, section: 'profile' })
    else if (last) openPath(last)
    else navigate({ page: 'team', team: team.name })
  }

  return {
    switcher: () => toggleOverlay('switcher'),
    palette: () => toggleOverlay('palette'),
    overview: () => toggleOverlay('overview'),
    direct: () => openOverlay({ kind: 'direct' }),
    settings: toggleSettings,
    search: atPlace(() => openSearch(presentChannels(route, team.id)[0] ?? '', '')),
    previous: atPlace(() => stepInSidebar(-1, 'any')),
    next: atPlace(() => stepInSidebar(1, 'any')),
    'previous-unread': atPlace(() => stepInSidebar(-1, 'unread')),
    'next-unread': atPlace(() => stepInSidebar(1, 'unread')),
    'mark-read': atPlace(() => void markRead(presentChannels(route, team.id))),
    'mark-all-read': atPlace(() => void markRead(unreadChannels())),
    pane: atPlace(togglePane),
    center: atPlace(focusComposer),
    upload: atPlace(uploadHere),
    'reply-last': atPlace(() => replyToLast(route, team.id)),
  }
}

/** Closes what stands beside the place, or opens it again. */
function usePaneToggle(route: Route): () => void {
  const closed = useRef<Route>(undefined)
  return () => {
    if (!isPlaceRoute(route)) return
    if (route.thread || route.pane) {
      closed.current = route
      const { thread: _, pane: __, ...place } = route
      navigate(place)
    } else if (closed.current) navigate(closed.current)
    else navigate({ ...route, pane: { kind: 'info' } })
  }
}

function presentChannels(route: Route, teamId: string): string[] {
  if (!isChannelRoute(route)) return []
  const id = selectChannelId(route, teamId)(readEntities())
  return id ? [id] : []
}

function unreadChannels(): string[] {
  const now = readEntities()
  return [...now.members.keys()].filter((id) => {
    const unread = unreadOf(now, id)
    return unread.messages + unread.mentions > 0
  })
}

/** Other tabs hear of it by an event; so does this one, and only sooner. */
async function markRead(ids: string[]): Promise<void> {
  if (ids.length === 0) return
  try {
    const { last_viewed_at_times } = await client.readMultipleChannels(ids)
    update(withChannelsViewed, last_viewed_at_times)
  } catch {
    // What is unread stays so, and shows it.
  }
}

/** Opens the thread of the last message of the channel. */
function replyToLast(route: Route, teamId: string): void {
  const [channelId = ''] = presentChannels(route, teamId)
  const now = readEntities()
  const last = timelineOf(now, channelId).known.at(-1)
  const post = now.posts.get(last ?? '')
  if (post && isChannelRoute(route)) navigate({ ...route, thread: post.root_id || post.id })
}

/** Whether the focus is in a field for messages in which nothing is written. */
export function isInEmptyComposer(): boolean {
  const field = document.activeElement
  if (!(field instanceof HTMLTextAreaElement) || field.value !== '') return false
  return composers().some((form) => form.contains(field))
}

function focusComposer(): void {
  composers()[0]?.querySelector('textarea')?.focus()
}

/** Attaches to the message that is being written, or else to one in the channel. */
function uploadHere(): void {
  const forms = composers()
  const form = forms.find((one) => one.contains(document.activeElement)) ?? forms[0]
  form?.querySelector<HTMLInputElement>('input[type="file"]')?.click()
}

/** The fields for messages: that of the channel, then that of the thread beside it. */
function composers(): HTMLFormElement[] {
  const forms = [...document.querySelectorAll<HTMLFormElement>('main form')]
  return forms.filter((form) => form.querySelector('textarea'))
}
