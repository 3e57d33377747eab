import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useMyId, useUserName } from '#web/users/use-user.ts'
import { isDirect, partnerIdOf } from './direct.ts'

/** What a channel is called: its name, or that of the person on the other side. */
export function useChannelTitle(channelId: string): string {
  const text = useText()
  const myId = useMyId()
  const channel = useEntities((now) => now.channels.get(channelId))
  const partnerId = channel && isDirect(channel) ? partnerIdOf(channel, myId) : ''
  const name = useUserName(partnerId)
  if (!channel) return ''
  if (!isDirect(channel)) return channel.display_name
  return partnerId === myId ? text('channels.self', { name }) : name
}
