import type { Post } from '@mattermost/types/posts'

/** What people did to a channel or a team, one after the other. */
export type Activity = { kind: ActivityKind; users: readonly string[]; by: string }

type ActivityKind = (typeof KINDS)[string] & string

const KINDS: Readonly<
  Record<
    string,
    | 'joined'
    | 'left'
    | 'added'
    | 'removed'
    | 'joined-team'
    | 'left-team'
    | 'added-team'
    | 'removed-team'
  >
> = {
  system_join_channel: 'joined',
  system_guest_join_channel: 'joined',
  system_leave_channel: 'left',
  system_add_to_channel: 'added',
  system_add_guest_to_chan: 'added',
  system_remove_from_channel: 'removed',
  system_join_team: 'joined-team',
  system_leave_team: 'left-team',
  system_add_to_team: 'added-team',
  system_remove_from_team: 'removed-team',
}

/** Whether a post tells that somebody came or went: such are told together. */
export function isActivity(post: Post): boolean {
  return post.type in KINDS
}

/** Comings and goings, those of one kind by one person together, in the order of the first of each. */
export function gatherActivities(posts: readonly Post[]): Activity[] {
  const gathered = new Map<string, { kind: ActivityKind; users: Set<string>; by: string }>()
  for (const post of posts) {
    const kind = KINDS[post.type]
    if (!kind) continue
    const prop = (name: string) => {
      const value = post.props[name]
      return typeof value === 'string' ? value : ''
    }
    const isAdding = kind.startsWith('added')
    const by = isAdding ? prop('username') : ''
    const user = prop('addedUsername') || prop('removedUsername') || prop('username')
    if (user === '') continue
    const key = `${kind} ${by}`
    const group = gathered.get(key) ?? { kind, users: new Set<string>(), by }
    gathered.set(key, group)
    group.users.add(user)
  }
  return [...gathered.values()].map(({ kind, users, by }) => ({ kind, users: [...users], by }))
}
