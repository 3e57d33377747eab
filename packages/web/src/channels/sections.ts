import type { ServerChannel } from '@mattermost/types/channels'
import type { Entities } from '#web/entities/entities.ts'
import { unreadOf } from '#web/entities/unread.ts'
import { isDirect, isPersonal, partnerIdOf } from './direct.ts'

/** How many conversations with people the sidebar shows besides the unread ones. */
const MAX_PERSONAL = 40

type Known = Pick<Entities, 'channels' | 'members' | 'preferences' | 'config' | 'myId'>

/** The channels of a team that one is in, by name. */
export function teamChannels(now: Known, teamId: string): ServerChannel[] {
  return mine(now)
    .filter((channel) => channel.team_id === teamId)
    .sort((a, b) => a.display_name.localeCompare(b.display_name))
}

/** The conversations with people, the most recent first. Closed ones come back when unread. */
export function personalChannels(now: Known, currentId: string | undefined): ServerChannel[] {
  const isUnread = ({ id }: ServerChannel) => {
    const unread = unreadOf(now, id)
    return unread.messages + unread.mentions > 0
  }
  const isForced = (channel: ServerChannel) => channel.id === currentId || isUnread(channel)
  const shown = mine(now)
    .filter((channel) => isPersonal(channel) && (isForced(channel) || isKept(now, channel)))
    .sort((a, b) => b.last_post_at - a.last_post_at)
  const chosen = Number(now.preferences.get('sidebar_settings/limit_visible_dms_gms'))
  const max = chosen > 0 ? chosen : MAX_PERSONAL
  return shown.filter((channel, index) => index < max || isForced(channel))
}

function mine(now: Known): ServerChannel[] {
  return [...now.channels.values()].filter(
    (channel) => channel.delete_at === 0 && now.members.has(channel.id),
  )
}

function isKept(now: Known, channel: ServerChannel): boolean {
  const key = isDirect(channel)
    ? `direct_channel_show/${partnerIdOf(channel, now.myId)}`
    : `group_channel_show/${channel.id}`
  const choice = now.preferences.get(key)
  return choice ? choice === 'true' : channel.last_post_at > 0
}
