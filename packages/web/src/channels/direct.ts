import type { Channel } from '@mattermost/types/channels'

/** The other one of a direct channel, which is named after both; oneself where it is one's own. */
export function partnerIdOf(channel: Pick<Channel, 'name'>, myId: string): string {
  const [a = '', b = ''] = channel.name.split('__')
  return a === myId ? b : a
}

export function isDirect(channel: Pick<Channel, 'type'>): boolean {
  return channel.type === 'D'
}

/** Whether a channel belongs to people rather than to a team. */
export function isPersonal(channel: Pick<Channel, 'type'>): boolean {
  return channel.type === 'D' || channel.type === 'G'
}

/** The others of a group channel, which is called after all of its members' usernames. */
export function groupTitle(displayName: string, myName: string): string {
  const others = displayName.split(', ').filter((name) => name !== myName)
  return others.join(', ') || displayName
}
