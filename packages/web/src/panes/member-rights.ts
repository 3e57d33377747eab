import type { Entities } from '#web/entities/entities.ts'

const ALL: readonly Right[] = ['members', 'roles']
const NONE: readonly Right[] = []
const MEMBERS: readonly Right[] = ['members']
const ROLES: readonly Right[] = ['roles']

/** What one may change about the people in a channel. */
export type Right = 'members' | 'roles'

type Known = Pick<Entities, 'roles' | 'users' | 'teamMembers' | 'members' | 'channels' | 'myId'>

/**
 * Judged by the roles that are known, the server decides in any case. The same list for the same
 * rights, so that it can be selected from the store.
 */
export function mayManage(now: Known, channelId: string): readonly Right[] {
  const channel = now.channels.get(channelId)
  if (!channel) return NONE
  const names = [
    now.users.get(now.myId)?.roles,
    now.teamMembers.get(channel.team_id)?.roles,
    now.members.get(channelId)?.roles,
  ].flatMap((list) => list?.split(' ') ?? [])
  const may = (permission: string) =>
    names.some((name) => now.roles.get(name)?.permissions.includes(permission))
  const kind = channel.type === 'P' ? 'private' : 'public'
  const isMembers = may(`manage_${kind}_channel_members`) && channel.name !== 'town-square'
  if (may('manage_channel_roles')) return isMembers ? ALL : ROLES
  return isMembers ? MEMBERS : NONE
}
