import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useMyId, useUserName } from '#web/users/use-user.ts'
import { groupTitle, isDirect, partnerIdOf } from './direct.ts'

/** What a channel is called: its name, or that of the person on the other side. */
export function useChannelTitle(channelId: string): string {
  const text = useText()
  const myId = useMyId()
  const channel = useEntities((now) => now.channels.get(channelId))
  const partnerId = channel && isDirect(channel) ? partnerIdOf(channel, myId) : ''
  const name = useUserName(partnerId)
  const myName = useEntities((now) => now.users.get(now.myId)?.username ?? '')
  if (!channel) return ''
  if (channel.type === 'G') return groupTitle(channel.display_name, myName)
  if (!isDirect(channel)) return channel.display_name
  return partnerId === myId ? text('channels.self', { name }) : name
}
