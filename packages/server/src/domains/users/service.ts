import type { NewUser, User, UserPatch } from '@redoubt/wire/users.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Letters } from '#domains/mail/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { isOfDomains } from '#platform/email-domains.ts'
import { newId } from '#platform/ids.ts'
import { usersDirectory } from './directory.ts'
import {
  newUser,
  userUpdatedForAdmins,
  userUpdatedForOthers,
  userUpdatedForSelf,
} from './events.ts'
import type { PasswordHashing } from './password.ts'
import { userPasswords } from './passwords.ts'
import { toUser } from './profile.ts'
import { defaultNotifyProps, defaultTimezone, isGuest, requireValidUser } from './rules.ts'
import { userStanding } from './standing.ts'
import {
  countFailedAttempt,
  findUser,
  findUserByEmail,
  findUserByUsername,
  insertUser,
  lockFirstAccount,
  type UserRow,
  updateLastLogin,
  updateUser,
} from './store.ts'

export type UsersService = ReturnType<typeof usersService>
export type { UserRow } from './store.ts'

type Deps = Parameters<typeof usersDirectory>[0] & {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
  /** Whether a group that can be mentioned is called like this. */
  isGroupName: (db: Db, name: string) => Promise<boolean>
  letters: Pick<Letters, 'addressChanged' | 'usernameChanged' | 'passwordChanged' | 'deactivated'>
  hashing: PasswordHashing
  /** Gives a new account what clients look for in it. */
  furnish: (tx: Tx, userId: string) => Promise<void>
  /** Welcomes a new account. */
  greet: (tx: Tx, user: UserRow) => Promise<void>
  /** Asks whether an address is the account's, which has it only afterwards. */
  askToVerify: (tx: Tx, user: UserRow, email: string) => Promise<void>
  /** Ends every session of an account but this one. */
  endOtherSessions: (userId: string, sessionId: string) => Promise<void>
  /** Whether the account is a bot's that the actor may manage. */
  mayManageBot: (actor: Actor, userId: string) => Promise<boolean>
  /** Told of what people have changed of an account. */
  afterPatch: (before: UserRow, after: UserRow) => Promise<void>
  /** In the transaction that activates or deactivates an account. */
  onActiveChange: (tx: Tx, user: UserRow) => Promise<void>
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

/** Accounts from their beginning to their end; finding people and passwords are files of their own. */
export function usersService(deps: Deps) {
  const { db, transact, clock, config, roles, letters, greet, askToVerify } = deps
  const { mayManageBot } = deps
  const directory = usersDirectory(deps)
  const { viewOf, publicView } = directory
  const passwords = userPasswords({ ...deps, getRow, change })
  const standing = userStanding({ ...deps, getRow, accessForEdit, change })

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
    return passwords.toHash(input.password ?? '')
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
    if (!user.disable_welcome_email) await greet(tx, row)
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

  async function getRow(id: string): Promise<UserRow> {
    const row = await findUser(db, id)
    if (!row) throw new AppError('app.user.missing_account.const', 404)
    return row
  }

  /** The account that the actor may change: the own one, or others with the permission. */
  async function accessForEdit(actor: Actor, idOrMe: string): Promise<UserRow> {
    const id = resolveMe(actor, idOrMe)
    const mayEdit =
      id === actor.userId ||
      roles.grants(actor, 'edit_other_users') ||
      (await mayManageBot(actor, id))
    if (!mayEdit) throw forbidden()
    const row = await getRow(id)
    const isAdmin = roles.anyGrants(row.roles.split(' '), 'manage_system')
    if (isAdmin && id !== actor.userId) roles.require(actor, 'manage_system')
    return row
  }

  /**
   * Changes the given fields. A new address needs the current password, and where addresses have
   * to be verified the account keeps the old one until then.
   */
  async function patch(actor: Actor, idOrMe: string, input: UserPatch): Promise<User> {
    const before = await accessForEdit(actor, idOrMe)
    const { email, ...changes } = toChanges(input)
    requireValidUser({ ...changes, ...(email !== undefined && { email }) })
    const newEmail = email !== undefined && email !== before.email ? email : undefined
    if (newEmail !== undefined) await requireNewAddress(actor, before, newEmail, input.password)
    const mustVerify = config.bool('EmailSettings.RequireEmailVerification')
    const row = await transact(async (tx) => {
      const isAtOnce = newEmail !== undefined && !mustVerify
      const address = isAtOnce ? { email: newEmail, email_verified: false } : {}
      const { username = before.username } = changes
      if (username !== before.username) await requireNotGroup(tx, username)
      const after = await change(tx, before.id, { ...changes, ...address })
      if (isAtOnce) await letters.addressChanged(tx, before, { email: newEmail })
      else if (newEmail !== undefined) await askToVerify(tx, after, newEmail)
      if (after.username !== before.username) {
        await letters.usernameChanged(tx, after, { username: after.username })
      }
      return after
    })
    await deps.afterPatch(before, row)
    return toUser(row, viewOf(actor, row.id))
  }

  async function requireNewAddress(
    actor: Actor,
    before: UserRow,
    email: string,
    password = '',
  ): Promise<void> {
    if (before.id === actor.userId) await passwords.requireOwner(before, password)
    const [section, id] = isGuest(before)
      ? (['GuestAccountsSettings', 'api.user.update_user.accepted_guest_domain.app_error'] as const)
      : (['TeamSettings', 'api.user.update_user.accepted_domain.app_error'] as const)
    const isAdmitted = isOfDomains(email, config.string(`${section}.RestrictCreationToDomains`))
    if (!isAdmitted && !before.is_bot) throw new AppError(id, 400)
    const taken = await findUserByEmail(db, email)
    if (taken) throw new AppError('app.user.save.email_exists.app_error', 400)
  }

  /** Sets one of the account's props, or with undefined removes it. */
  async function setProp(
    actor: Actor,
    idOrMe: string,
    name: string,
    value: string | undefined,
  ): Promise<void> {
    const before = await accessForEdit(actor, idOrMe)
    const { [name]: _old, ...others } = before.props
    await save(actor, before.id, {
      props: value === undefined ? others : { ...others, [name]: value },
    })
  }

  /** Notes when the account's picture was set; 0 for the default one. */
  async function setPictureTime(actor: Actor, idOrMe: string, time: number): Promise<void> {
    const { id } = await accessForEdit(actor, idOrMe)
    await save(actor, id, { last_picture_update: time })
  }

  async function save(actor: Actor, id: string, changes: Partial<UserRow>): Promise<User> {
    const row = await transact((tx) => change(tx, id, changes))
    return toUser(row, viewOf(actor, row.id))
  }

  /** Changes an account within a transaction, and tells. Checks no permission. */
  async function change(tx: Tx, id: string, changes: Partial<UserRow>): Promise<UserRow> {
    const row = await updateUser(tx, id, { ...changes, update_at: clock() })
    if (!row) throw new AppError('app.user.missing_account.const', 404)
    emitUpdated(tx, row)
    return row
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

  function emitUpdated(tx: Tx, row: UserRow): void {
    tx.changed({ kind: 'user', user_id: row.id })
    tx.emit(userUpdatedForOthers(toUser(row, publicView())))
    tx.emit(userUpdatedForAdmins(toUser(row, 'admin')))
    tx.emit(userUpdatedForSelf(toUser(row, 'self')))
  }

  /**
   * The account that a login names, by user name or address as the configuration allows; the
   * password isn't checked yet.
   */
  async function findForLogin(loginId: string): Promise<UserRow | undefined> {
    const name = loginId.trim().toLowerCase()
    const byName = config.bool('EmailSettings.EnableSignInWithUsername')
      ? await findUserByUsername(db, name)
      : undefined
    if (byName) return byName
    return config.bool('EmailSettings.EnableSignInWithEmail')
      ? findUserByEmail(db, name)
      : undefined
  }

  /** Notes a failed login; the count ends at the limit, however many come at once. */
  async function noteFailedAttempt(id: string, limit: number): Promise<void> {
    await transact.single((tx) => countFailedAttempt(tx, id, limit))
  }

  /** Forgets failed logins. */
  async function clearFailedAttempts(id: string): Promise<void> {
    await transact.single((tx) => updateUser(tx, id, { failed_attempts: 0 }))
  }

  /**
   * Notes that the account's owner has come in, and forgets failed logins. Resolves to false
   * where there were as many as the limit.
   */
  function noteLogin(id: string, limit: number): Promise<boolean> {
    return transact.single((tx) => updateLastLogin(tx, id, { now: clock(), limit }))
  }

  return {
    ...directory,
    create,
    prepare,
    insert,
    getRow,
    findRow: (id: string) => findUser(db, id),
    findByEmail: (email: string) => findUserByEmail(db, email.trim().toLowerCase()),
    change,
    addBot,
    toPasswordChange: passwords.toPasswordChange,
    accessForEdit,
    patch,
    setProp,
    setPictureTime,
    updatePassword: passwords.updatePassword,
    ...standing,
    findForLogin,
    noteFailedAttempt,
    clearFailedAttempts,
    noteLogin,
    toValidChanges,
  }
}

function toLowerCase(user: NewUser): NewUser {
  return { ...user, username: user.username.toLowerCase(), email: user.email.toLowerCase() }
}

/** The columns that a patch names. Throws 400 for what isn't valid. */
function toValidChanges(input: UserPatch): Partial<UserRow> {
  const changes = toChanges(input)
  requireValidUser(changes)
  return changes
}

/** The columns that a patch names; other fields of the body are ignored. */
function toChanges(input: UserPatch): Partial<UserRow> {
  const { password: _password, username, email, ...rest } = input
  const names = [
    'nickname',
    'first_name',
    'last_name',
    'position',
    'props',
    'locale',
    'timezone',
  ] as const
  const changes: Partial<UserRow> = {}
  for (const name of names) {
    if (rest[name] !== undefined) Object.assign(changes, { [name]: rest[name] })
  }
  if (rest.notify_props) {
    const keys = rest.notify_props.mention_keys?.toLowerCase()
    changes.notify_props = {
      ...rest.notify_props,
      ...(keys !== undefined && { mention_keys: keys }),
    }
  }
  if (username !== undefined) changes.username = username.toLowerCase()
  if (email !== undefined) changes.email = email.toLowerCase()
  return changes
}
