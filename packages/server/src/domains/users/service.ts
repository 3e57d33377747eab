import type { NewUser, User, UserAutocomplete, UserPatch, UserSearch } from '@redoubt/wire/users.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { newId } from '#platform/ids.ts'
import {
  activationChanged,
  newUser,
  userRoleUpdated,
  userUpdatedForAdmins,
  userUpdatedForOthers,
  userUpdatedForSelf,
} from './events.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { toUser, type View } from './profile.ts'
import {
  defaultNotifyProps,
  defaultTimezone,
  requireGoodPassword,
  requireValidUser,
} from './rules.ts'
import {
  countUsers,
  findKnownUserIds,
  findUser,
  findUserByEmail,
  findUserByUsername,
  findUsers,
  findUsersByIds,
  findUsersByUsernames,
  insertUser,
  lockFirstAccount,
  type UserFilter,
  type UserRow,
  updateUser,
} from './store.ts'

export type UsersService = ReturnType<typeof usersService>
export type { UserRow } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  /** Throws where the actor may not see who is in the team or channel. */
  requireVisible: (actor: Actor, scope: Scope) => Promise<void>
  /** Ends every session of an account but this one. */
  endOtherSessions: (userId: string, sessionId: string) => Promise<void>
}

type Scope = { teamIds: (string | undefined)[]; channelIds: (string | undefined)[] }

type UserQuery = {
  in_team?: string
  not_in_team?: string
  in_channel?: string
  not_in_channel?: string
  active?: boolean
  inactive?: boolean
}

const maxSearchLimit = 1000

