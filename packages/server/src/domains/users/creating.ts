import type { NewUser, User } from '@redoubt/wire/users.ts'
import type { ConfigService } from '#domains/config/service.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { newUser } from './events.ts'
import { toUser } from './profile.ts'
import { defaultNotifyProps, defaultTimezone, requireValidUser } from './rules.ts'
import { insertUser, lockFirstAccount, type UserRow } from './store.ts'

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  /** Whether a group that can be mentioned is called like this. */
  isGroupName: (db: Db, name: string) => Promise<boolean>
  /** Gives a new account what clients look for in it. */
  furnish: (tx: Tx, userId: string) => Promise<void>
  /** Welcomes a new account. */
  greet: (tx: Tx, user: UserRow) => Promise<void>
  /** The hash to store. Throws 400 for a password that is too weak. */
  toPasswordHash: (password: string) => Promise<string>
}

/** What is told of a program that becomes a user. */
type NewBotAccount = Pick<UserRow, 'username' | 'first_name' | 'bot_description'>

/** What an account begins with beside what its owner says. */
type NewAccount = {
  /** '' for one without a password. */
  passwordHash: string
  isGuest?: boolean
  isVerified?: boolean
  authService?: string
}

/** How accounts begin: those of people, and those of programs. */
export function userCreation(deps: Deps) {
  const { transact, clock, config } = deps

  /**
   * Adds an account; the very first one of a workspace becomes its administrator.
   * Throws 400 for what isn't valid or is taken.
   */
  async function create(input: NewUser): Promise<User> {
    const passwordHash = await prepare(input)
    const row = await transact((tx) => insert(tx, input, { passwordHash }))
    config.accountsExist()
    return toUser(row, 'self')
  }

  /** The hash of a new account's password. Throws 400 for what isn't valid. */
  async function prepare(input: NewUser): Promise<string> {
    requireValidUser(toLowerCase(input))
    return deps.toPasswordHash(input.password ?? '')
  }

  /** Adds an account as part of something larger. Checks no permission. */
  async function insert(tx: Tx, input: NewUser, account: NewAccount): Promise<UserRow> {
    const user = toLowerCase(input)
    requireValidUser(user)
    await requireNotGroup(tx, user.username)
    const isFirst = !config.hasAccounts && (await lockFirstAccount(tx))
    const row = await insertUser(tx, {
      ...toNewRow(user, account.passwordHash, isFirst),
      ...(account.isGuest && { roles: 'system_guest' }),
      ...(account.isVerified && { email_verified: true }),
      ...(account.authService && { auth_service: account.authService, auth_data: user.email }),
    })
    await deps.furnish(tx, row.id)
    if (!user.disable_welcome_email) await deps.greet(tx, row)
    tx.changed({ kind: 'user', user_id: row.id })
    tx.emit(newUser(row))
    return row
  }

  /** Names of groups and people are told apart by nothing. */
  async function requireNotGroup(tx: Tx, name: string): Promise<void> {
    if (!(await deps.isGroupName(tx.db, name))) return
    throw new AppError('app.user.save.username_exists.app_error', 400)
  }

  function toNewRow(user: NewUser, password: string, isFirst: boolean): UserRow {
    const now = clock()
    return {
      id: newId(now),
      create_at: now,
      update_at: now,
      delete_at: 0,
      username: user.username,
      password,
      auth_data: null,
      auth_service: '',
      email: user.email,
      email_verified: false,
      nickname: user.nickname ?? '',
      first_name: user.first_name ?? '',
      last_name: user.last_name ?? '',
      position: user.position ?? '',
      roles: isFirst ? 'system_user system_admin' : 'system_user',
      props: user.props ?? {},
      notify_props: { ...defaultNotifyProps, ...user.notify_props },
      last_password_update: now,
      last_picture_update: 0,
      failed_attempts: 0,
      last_login: 0,
      locale: user.locale || config.string('LocalizationSettings.DefaultClientLocale') || 'en',
      timezone: { ...defaultTimezone, ...user.timezone },
      mfa_active: false,
      mfa_secret: '',
      remote_id: '',
      is_bot: false,
      bot_description: '',
      last_activity_at: 0,
    }
  }

  /** Adds the account of a program: without a password, so nobody logs in as it. */
  async function addBot(tx: Tx, bot: NewBotAccount): Promise<UserRow> {
    const account = { ...bot, username: bot.username.toLowerCase() }
    const user = { ...account, email: `${account.username}@localhost` }
    requireValidUser(user)
    await requireNotGroup(tx, user.username)
    const row = await insertUser(tx, {
      ...toNewRow(user, '', false),
      is_bot: true,
      bot_description: bot.bot_description,
    })
    tx.emit(newUser(row))
    return row
  }

  return { create, prepare, insert, addBot, requireNotGroup }
}

function toLowerCase(user: NewUser): NewUser {
  return { ...user, username: user.username.toLowerCase(), email: user.email.toLowerCase() }
}
