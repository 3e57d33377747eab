import { type ImportUser, importedPreferences } from '@redoubt/wire/imports.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { Lru } from '#platform/lru.ts'
import {
  findUserByUsername,
  findUserIdByEmail,
  insertUser,
  type PreferenceRow,
  preference,
  type UserRow,
  updateUser,
  upsertPreferences,
} from './account-store.ts'
import { LineError } from './lines.ts'
import type { ImportMemberships, Membership } from './memberships.ts'
import { differs, type Outcome } from './outcome.ts'
import type { ImportRules } from './rules.ts'

type Deps = {
  transact: Transact
  clock: Clock
  rules: ImportRules
  memberships: ImportMemberships
  defaultLocale: string
}

const cachedPasswords = 1_000

/** People, with what they are in and prefer. Each line is one transaction. */
export function importPeople({ transact, clock, rules, memberships, defaultLocale }: Deps) {
  const { requireRoles, toTeamMembers, toChannelMembers, join } = memberships
  const hashes = new Lru<Promise<string>>(cachedPasswords)

  async function user(line: ImportUser): Promise<Outcome> {
    const username = line.username.toLowerCase()
    const email = line.email.toLowerCase()
    rules.users.requireValid({ ...line, username, email })
    const isGuest = (line.roles ?? '').split(' ').includes('system_guest')
    const teams = await toTeamMembers(line, isGuest)
    const channels = await toChannelMembers(line, isGuest)
    requireRoles([line, ...(line.teams ?? [])].map(({ roles }) => roles))
    const password = line.password && (await hashOnce(line.password))
    return transact(async (tx) => {
      const existing = await findUserByUsername(tx.db, username)
      const owner = await findUserIdByEmail(tx.db, email)
      if (owner && owner !== existing?.id) throw new LineError(`The address ${email} is taken.`)
      const { id, outcome } = existing
        ? await change(tx, existing, { ...line, email })
        : await create(tx, { ...line, username, email }, password ?? '')
      const joined = await join(tx, id, teams, channels)
      await upsertPreferences(tx, toPreferences(line, id, channels))
      return outcome === 'unchanged' && joined ? 'updated' : outcome
    })
  }

  async function create(tx: Tx, line: ImportUser, password: string) {
    const now = clock()
    const id = newId(now)
    await insertUser(tx, {
      id,
      create_at: now,
      update_at: now,
      delete_at: line.delete_at ?? 0,
      username: line.username,
      // Without one the account can't log in until somebody sets it.
      password,
      auth_data: null,
      auth_service: '',
      email: line.email,
      email_verified: true,
      nickname: line.nickname ?? '',
      first_name: line.first_name ?? '',
      last_name: line.last_name ?? '',
      position: line.position ?? '',
      roles: line.roles || 'system_user',
      notify_props: { ...rules.users.defaultNotifyProps, ...toUserNotifyProps(line) },
      last_password_update: now,
      last_picture_update: 0,
      failed_attempts: 0,
      last_login: 0,
      locale: line.locale || defaultLocale,
      timezone: rules.users.defaultTimezone,
      mfa_active: false,
      mfa_secret: '',
      remote_id: '',
      is_bot: false,
      bot_description: '',
      last_activity_at: 0,
    })
    return { id, outcome: 'created' as const }
  }

  /** Changes what the file names; never the password of an account that is there. */
  async function change(tx: Tx, existing: UserRow, line: ImportUser) {
    const { id } = existing
    const notifyProps = { ...existing.notify_props, ...toUserNotifyProps(line) }
    const names = ['email', 'nickname', 'first_name', 'last_name', 'position', 'delete_at'] as const
    const wanted: Partial<UserRow> = {
      ...(line.roles && { roles: line.roles }),
      ...(line.locale && { locale: line.locale }),
    }
    for (const name of names) {
      if (line[name] !== undefined) Object.assign(wanted, { [name]: line[name] })
    }
    const isSame =
      !differs(existing, wanted) &&
      Object.entries(notifyProps).every(([key, value]) => existing.notify_props[key] === value)
    if (isSame) return { id, outcome: 'unchanged' as const }
    await updateUser(tx, id, { ...wanted, notify_props: notifyProps, update_at: clock() })
    tx.changed({ kind: 'user', user_id: id })
    return { id, outcome: 'updated' as const }
  }

  function hashOnce(password: string): Promise<string> {
    const known = hashes.get(password) ?? rules.users.hashPassword(password)
    hashes.set(password, known)
    return known
  }

  return { user }
}

function toPreferences(line: ImportUser, userId: string, channels: Membership[]): PreferenceRow[] {
  const fields = Object.keys(importedPreferences) as (keyof typeof importedPreferences)[]
  const named = fields.flatMap((field) => {
    const value = line[field]
    const [category, name] = importedPreferences[field]
    return value === undefined ? [] : [{ user_id: userId, category, name, value }]
  })
  const favorites = channels
    .filter((channel) => channel.isFavorite)
    .map((channel) => preference(userId, 'favorite_channel', channel.channel_id))
  return [...named, ...favorites]
}

/** A user's notification settings; the format calls push messages mobile ones. */
function toUserNotifyProps(line: ImportUser): Record<string, string> {
  const { mobile, mobile_push_status: pushStatus, ...others } = line.notify_props ?? {}
  const known = Object.entries(others).filter(([key]) => userNotifyKeys.has(key))
  return {
    ...Object.fromEntries(known),
    ...(mobile && { push: mobile }),
    ...(pushStatus && { push_status: pushStatus }),
  }
}

const userNotifyKeys = new Set([
  'desktop',
  'desktop_sound',
  'email',
  'channel',
  'comments',
  'mention_keys',
])
