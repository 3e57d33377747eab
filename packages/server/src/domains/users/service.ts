import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Tx } from '#platform/db/database.ts'
import { userCreation } from './creating.ts'
import { usersDirectory } from './directory.ts'
import { userUpdatedForAdmins, userUpdatedForOthers, userUpdatedForSelf } from './events.ts'
import { userPasswords } from './passwords.ts'
import { toValidChanges, userPatching } from './patching.ts'
import { toUser } from './profile.ts'
import { userStanding } from './standing.ts'
import {
  countFailedAttempt,
  findUser,
  findUserByEmail,
  findUserByUsername,
  type UserRow,
  updateLastLogin,
  updateUser,
} from './store.ts'

export type UsersService = ReturnType<typeof usersService>
export type { UserRow } from './store.ts'

/** What the files of this folder take from each other. */
type Own =
  | 'getRow'
  | 'change'
  | 'accessForEdit'
  | 'viewOf'
  | 'toPasswordHash'
  | 'requireNotGroup'
  | 'requireOwner'

type Deps = Parameters<typeof usersDirectory>[0] &
  Omit<Parameters<typeof userCreation>[0], Own> &
  Omit<Parameters<typeof userPatching>[0], Own> &
  Omit<Parameters<typeof userPasswords>[0], Own> &
  Omit<Parameters<typeof userStanding>[0], Own>

/** Accounts; finding, making and changing them, passwords and standing are files of their own. */
export function usersService(deps: Deps) {
  const { db, transact, clock, config, roles, mayManageBot } = deps
  const directory = usersDirectory(deps)
  const { viewOf, publicView } = directory
  const { toHash, requireOwner, ...passwords } = userPasswords({ ...deps, getRow, change })
  const { requireNotGroup, ...creation } = userCreation({ ...deps, toPasswordHash: toHash })
  const patching = userPatching({
    ...deps,
    viewOf,
    accessForEdit,
    change,
    requireNotGroup,
    requireOwner,
  })
  const standing = userStanding({ ...deps, getRow, accessForEdit, change })

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

  /** Changes an account within a transaction, and tells. Checks no permission. */
  async function change(tx: Tx, id: string, changes: Partial<UserRow>): Promise<UserRow> {
    const row = await updateUser(tx, id, { ...changes, update_at: clock() })
    if (!row) throw new AppError('app.user.missing_account.const', 404)
    emitUpdated(tx, row)
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
    ...creation,
    ...patching,
    ...passwords,
    ...standing,
    getRow,
    findRow: (id: string) => findUser(db, id),
    findByEmail: (email: string) => findUserByEmail(db, email.trim().toLowerCase()),
    change,
    accessForEdit,
    findForLogin,
    noteFailedAttempt,
    clearFailedAttempts,
    noteLogin,
    toValidChanges,
  }
}