export function usersService({
  db,
  transact,
  clock,
  config,
  roles,
  requireVisible,
  endOtherSessions,
}: Deps) {
  /**
   * Adds an account; the very first one of a workspace becomes its administrator.
   * Throws 400 for what isn't valid or is taken.
   */
  async function create(input: NewUser): Promise<User> {
    const user = {
      ...input,
      username: input.username.toLowerCase(),
      email: input.email.toLowerCase(),
    }
    requireValidUser(user)
    requireGoodPassword(user.password ?? '', passwordPolicy())
    const password = await hashPassword(user.password ?? '')
    const row = await transact(async (tx) => {
      const isFirst = !config.hasAccounts && (await lockFirstAccount(tx))
      const inserted = await insertUser(tx, toNewRow(user, password, isFirst))
      tx.emit(newUser(inserted))
      return inserted
    })
    config.accountsExist()
    return toUser(row, 'self')
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

  function passwordPolicy() {
    return {
      minimumLength: config.int('PasswordSettings.MinimumLength'),
      lowercase: config.bool('PasswordSettings.Lowercase'),
      uppercase: config.bool('PasswordSettings.Uppercase'),
      number: config.bool('PasswordSettings.Number'),
      symbol: config.bool('PasswordSettings.Symbol'),
    }
  }

  /** How much the actor sees of this user. */
  function viewOf(actor: Actor, userId: string): View {
    if (actor.userId === userId) return 'self'
    if (roles.grants(actor, 'manage_system')) return 'admin'
    return publicView()
  }

  function publicView(): View {
    return {
      showsEmail: config.bool('PrivacySettings.ShowEmailAddress'),
      showsName: config.bool('PrivacySettings.ShowFullName'),
    }
  }

  function show(actor: Actor, rows: UserRow[]): User[] {
    return rows.map((row) => toUser(row, viewOf(actor, row.id)))
  }

  /** The profile as the actor may see it. Throws 404 where there is no such account. */
  async function get(actor: Actor, idOrMe: string): Promise<User> {
    return toUser(await getRow(resolveMe(actor, idOrMe)), viewOf(actor, resolveMe(actor, idOrMe)))
  }

  async function getRow(id: string): Promise<UserRow> {
    const row = await findUser(db, id)
    if (!row) throw new AppError('app.user.missing_account.const', 404)
    return row
  }

  async function getByUsername(actor: Actor, username: string): Promise<User> {
    const row = await findUserByUsername(db, username.toLowerCase())
    if (!row) throw new AppError('app.user.missing_account.const', 404)
    return toUser(row, viewOf(actor, row.id))
  }

  /** Throws 404 also where the actor may not see addresses: nobody can probe for accounts. */
  async function getByEmail(actor: Actor, email: string): Promise<User> {
    const row = await findUserByEmail(db, email.toLowerCase())
    const user = row && toUser(row, viewOf(actor, row.id))
    if (!user?.email) throw new AppError('app.user.missing_account.const', 404)
    return user
  }

  async function byIds(actor: Actor, ids: string[], since: number): Promise<User[]> {
    if (ids.length === 0) throw invalidBody('user_ids')
    return show(actor, await findUsersByIds(db, ids, since))
  }

  async function byUsernames(actor: Actor, usernames: string[]): Promise<User[]> {
    if (usernames.length === 0) throw invalidBody('usernames')
    const names = usernames.map((name) => name.toLowerCase())
    return show(actor, await findUsersByUsernames(db, names))
  }

  /** A page of users. Throws where the actor may not see the team or channel. */
  async function list(actor: Actor, query: UserQuery, page: Page): Promise<User[]> {
    await requireVisible(actor, {
      teamIds: [query.in_team, query.not_in_team],
      channelIds: [query.in_channel, query.not_in_channel],
    })
    const filter: UserFilter = {
      teamId: query.in_team,
      notInTeamId: query.not_in_team,
      channelId: query.in_channel,
      notInChannelId: query.not_in_channel,
      isActive: query.active ? true : query.inactive ? false : undefined,
    }
    return show(actor, await findUsers(db, filter, page))
  }

  /** Users in whose names every word of the term occurs. */
  async function search(actor: Actor, input: UserSearch): Promise<User[]> {
    const limit = input.limit ?? 100
    if (limit <= 0 || limit > maxSearchLimit) throw invalidBody('limit')
    await requireVisible(actor, {
      teamIds: [input.team_id, input.not_in_team_id],
      channelIds: [input.in_channel_id, input.not_in_channel_id],
    })
    const rows = await findUsers(
      db,
      {
        teamId: input.team_id,
        notInTeamId: input.not_in_team_id,
        channelId: input.in_channel_id,
        notInChannelId: input.not_in_channel_id,
        isActive: input.allow_inactive ? undefined : true,
        words: toWords(input.term),
        ...searchedFields(actor),
      },
      { limit, offset: 0 },
    )
    return show(actor, rows)
  }

  /** Suggestions while somebody types a name; addresses never match. */
  async function autocomplete(
    actor: Actor,
    query: { in_team?: string; in_channel?: string; name?: string; limit: number },
  ): Promise<UserAutocomplete> {
    await requireVisible(actor, { teamIds: [query.in_team], channelIds: [query.in_channel] })
    const fields = { ...searchedFields(actor), searchesEmail: false, isActive: true }
    const words = toWords(query.name ?? '')
    const page = { limit: query.limit, offset: 0 }
    if (!query.in_channel) {
      const rows = await findUsers(db, { teamId: query.in_team, words, ...fields }, page)
      return { users: show(actor, rows), agents: [] }
    }
    const [inside, outside] = await Promise.all([
      findUsers(db, { channelId: query.in_channel, words, ...fields }, page),
      findUsers(
        db,
        { teamId: query.in_team, notInChannelId: query.in_channel, words, ...fields },
        page,
      ),
    ])
    return { users: show(actor, inside), out_of_channel: show(actor, outside), agents: [] }
  }

  function searchedFields(actor: Actor) {
    const isAdmin = roles.grants(actor, 'manage_system')
    return {
      searchesNames: isAdmin || config.bool('PrivacySettings.ShowFullName'),
      searchesEmail: isAdmin || config.bool('PrivacySettings.ShowEmailAddress'),
    }
  }

  /** The account that the actor may change: the own one, or others with the permission. */
  async function accessForEdit(actor: Actor, idOrMe: string): Promise<UserRow> {
    const id = resolveMe(actor, idOrMe)
    if (id !== actor.userId) roles.require(actor, 'edit_other_users')
    const row = await getRow(id)
    const isAdmin = roles.anyGrants(row.roles.split(' '), 'manage_system')
    if (isAdmin && id !== actor.userId) roles.require(actor, 'manage_system')
    return row
  }

  /** Changes the given fields. A new address needs the current password. */
  async function patch(actor: Actor, idOrMe: string, input: UserPatch): Promise<User> {
    const before = await accessForEdit(actor, idOrMe)
    const changes = toChanges(input)
    requireValidUser(changes)
    if (changes.email && changes.email !== before.email && before.id === actor.userId) {
      const isOwner = await verifyPassword(before.password, input.password ?? '')
      if (!isOwner) throw new AppError('api.user.update_password.incorrect.app_error', 400)
    }
    return save(actor, before.id, changes)
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
    const row = await transact(async (tx) => {
      const updated = await updateUser(tx, id, { ...changes, update_at: clock() })
      if (!updated) throw new AppError('app.user.missing_account.const', 404)
      emitUpdated(tx, updated)
      return updated
    })
    return toUser(row, viewOf(actor, row.id))
  }

  function emitUpdated(tx: Tx, row: UserRow): void {
    tx.changed({ kind: 'user', user_id: row.id })
    tx.emit(userUpdatedForOthers(toUser(row, publicView())))
    tx.emit(userUpdatedForAdmins(toUser(row, 'admin')))
    tx.emit(userUpdatedForSelf(toUser(row, 'self')))
  }

  /** Sets a password. Owners give the current one; administrators don't need it. */
  async function updatePassword(
    actor: Actor,
    idOrMe: string,
    input: { current_password?: string; new_password: string },
  ): Promise<void> {
    const before = await accessForEdit(actor, idOrMe)
    if (before.id === actor.userId) {
      const isOwner = await verifyPassword(before.password, input.current_password ?? '')
      if (!isOwner) throw new AppError('api.user.update_password.incorrect.app_error', 400)
    }
    requireGoodPassword(input.new_password, passwordPolicy())
    const password = await hashPassword(input.new_password)
    await transact((tx) =>
      updateUser(tx, before.id, {
        password,
        last_password_update: clock(),
        update_at: clock(),
        failed_attempts: 0,
      }),
    )
    if (config.bool('ServiceSettings.TerminateSessionsOnPasswordChange')) {
      await endOtherSessions(before.id, actor.sessionId)
    }
  }

  /** Replaces the system roles. */
  async function updateRoles(actor: Actor, id: string, names: string): Promise<void> {
    roles.require(actor, 'manage_roles')
    const wanted = names.split(' ').filter(Boolean)
    if (wanted.length === 0 || roles.byNames(wanted).length !== wanted.length)
      throw invalidBody('roles')
    const before = await accessForEdit(actor, id)
    await transact(async (tx) => {
      const row = await updateUser(tx, before.id, { roles: wanted.join(' '), update_at: clock() })
      if (!row) throw new AppError('app.user.missing_account.const', 404)
      emitUpdated(tx, row)
      tx.emit(userRoleUpdated(row))
    })
  }

  /** Activates or deactivates an account; a deactivated one can't log in. */
  async function updateActive(actor: Actor, idOrMe: string, isActive: boolean): Promise<void> {
    const id = resolveMe(actor, idOrMe)
    const isOwnDeactivation =
      id === actor.userId && !isActive && config.bool('TeamSettings.EnableUserDeactivation')
    if (!isOwnDeactivation) roles.require(actor, 'sysconsole_write_user_management_users')
    const before = await accessForEdit(actor, id)
    await transact(async (tx) => {
      const row = await updateUser(tx, before.id, {
        delete_at: isActive ? 0 : clock(),
        update_at: clock(),
      })
      if (!row) throw new AppError('app.user.missing_account.const', 404)
      emitUpdated(tx, row)
      tx.emit(activationChanged(null))
    })
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

  /** Notes a wrong password, or with `attempts` 0 forgets the earlier ones. */
  async function setFailedAttempts(id: string, attempts: number): Promise<void> {
    await transact.single((tx) => updateUser(tx, id, { failed_attempts: attempts }))
  }

  async function knownIds(actor: Actor): Promise<string[]> {
    return findKnownUserIds(db, actor.userId)
  }

  async function stats(): Promise<{ total_users_count: number }> {
    return { total_users_count: await countUsers(db) }
  }

  return {
    create,
    get,
    getRow,
    getByUsername,
    getByEmail,
    byIds,
    byUsernames,
    list,
    search,
    autocomplete,
    accessForEdit,
    patch,
    setProp,
    setPictureTime,
    updatePassword,
    updateRoles,
    updateActive,
    findForLogin,
    setFailedAttempts,
    knownIds,
    stats,
  }
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

/** Lower-case words without a leading @. */
function toWords(term: string): string[] {
  return term
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/^@/, ''))
    .filter(Boolean)
}
