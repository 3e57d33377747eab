import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Letters } from '#domains/mail/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import type { PasswordHashing } from './password.ts'
import { requireGoodPassword } from './rules.ts'
import type { UserRow } from './store.ts'

export type PasswordChange = {
  current_password?: string
  new_password: string
  already_hashed?: string
}

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
  letters: Pick<Letters, 'passwordChanged'>
  hashing: PasswordHashing
  getRow: (id: string) => Promise<UserRow>
  change: (tx: Tx, id: string, changes: Partial<UserRow>) => Promise<UserRow>
  /** Ends every session of an account but this one. */
  endOtherSessions: (userId: string, sessionId: string) => Promise<void>
}

/** How passwords are set: by their owners, by administrators, by a link. */
export function userPasswords(deps: Deps) {
  const { transact, clock, config, roles, audits, letters, getRow, change } = deps
  const { endOtherSessions, hashing } = deps

  /** The hash to store. Throws 400 for a password that is too weak. */
  async function toHash(password: string): Promise<string> {
    requireGoodPassword(password, {
      minimumLength: config.int('PasswordSettings.MinimumLength'),
      lowercase: config.bool('PasswordSettings.Lowercase'),
      uppercase: config.bool('PasswordSettings.Uppercase'),
      number: config.bool('PasswordSettings.Number'),
      symbol: config.bool('PasswordSettings.Symbol'),
    })
    return hashing.hash(password)
  }

  /** The changes that give an account this password. Throws 400 for one that is too weak. */
  async function toPasswordChange(password: string): Promise<Partial<UserRow>> {
    return {
      password: await toHash(password),
      last_password_update: clock(),
      failed_attempts: 0,
    }
  }

  /** Sets a password. Owners give the current one; administrators don't need it. */
  async function updatePassword(
    actor: Actor,
    idOrMe: string,
    input: PasswordChange,
  ): Promise<void> {
    const id = resolveMe(actor, idOrMe)
    const isOwn = id === actor.userId
    if (!isOwn) requireAdministrator(actor)
    const before = await getRow(id)
    if (!isOwn && roles.anyGrants(before.roles.split(' '), 'manage_system')) {
      roles.require(actor, 'manage_system')
    }
    requireOwnPassword(before)
    const isHashed = input.already_hashed === 'true'
    if (isHashed && !roles.grants(actor, 'manage_system')) {
      throw new AppError('api.user.update_password.user_and_hashed.app_error', 401)
    }
    if (isOwn) await requireOwner(before, input.current_password ?? '')
    const changes = isHashed
      ? { password: toKnownHash(input.new_password), last_password_update: clock() }
      : await toPasswordChange(input.new_password)
    await transact(async (tx) => {
      const row = await change(tx, id, changes)
      await letters.passwordChanged(tx, row, { how: isOwn ? 'settings' : 'administrator' })
      await audits.record(tx, { actor, action: 'updatePassword', info: `user=${id}` })
    })
    if (config.bool('ServiceSettings.TerminateSessionsOnPasswordChange')) {
      await endOtherSessions(id, isOwn ? actor.sessionId : '')
    }
  }

  function requireAdministrator(actor: Actor): void {
    if (roles.grants(actor, 'sysconsole_write_user_management_users')) return
    throw new AppError('api.user.update_password.context.app_error', 403)
  }

  /** Throws 400 for an account whose owner is known by something else than a password. */
  function requireOwnPassword(user: UserRow): void {
    if (user.auth_service === 'magic_link') {
      throw new AppError('api.user.update_password.magic_link.app_error', 400)
    }
    if (user.auth_service !== '') {
      throw new AppError('api.user.update_password.oauth.app_error', 400)
    }
  }

  /** Throws 400 for a wrong password. */
  async function requireOwner(user: UserRow, password: string): Promise<void> {
    const isOwner = await hashing.verify(user.password, password)
    if (!isOwner) throw new AppError('api.user.update_password.incorrect.app_error', 400)
  }

  return { toHash, toPasswordChange, updatePassword, requireOwner }
}

/** Moved over from another server: taken as it is, if it can be verified at all. */
function toKnownHash(hash: string): string {
  if (!/^\$argon2id\$v=19\$m=\d{1,6},t=\d{1,2},p=\d\$[\w+/]{11,64}\$[\w+/]{16,128}$/.test(hash)) {
    throw invalidBody('new_password')
  }
  return hash
}
