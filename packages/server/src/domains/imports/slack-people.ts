import type { Account } from './account-store.ts'
import type { SlackUser } from './slack-export.ts'
import { clean } from './slack-lines.ts'

/** Somebody of a Slack export, and who they are here. */
export type SlackPerson = {
  user: SlackUser
  username: string
  email: string
  /** They have an account already, which stays as it is. */
  isKnown: boolean
}

/** An address that no mail ever reaches, for people whose address the export doesn't have. */
export function addressOf({ id, profile }: SlackUser): string {
  const email = clean(profile?.email ?? '')
    .trim()
    .toLowerCase()
  return email || `${id.toLowerCase().replace(/[^a-z0-9]/g, '')}@slack-import.invalid`
}

/** The name that somebody would like to have. */
export function wishedName({ id, name }: SlackUser): string {
  const plain = clean(name)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
  return /^[a-z0-9]/.test(plain) ? plain.slice(0, 40) : `slack-${id.toLowerCase()}`
}

/**
 * Who of the export is who here: by address, and under a name of their own where theirs is taken.
 * Bots and people whom the actor can't speak for are left out.
 */
export function recognise(
  users: readonly SlackUser[],
  accounts: readonly Account[],
  maySpeakFor: (account: Account) => boolean,
): SlackPerson[] {
  const byEmail = new Map(accounts.map((account) => [account.email, account]))
  const taken = new Set(accounts.map(({ username }) => username))
  return users.flatMap((user): SlackPerson[] => {
    if (user.is_bot === true) return []
    const email = addressOf(user)
    const account = byEmail.get(email)
    if (account && !maySpeakFor(account)) return []
    if (account) return [{ user, username: account.username, email, isKnown: true }]
    const wished = wishedName(user)
    const username = taken.has(wished) ? `${wished}-${user.id.toLowerCase()}` : wished
    taken.add(username)
    return [{ user, username: username.slice(0, 64), email, isKnown: false }]
  })
}
