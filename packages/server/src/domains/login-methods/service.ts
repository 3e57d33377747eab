import type { LoginSwitch, UserAuth } from '@redoubt/wire/login-methods.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Letters } from '#domains/mail/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Transact, Tx } from '#platform/db/database.ts'

/** The services whose word is taken for who somebody is. */
const signOnServices = ['gitlab', 'google', 'office365', 'openid', 'saml']

type Deps = {
  transact: Transact
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
  letters: Pick<Letters, 'loginMethodChanged'>
  users: Pick<UsersService, 'getRow' | 'change' | 'toPasswordChange' | 'requireOtherAdministrator'>
  endSessions: (tx: Tx, userId: string) => Promise<void>
}

/** What an account logs in with, and how that is changed. */
export function loginMethodsService(deps: Deps) {
  const { transact, config, roles, audits, letters, users } = deps

  /** Ties an account to a service's name for its owner, or to a password; ends its sessions. */
  async function rebind(actor: Actor, idOrMe: string, input: UserAuth): Promise<UserAuth> {
    roles.require(actor, 'manage_system')
    const user = await users.getRow(resolveMe(actor, idOrMe))
    const service = input.auth_service === 'email' ? '' : (input.auth_service ?? '')
    const data = input.auth_data ?? ''
    if (user.is_bot || user.remote_id !== '') throw invalidRequest()
    const changes = service ? toService(service, data) : await toPassword(input.password)
    // Nobody can come in by a service that isn't there: the last administrator never depends on it.
    if (service) await users.requireOtherAdministrator(user)
    await transact(async (tx) => {
      await bind(tx, user, changes)
      const info = `user=${user.id} service=${service || 'email'}`
      await audits.record(tx, { actor, action: 'updateUserAuth', info })
    })
    return { auth_data: changes.auth_data ?? '', auth_service: service }
  }

  async function bind(tx: Tx, user: UserRow, changes: Partial<UserRow>): Promise<void> {
    const row = await users.change(tx, user.id, { ...changes, failed_attempts: 0 })
    await letters.loginMethodChanged(tx, row, { isPassword: row.auth_service === '' })
    await deps.endSessions(tx, user.id)
  }

  function toService(service: string, data: string): Partial<UserRow> {
    if (data === '' || ![...signOnServices, 'ldap'].includes(service)) throw invalidRequest()
    return { auth_service: service, auth_data: data, password: '' }
  }

  async function toPassword(password: string | undefined): Promise<Partial<UserRow>> {
    if (!password) throw invalidRequest()
    return { auth_service: '', auth_data: null, ...(await users.toPasswordChange(password)) }
  }

  /**
   * Changes between password and service at the owner's wish; resolves to where the browser goes
   * on. Throws 501 for a service that this server can't ask.
   */
  async function change(actor: Actor, input: LoginSwitch): Promise<{ follow_link: string }> {
    const { current_service: from, new_service: to } = input
    const isKnown = [from, to].every((name) => ['email', 'ldap', ...signOnServices].includes(name))
    if (!isKnown || from === to) throw invalidBody('new_service')
    requireTransferAllowed(from, to)
    if (from === 'ldap') throw new AppError('api.user.ldap_to_email.not_available.app_error', 501)
    if (to === 'ldap') throw new AppError('api.user.email_to_ldap.not_available.app_error', 501)
    if (to !== 'email')
      throw new AppError('api.user.authorize_oauth_user.unsupported.app_error', 501)
    await leaveService(actor, input)
    return { follow_link: '/login?extra=signin_change' }
  }

  function requireTransferAllowed(from: string, to: string): void {
    if (config.bool('ServiceSettings.ExperimentalEnableAuthenticationTransfer')) return
    if (from === 'ldap') throw new AppError('api.user.ldap_to_email.not_available.app_error', 403)
    if (to === 'ldap') throw new AppError('api.user.email_to_ldap.not_available.app_error', 403)
    throw to === 'email'
      ? new AppError('api.user.oauth_to_email.not_available.app_error', 403)
      : new AppError('api.user.email_to_oauth.not_available.app_error', 403)
  }

  /** The owner, who has come in by the service, chooses a password in its place. */
  async function leaveService(actor: Actor, input: LoginSwitch): Promise<void> {
    if (!config.bool('EmailSettings.EnableSignUpWithEmail')) {
      throw new AppError('api.user.auth_switch.not_available.email_signup_disabled.app_error', 403)
    }
    const canLogIn =
      config.bool('EmailSettings.EnableSignInWithEmail') ||
      config.bool('EmailSettings.EnableSignInWithUsername')
    if (!canLogIn) {
      throw new AppError('api.user.auth_switch.not_available.login_disabled.app_error', 403)
    }
    const user = actor.userId ? await users.getRow(actor.userId) : undefined
    if (!user || user.email !== input.email?.trim().toLowerCase()) {
      throw new AppError('api.user.oauth_to_email.context.app_error', 403)
    }
    if (user.auth_service === 'magic_link') {
      throw new AppError('api.user.oauth_to_email.magic_link.app_error', 400)
    }
    if (user.is_bot || user.auth_service !== input.current_service) {
      throw new AppError('api.user.oauth_to_email.not_oauth_user.app_error', 400)
    }
    const changes = await toPassword(input.new_password)
    await transact(async (tx) => {
      await bind(tx, user, changes)
      const info = `from=${input.current_service} to=email`
      await audits.record(tx, { actor, action: 'switchAccountType', info })
    })
  }

  return { rebind, change }
}

function invalidRequest(): AppError {
  return new AppError('api.user.update_user_auth.invalid_request', 400)
}
