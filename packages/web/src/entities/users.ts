import type { ClientConfig } from '@mattermost/types/config'
import type { Role } from '@mattermost/types/roles'
import type { UserProfile } from '@mattermost/types/users'
import { type Entities, mapWith, mapWithout } from './entities.ts'

/** Takes the server's settings for clients. All values are texts. */
export function withConfig(now: Entities, config: Partial<ClientConfig>): Entities {
  return { ...now, config }
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

export function withRoles(now: Entities, added: readonly Role[]): Entities {
  const roles = new Map(now.roles)
  for (const role of added) roles.set(role.name, role)
  return { ...now, roles }
}

/** Notes that a user types in a channel; stale after `until`. */
export function withTyping(
  now: Entities,
  typed: { channelId: string; userId: string; until: number },
): Entities {
  const here = now.typing.get(typed.channelId) ?? new Map<string, number>()
  return {
    ...now,
    typing: mapWith(now.typing, typed.channelId, mapWith(here, typed.userId, typed.until)),
  }
}

/** Forgets that a user types: it has posted. */
export function withoutTyping(now: Entities, channelId: string, userId: string): Entities {
  const here = now.typing.get(channelId)
  if (!here?.has(userId)) return now
  return { ...now, typing: mapWith(now.typing, channelId, mapWithout(here, userId)) }
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
