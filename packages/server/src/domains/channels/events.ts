import type { Channel, ChannelMember } from '@redoubt/wire/channels.ts'
import { type Audience, defineEvent } from '#platform/events/event.ts'

type Membership = { channel_id: string; user_id: string; team_id: string }

/** The team for public channels, else the members. */
function audienceOf(channel: Channel): Audience {
  return channel.type === 'O' ? { team_id: channel.team_id } : { channel_id: channel.id }
}

export const channelCreated = defineEvent<{ channel: Channel; userId: string }>('channel_created', {
  audience: ({ userId }) => ({ user_id: userId }),
  data: ({ channel }) => ({ channel_id: channel.id, team_id: channel.team_id }),
})

export const channelUpdated = defineEvent<Channel>('channel_updated', {
  audience: (channel) => ({ channel_id: channel.id }),
  data: (channel) => ({ channel: JSON.stringify(channel) }),
})

/** The roles of the members are others now; what they grant has to be asked for. */
export const channelSchemeUpdated = defineEvent<string>('channel_scheme_updated', {
  audience: (channelId) => ({ channel_id: channelId }),
  data: () => ({}),
})

export const channelConverted = defineEvent<Channel>('channel_converted', {
  audience: (channel) => ({ team_id: channel.team_id }),
  data: (channel) => ({ channel_id: channel.id }),
})

export const channelDeleted = defineEvent<Channel>('channel_deleted', {
  audience: audienceOf,
  data: (channel) => ({ channel_id: channel.id, delete_at: channel.delete_at }),
})

export const channelRestored = defineEvent<Channel>('channel_restored', {
  audience: audienceOf,
  data: (channel) => ({ channel_id: channel.id }),
})

export const channelMemberUpdated = defineEvent<ChannelMember>('channel_member_updated', {
  audience: (member) => ({ user_id: member.user_id }),
  data: (member) => ({ channelMember: JSON.stringify(member) }),
})

export const directAdded = defineEvent<{ channel: Channel; creatorId: string; teammateId: string }>(
  'direct_added',
  {
    audience: ({ channel }) => ({ channel_id: channel.id }),
    data: ({ creatorId, teammateId }) => ({ creator_id: creatorId, teammate_id: teammateId }),
  },
)

export const groupAdded = defineEvent<{ channel: Channel; userId: string; userIds: string[] }>(
  'group_added',
  {
    audience: ({ channel, userId }) => ({ channel_id: channel.id, user_id: userId }),
    data: ({ userIds }) => ({ teammate_ids: JSON.stringify(userIds) }),
  },
)

/** The channel's copy. */
export const userAdded = defineEvent<Membership>('user_added', {
  audience: ({ channel_id, user_id }) => ({ channel_id, omit_users: [user_id] }),
  data: ({ user_id, team_id }) => ({ user_id, team_id }),
})

/** The copy of the one who was added. */
export const userAddedSelf = defineEvent<Membership>('user_added', {
  audience: ({ channel_id, user_id }) => ({ channel_id, user_id }),
  data: ({ user_id, team_id }) => ({ user_id, team_id }),
})

export const userRemoved = defineEvent<Membership & { remover_id: string }>('user_removed', {
  audience: ({ channel_id, user_id }) => ({ channel_id, omit_users: [user_id] }),
  data: ({ user_id, remover_id }) => ({ user_id, remover_id }),
})

/** The copy of the one who was removed. */
export const userRemovedSelf = defineEvent<Membership & { remover_id: string }>('user_removed', {
  audience: ({ user_id }) => ({ user_id }),
  data: ({ channel_id, remover_id }) => ({ channel_id, remover_id }),
})

export const channelsViewed = defineEvent<{ userId: string; times: Record<string, number> }>(
  'multiple_channels_viewed',
  {
    audience: ({ userId }) => ({ user_id: userId }),
    data: ({ times }) => ({ channel_times: times }),
  },
)
