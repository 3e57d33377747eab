import { isDirect, partnerIdOf } from '#web/channels/direct.ts'
import type { Entities } from '#web/entities/entities.ts'

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
