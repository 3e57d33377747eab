import { isDirect, partnerIdOf } from '#web/channels/direct.ts'
import type { Entities } from '#web/entities/entities.ts'
import { readEntities } from '#web/entities/store.ts'
import { navigate, readRoute } from '#web/router/router.tsx'
import { isPlaceRoute } from '#web/router/routes.ts'

/** What a search within a channel begins with. */
export function searchStartOf(
  { channels, users, myId }: Pick<Entities, 'channels' | 'users' | 'myId'>,
  channelId: string,
): string {
  const channel = channels.get(channelId)
  if (!channel) return ''
  const partner = isDirect(channel) ? users.get(partnerIdOf(channel, myId)) : undefined
  return `in:${partner ? `@${partner.username}` : channel.name} `
}

/** Opens a search beside the present place: for what is given, else within a channel. */
export function openSearch(channelId: string, wanted: string): void {
  const route = readRoute()
  if (!isPlaceRoute(route)) return
  const { thread: _, pane: __, ...place } = route
  const query = wanted || searchStartOf(readEntities(), channelId)
  navigate({ ...place, pane: { kind: 'search', query, what: 'messages' } })
}
