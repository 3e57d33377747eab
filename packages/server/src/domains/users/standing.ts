import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Letters } from '#domains/mail/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { countUsers } from './directory-store.ts'
import { activationChanged, userRoleUpdated } from './events.ts'
import { isGuest } from './rules.ts'
import type { UserRow } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
  letters: Pick<Letters, 'deactivated'>
  /** Ends every session of an account but this one. */
  endOtherSessions: (userId: string, sessionId: string) => Promise<void>
  /** Whether the account is a bot's that the actor may manage. */
  mayManageBot: (actor: Actor, userId: string) => Promise<boolean>
  /** In the transaction that activates or deactivates an account. */
  onActiveChange: (tx: Tx, user: UserRow) => Promise<void>
  getRow: (id: string) => Promise<UserRow>
  accessForEdit: (actor: Actor, idOrMe: string) => Promise<UserRow>
  change: (tx: Tx, id: string, changes: Partial<UserRow>) => Promise<UserRow>
}

const maxRolesLength = 256

/** What an account may do as a whole: its system roles, and whether it is active. */
export function userStanding(deps: Deps) {
  const { db, transact, clock, config, roles, audits, letters } = deps
  const { endOtherSessions, mayManageBot, onActiveChange } = deps
  const { getRow, accessForEdit, change } = deps

  /** Replaces the system roles. */
  async function updateRoles(actor: Actor, id: string, names: string): Promise<void> {
    roles.require(actor, 'manage_roles')
    if (names.length > maxRolesLength) {
      throw new AppError('model.user.is_valid.roles_limit.app_error', 400)
    }
    const wanted = names.split(' ').filter(Boolean)
    if (wanted.length === 0 || roles.byNames(wanted).length !== wanted.length)
      throw invalidBody('roles')
    const before = await accessForEdit(actor, id)
    // Guests come and go by demotion and promotion, which change their memberships too.
    if (wanted.includes('system_guest') !== isGuest(before)) throw invalidBody('roles')
    const isAdministrator = roles.anyGrants(before.roles.split(' '), 'manage_system')
    const staysOne = roles.anyGrants(wanted, 'manage_system')
    if (isAdministrator !== staysOne) roles.require(actor, 'manage_system')
    if (!staysOne) await requireOtherAdministrator(before)
    await transact(async (tx) => {
      const row = await change(tx, before.id, { roles: wanted.join(' ') })
      const info = `user=${row.id} before=${before.roles} after=${row.roles}`
      await audits.record(tx, { actor, action: 'updateUserRoles', info })
      tx.emit(userRoleUpdated(row))
    })
  }

  /** Throws 400 where nobody else would be left to administer the workspace. */
  async function requireOtherAdministrator(user: UserRow): Promise<void> {
    if (!user.roles.split(' ').includes('system_admin') || user.delete_at > 0) return
    const count = await countUsers(db, { isActive: true, systemRoles: ['system_admin'] })
    if (count <= 1) throw new AppError('redoubt.user.last_administrator.app_error', 400)
  }

  /** Activates or deactivates an account; a deactivated one is out at once and can't log in. */
  async function updateActive(actor: Actor, idOrMe: string, isActive: boolean): Promise<void> {
    const id = resolveMe(actor, idOrMe)
    const isOwnDeactivation = id === actor.userId && !isActive
    const before = await accessForActivation(actor, id, isOwnDeactivation)
    if (isActive && isGuest(before) && !config.bool('GuestAccountsSettings.Enable')) {
      throw new AppError(
        'api.user.update_active.cannot_enable_guest_when_guest_feature_is_disabled.app_error',
        401,
      )
    }
    if (!isActive) await requireOtherAdministrator(before)
    await transact(async (tx) => {
      const row = await change(tx, id, { delete_at: isActive ? 0 : clock() })
      const info = `user=${id} active=${isActive}`
      await audits.record(tx, { actor, action: 'updateUserActive', info })
      await onActiveChange(tx, row)
      if (isOwnDeactivation) await letters.deactivated(tx, row)
      tx.emit(activationChanged(null))
    })
    if (!isActive) await endOtherSessions(id, '')
  }

  async function accessForActivation(
    actor: Actor,
    id: string,
    isOwnDeactivation: boolean,
  ): Promise<UserRow> {
    if (isOwnDeactivation) {
      const isAllowed =
        config.bool('TeamSettings.EnableUserDeactivation') ||
        roles.grants(actor, 'sysconsole_write_user_management_users')
      if (!isAllowed) throw new AppError('api.user.update_active.not_enable.app_error', 401)
      return getRow(id)
    }
    const mayDecide =
      roles.grants(actor, 'sysconsole_write_user_management_users') ||
      (await mayManageBot(actor, id))
    if (!mayDecide) throw new AppError('api.user.update_active.permissions.app_error', 403)
    return accessForEdit(actor, id)
  }

  return { updateRoles, requireOtherAdministrator, updateActive }
}
