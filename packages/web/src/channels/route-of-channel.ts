import type { ServerChannel } from '@mattermost/types/channels'
import type { Entities } from '#web/entities/entities.ts'
import type { ChannelRoute } from '#web/router/routes.ts'
import { isDirect, isPersonal, partnerIdOf } from './direct.ts'

/** Where a channel is shown within a team. A person not known yet is named by the channel. */
export function routeOfChannel(
  channel: ServerChannel,
  team: string,
  { users, myId }: Pick<Entities, 'users' | 'myId'>,
): ChannelRoute {
  if (!isPersonal(channel)) return { page: 'channel', team, channel: channel.name }
  const partner = isDirect(channel) ? users.get(partnerIdOf(channel, myId)) : undefined
  return { page: 'messages', team, with: partner ? `@${partner.username}` : channel.name }
}
