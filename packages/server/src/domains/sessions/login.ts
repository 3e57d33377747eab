import type { Login } from '@redoubt/wire/sessions.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { MfaService } from '#domains/mfa/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, type ErrorId } from '#platform/app-error.ts'
import type { Transact } from '#platform/db/database.ts'

export type LoginDeps = {
  transact: Transact
  config: ConfigService
  users: Pick<UsersService, 'findForLogin' | 'findRow' | 'noteFailedAttempt' | 'noteLogin'>
  mfa: Pick<MfaService, 'requireCode'>
  audits: Pick<AuditsService, 'record'>
  verifyPassword: (stored: string, password: string) => Promise<boolean>
  /** The guest whom a mailed link lets in. */
  redeemLink: (token: string) => Promise<UserRow>
}

/** Who may come in: password, second factor, and what the account itself forbids. */
export function loginCheck(deps: LoginDeps) {
  const { transact, config, users, mfa, audits, verifyPassword, redeemLink } = deps

  /**
   * The account of right credentials. Every wrong pair of name and password is answered alike;
   * throws 401 with an id that clients know, 400 for an empty password.
   */
  async function check(actor: Actor, input: Login): Promise<UserRow> {
    const { password, magic_link_token: link } = input
    if (link !== undefined) return admitByLink(link)
    if (!password) throw new AppError('api.user.login.blank_pwd.app_error', 400)
    const user = await findNamed(input)
    try {
      return await admit(user, password, input.token ?? '')
    } catch (error) {
      if (error instanceof AppError) await noteRefusal(actor, user, error.id)
      throw error
    }
  }

  async function admitByLink(token: string): Promise<UserRow> {
    const user = await redeemLink(token)
    await requireStillOpen(user)
    return user
  }

  async function admit(
    user: UserRow | undefined,
    password: string,
    code: string,
  ): Promise<UserRow> {
    if (user && user.failed_attempts >= maxAttempts()) throw tooMany()
    const isRight = await verifyPassword(user?.password ?? '', password)
    if (!user || !isRight) {
      if (user) await users.noteFailedAttempt(user.id, maxAttempts())
      throw new AppError(wrongCredentialsId(), 401)
    }
    if (user.is_bot) throw new AppError('api.user.login.bot_login_forbidden.app_error', 401)
    if (user.delete_at > 0) throw new AppError('api.user.login.inactive.app_error', 401)
    await requireSecondFactor(user, code)
    if (config.bool('EmailSettings.RequireEmailVerification') && !user.email_verified) {
      throw new AppError('api.user.login.not_verified.app_error', 401)
    }
    requireGuestsAllowed(user)
    await requireStillOpen(user)
    return user
  }

  /** What was typed isn't noted: it may be a password in the wrong field. */
  async function noteRefusal(actor: Actor, user: UserRow | undefined, id: ErrorId): Promise<void> {
    const by = { ...actor, userId: user?.id ?? '' }
    const info = `refused=${id}`
    await transact.single((tx) => audits.record(tx, { actor: by, action: 'login', info }))
  }

  async function findNamed(input: Login): Promise<UserRow | undefined> {
    return input.id ? users.findRow(input.id) : users.findForLogin(input.login_id ?? '')
  }

  /** A code that is missing is no attempt: clients ask for it after the password. */
  async function requireSecondFactor(user: UserRow, code: string): Promise<void> {
    try {
      await mfa.requireCode(user, code)
    } catch (error) {
      const isWrong =
        error instanceof AppError && error.id === 'api.user.check_user_mfa.bad_code.app_error'
      if (isWrong) await users.noteFailedAttempt(user.id, maxAttempts())
      throw error
    }
  }

  function requireGuestsAllowed(user: UserRow): void {
    const isGuest = user.roles.split(' ').includes('system_guest')
    if (!isGuest || config.bool('GuestAccountsSettings.Enable')) return
    throw new AppError('api.user.login.guest_accounts.disabled.error', 401)
  }

  /** Of many guesses at once, the right one may come after too many wrong ones. */
  async function requireStillOpen(user: UserRow): Promise<void> {
    if (!(await users.noteLogin(user.id, maxAttempts()))) throw tooMany()
  }

  function maxAttempts(): number {
    return config.int('ServiceSettings.MaximumLoginAttempts')
  }

  function wrongCredentialsId(): ErrorId {
    const byName = config.bool('EmailSettings.EnableSignInWithUsername')
    const byEmail = config.bool('EmailSettings.EnableSignInWithEmail')
    if (byName && byEmail) return 'api.user.login.invalid_credentials_email_username'
    if (byName) return 'api.user.login.invalid_credentials_username'
    return byEmail
      ? 'api.user.login.invalid_credentials_email'
      : 'api.user.login.invalid_credentials_sso'
  }

  return check
}

function tooMany(): AppError {
  return new AppError('api.user.check_user_login_attempts.too_many.app_error', 401)
}
