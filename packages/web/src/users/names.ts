import type { UserProfile } from '@mattermost/types/users'
import type { Entities } from '#web/entities/entities.ts'

type NamedUser = Pick<UserProfile, 'username' | 'nickname' | 'first_name' | 'last_name'>

/** How a user is called in a format such as `nickname_full_name` (spec 6.4). */
export function displayName(user: NamedUser, format: string): string {
  const fullName = [user.first_name, user.last_name].filter(Boolean).join(' ')
  if (format === 'full_name') return fullName || user.username
  if (format === 'nickname_full_name') return user.nickname || fullName || user.username
  return user.username
}

/** The name format in force: the reader's own, unless the server locks it. */
export function selectNameFormat(now: Pick<Entities, 'config' | 'preferences'>): string {
  const common = now.config.TeammateNameDisplay ?? 'username'
  if (now.config.LockTeammateNameDisplay === 'true') return common
  return now.preferences.get('display_settings/name_format') ?? common
}

let indexed: { users: Entities['users']; byName: ReadonlyMap<string, UserProfile> } | undefined

/** Finds a user by name among those that are known. */
export const selectUserByName =
  (username: string) =>
  ({ users }: Pick<Entities, 'users'>): UserProfile | undefined => {
    // One index for all the mentions that ask after each change of the users.
    if (indexed?.users !== users) {
      indexed = { users, byName: new Map([...users.values()].map((one) => [one.username, one])) }
    }
    return indexed.byName.get(username)
  }
