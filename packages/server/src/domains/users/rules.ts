import type { NewUser, UserPatch } from '@redoubt/wire/users.ts'
import { AppError, type ErrorId } from '#platform/app-error.ts'

const reservedNames = new Set(['all', 'channel', 'matterbot', 'system', 'here'])
const usernamePattern = /^[a-z0-9][a-z0-9._-]{0,63}$|^[._-][a-z0-9._-]{0,63}$/
const emailPattern = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+$/
const localePattern = /^[a-z]{2,3}(-[A-Z]{2})?$/

/** Throws 400 with the id of the first field that isn't valid. */
export function requireValidUser(user: NewUser | UserPatch): void {
  const { username, email, locale } = user
  if (username !== undefined && !isUsername(username)) refuse('username')
  if (email !== undefined && (email.length > 128 || !emailPattern.test(email))) refuse('email')
  if (runes(user.nickname) > 64) refuse('nickname')
  if (runes(user.first_name) > 64) refuse('first_name')
  if (runes(user.last_name) > 64) refuse('last_name')
  if (runes(user.position) > 128) refuse('position')
  if (user.timezone && runes(JSON.stringify(user.timezone)) > 256) refuse('timezone_limit')
  if (locale && (locale.length > 5 || !localePattern.test(locale))) refuse('locale')
}

/** Whether the account is a guest's: it sees only whom it shares a channel with. */
export function isGuest(user: { roles: string }): boolean {
  return user.roles.split(' ').includes('system_guest')
}

function isUsername(name: string): boolean {
  return usernamePattern.test(name) && !reservedNames.has(name)
}

type Field = 'username' | 'email' | 'nickname' | 'first_name' | 'last_name' | 'position' | 'locale'

function refuse(field: Field | 'timezone_limit'): never {
  throw new AppError(`model.user.is_valid.${field}.app_error`, 400)
}

function runes(text: string | undefined): number {
  return text === undefined ? 0 : [...text].length
}

export type PasswordPolicy = {
  minimumLength: number
  lowercase: boolean
  uppercase: boolean
  number: boolean
  symbol: boolean
}

const maxPasswordBytes = 72
const classes = { lowercase: /[a-z]/, uppercase: /[A-Z]/, number: /[0-9]/, symbol: /[^A-Za-z0-9]/ }

/** Throws 400 with the id that names what the password lacks. */
export function requireGoodPassword(password: string, policy: PasswordPolicy): void {
  if (password.length < policy.minimumLength) {
    throw new AppError('model.user.is_valid.pwd_min_length.app_error', 400, {
      params: { Min: policy.minimumLength },
    })
  }
  if (Buffer.byteLength(password) > maxPasswordBytes) {
    throw new AppError('model.user.is_valid.pwd_max_length.app_error', 400, {
      params: { Max: maxPasswordBytes },
    })
  }
  const asked = (['lowercase', 'uppercase', 'number', 'symbol'] as const).filter(
    (name) => policy[name],
  )
  if (asked.every((name) => classes[name].test(password))) return
  // The wire has one id for each set of classes that the policy asks for.
  throw new AppError(`model.user.is_valid.pwd_${asked.join('_')}.app_error` as ErrorId, 400)
}

/** How a new account is told of what happens. */
export const defaultNotifyProps: Readonly<Record<string, string>> = {
  channel: 'true',
  comments: 'never',
  desktop: 'mention',
  desktop_sound: 'true',
  desktop_threads: 'all',
  email: 'true',
  email_threads: 'all',
  first_name: 'false',
  mention_keys: '',
  push: 'mention',
  push_status: 'online',
  push_threads: 'all',
}

export const defaultTimezone: Readonly<Record<string, string>> = {
  automaticTimezone: '',
  manualTimezone: '',
  useAutomaticTimezone: 'true',
}
