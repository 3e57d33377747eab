import type { ChannelMembership } from '@mattermost/types/channels'
import type { UserProfile } from '@mattermost/types/users'

/** Somebody in a channel, and as what. */
export type Member = { user: UserProfile; role: 'admin' | 'member' | 'guest' }

/** Profiles and memberships as one list, each person once. */
export function membersOf(
  users: readonly UserProfile[],
  memberships: readonly ChannelMembership[],
): Member[] {
  const byId = new Map(memberships.map((one) => [one.user_id, one]))
  const once = new Map(users.map((user) => [user.id, user]))
  return [...once.values()]
    .filter((user) => user.delete_at === 0)
    .map((user) => ({ user, role: roleOf(byId.get(user.id)) }))
}

function roleOf(membership: ChannelMembership | undefined): Member['role'] {
  if (!membership) return 'member'
  const names = membership.roles.split(' ')
  if (membership.scheme_admin || names.includes('channel_admin')) return 'admin'
  return names.includes('channel_guest') ? 'guest' : 'member'
}

/** Administrators, then the others, each by name. */
export function grouped(
  members: readonly Member[],
  nameOf: (user: UserProfile) => string,
): { admins: Member[]; others: Member[] } {
  const byName = members.toSorted((a, b) => nameOf(a.user).localeCompare(nameOf(b.user)))
  return {
    admins: byName.filter(({ role }) => role === 'admin'),
    others: byName.filter(({ role }) => role !== 'admin'),
  }
}
