import type { PreferenceType } from '@mattermost/types/preferences'
import { client } from '#web/api/client.ts'
import { withChannels } from '#web/entities/channels.ts'
import type { Entities } from '#web/entities/entities.ts'
import { withPosts } from '#web/entities/posts.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import type { ChannelRoute } from '#web/router/routes.ts'
import { selectUserByName } from '#web/users/names.ts'
import { isDirect, partnerIdOf } from './direct.ts'

/** The channel of a route, as far as it is known without asking. */
export const selectChannelId = (route: ChannelRoute, teamId: string) => (now: Entities) => {
  const channels = () => [...now.channels.values()]
  switch (route.page) {
    case 'channel':
      return channels().find(
        (channel) => channel.team_id === teamId && channel.name === route.channel,
      )?.id
    case 'permalink':
      return knownId(now, now.posts.get(route.postId)?.channel_id)
    case 'messages': {
      const user = selectUserByName(route.with.replace(/^@/, ''))(now)
      return channels().find((channel) =>
        user && isDirect(channel)
          ? partnerIdOf(channel, now.myId) === user.id && now.members.has(channel.id)
          : channel.name === route.with,
      )?.id
    }
  }
}

function knownId(now: Entities, channelId: string | undefined): string | undefined {
  return channelId && now.channels.has(channelId) ? channelId : undefined
}

/** Asks for the channel of a route, makes a direct channel where there is none. Throws 404. */
export async function fetchChannelOf(
  route: ChannelRoute,
  teamId: string,
  onJoined: (channelId: string) => Promise<void>,
): Promise<string> {
  switch (route.page) {
    case 'channel': {
      const channel = await client.getChannelByName(teamId, route.channel, true)
      update(withChannels, [channel])
      return channel.id
    }
    case 'permalink': {
      const post = await client.getPost(route.postId)
      update(withPosts, [post])
      update(withChannels, [await client.getChannel(post.channel_id)])
      return post.channel_id
    }
    case 'messages': {
      const user = await client.getUserByUsername(route.with.replace(/^@/, ''))
      update(withUsers, [user])
      const { myId } = readEntities()
      const channel = await client.createDirectChannel([myId, user.id])
      update(withChannels, [channel])
      await onJoined(channel.id)
      await showInSidebar(myId, user.id)
      return channel.id
    }
  }
}

/** Other clients list a conversation once this preference says so. */
async function showInSidebar(myId: string, userId: string): Promise<void> {
  const preference: PreferenceType = {
    user_id: myId,
    category: 'direct_channel_show',
    name: userId,
    value: 'true',
  }
  await client.savePreferences(myId, [preference])
}
