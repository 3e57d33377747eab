import type { ClientConfig } from '@mattermost/types/config'
import type { Role } from '@mattermost/types/roles'
import type { UserProfile } from '@mattermost/types/users'
import { isCollapsed, withSettings } from './collapsing.ts'
import { type Entities, mapWith, mapWithout } from './entities.ts'

/** Takes the server's settings for clients. All values are texts. */
export function withConfig(now: Entities, config: Partial<ClientConfig>): Entities {
  return withSettings(now, { ...now, config })
}

/** Adds users; of two versions of one user the later stays. */
export function withUsers(now: Entities, added: readonly UserProfile[]): Entities {
  const users = new Map(now.users)
  for (const user of added) {
    const stored = users.get(user.id)
    if (!stored || (user.update_at ?? 0) >= (stored.update_at ?? 0)) users.set(user.id, user)
  }
  return { ...now, users }
}

/** Adds the session's own user. */
export function withMe(now: Entities, me: UserProfile): Entities {
  return withUsers({ ...now, myId: me.id }, [me])
}

/** Takes what people are doing: online, away, dnd or offline. */
export function withStatuses(
  now: Entities,
  told: readonly { user_id: string; status: string }[],
): Entities {
  const changed = told.filter((one) => now.statuses.get(one.user_id) !== one.status)
  if (changed.length === 0) return now
  const statuses = new Map(now.statuses)
  for (const one of changed) statuses.set(one.user_id, one.status)
  return { ...now, statuses }
}

export function withRoles(now: Entities, added: readonly Role[]): Entities {
  const roles = new Map(now.roles)
  for (const role of added) roles.set(role.name, role)
  return { ...now, roles }
}

/** Where somebody types: a channel and, within a thread, its root. */
type TypingPlace = { channelId: string; rootId: string; userId: string }

/** Threads that stand apart show who types there, and the channel doesn't. */
function placeOf(now: Entities, { channelId, rootId }: TypingPlace): string {
  return (isCollapsed(now) && rootId) || channelId
}

/** Notes that a user types in a place; stale after `until`. */
export function withTyping(now: Entities, typed: TypingPlace & { until: number }): Entities {
  const place = placeOf(now, typed)
  const here = now.typing.get(place) ?? new Map<string, number>()
  return { ...now, typing: mapWith(now.typing, place, mapWith(here, typed.userId, typed.until)) }
}

/** Forgets that a user types: it has posted. */
export function withoutTyping(now: Entities, typed: TypingPlace): Entities {
  const place = placeOf(now, typed)
  const here = now.typing.get(place)
  if (!here?.has(typed.userId)) return now
  return { ...now, typing: mapWith(now.typing, place, mapWithout(here, typed.userId)) }
}

/** Forgets all typing that is old news at that time. */
export function withTypingUntil(now: Entities, time: number): Entities {
  const typing = new Map<string, ReadonlyMap<string, number>>()
  for (const [channelId, here] of now.typing) {
    const left = [...here].filter(([, until]) => until > time)
    if (left.length > 0) typing.set(channelId, new Map(left))
  }
  return { ...now, typing }
}
