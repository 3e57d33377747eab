import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Letters } from '#domains/mail/service.ts'
import type { OneTimeTokens } from '#domains/one-time-tokens/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Transact, Tx } from '#platform/db/database.ts'

type Deps = {
  transact: Transact
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
  users: Pick<
    UsersService,
    'getRow' | 'findByEmail' | 'accessForEdit' | 'change' | 'toPasswordChange'
  >
  tokens: OneTimeTokens
  letters: Pick<
    Letters,
    'welcome' | 'verifyAddress' | 'addressChanged' | 'passwordReset' | 'passwordChanged'
  >
  endAllSessions: (userId: string) => Promise<void>
}

const tokenPattern = /^[a-z0-9]{64}$/

/** What people confirm by a link in a mail: that an address is theirs, that a password is new. */
export function confirmationsService(deps: Deps) {
  const { transact, config, roles, audits, users, tokens, letters, endAllSessions } = deps

  function siteUrl(): string {
    return config.string('ServiceSettings.SiteURL').replace(/\/+$/, '')
  }

  /** Welcomes a new account, and where that is required asks for its address. */
  async function greet(tx: Tx, user: UserRow): Promise<void> {
    if (user.is_bot) return
    const mustVerify = config.bool('EmailSettings.RequireEmailVerification') && !user.email_verified
    const verifyUrl = mustVerify ? await verifyUrlOf(tx, user, user.email) : undefined
    await letters.welcome(tx, user, { url: siteUrl(), verifyUrl })
  }

  /** Asks whether an address, the account's or a new one, is the owner's. */
  async function askToVerify(tx: Tx, user: UserRow, email: string): Promise<void> {
    const url = await verifyUrlOf(tx, user, email)
    await letters.verifyAddress(tx, { email, locale: user.locale }, { url })
  }

  async function verifyUrlOf(tx: Tx, user: UserRow, email: string): Promise<string> {
    const token = await tokens.reissue(tx, { kind: 'verify_email', userId: user.id, email })
    return `${siteUrl()}/do_verify_email?${new URLSearchParams({ token, email })}`
  }

  /** Sends the mail once more. Whether there is such an account isn't told. */
  async function sendVerification(email: string): Promise<void> {
    const user = await users.findByEmail(email)
    if (!user || user.delete_at > 0 || user.email_verified || user.is_bot) return
    await transact((tx) => askToVerify(tx, user, user.email))
  }

  /** Confirms an address; one that was asked for becomes the account's only now. */
  async function verify(token: string): Promise<void> {
    if (!tokenPattern.test(token)) throw invalidBody('token')
    const known = await tokens.peek(token, ['verify_email'])
    const before = known && (await users.getRow(known.user_id))
    await transact(async (tx) => {
      const { user_id, email } = await tokens.redeem(tx, token, ['verify_email'], {
        invalid: 'api.user.verify_email.bad_link.app_error',
        expired: 'api.user.verify_email.link_expired.app_error',
      })
      await users.change(tx, user_id, { email, email_verified: true })
      if (before && before.email !== email) await letters.addressChanged(tx, before, { email })
    })
  }

  /** Takes an administrator's word for the address. */
  async function verifyWithoutToken(actor: Actor, idOrMe: string) {
    roles.require(actor, 'manage_system')
    const { id } = await users.accessForEdit(actor, resolveMe(actor, idOrMe))
    await transact(async (tx) => {
      await users.change(tx, id, { email_verified: true })
      const info = `user=${id}`
      await audits.record(tx, { actor, action: 'verifyUserEmailWithoutToken', info })
    })
  }

  /**
   * Sends a link to a new password. Whether there is such an account isn't told; throws 400 for
   * one whose owner logs in without a password.
   */
  async function sendReset(email: string): Promise<void> {
    const user = await users.findByEmail(email)
    if (!user || user.delete_at > 0 || user.is_bot) return
    if (user.auth_service !== '') {
      if (config.bool('ServiceSettings.ExperimentalEnableHardenedMode')) return
      throw new AppError(
        user.auth_service === 'magic_link'
          ? 'api.user.send_password_reset.guest_magic_link.app_error'
          : 'api.user.send_password_reset.sso.app_error',
        400,
      )
    }
    await transact(async (tx) => {
      const token = await tokens.reissue(tx, {
        kind: 'password_recovery',
        userId: user.id,
        email: user.email,
      })
      const query = new URLSearchParams({ token })
      await letters.passwordReset(tx, user, {
        url: `${siteUrl()}/reset_password_complete?${query}`,
      })
    })
  }

  /**
   * Sets the password by the link's token and ends every session. The token is lost only where the
   * password was good; it is void once the account has another address.
   */
  async function reset(actor: Actor, token: string, password: string): Promise<void> {
    if (!tokenPattern.test(token)) throw invalidBody('token')
    const changes = await users.toPasswordChange(password)
    const userId = await transact(async (tx) => {
      const redeemed = await tokens.redeem(tx, token, ['password_recovery'], {
        invalid: 'api.user.reset_password.invalid_link.app_error',
        expired: 'api.user.reset_password.link_expired.app_error',
      })
      const user = await users.change(tx, redeemed.user_id, changes)
      if (user.email !== redeemed.email) {
        throw new AppError('api.user.reset_password.link_expired.app_error', 400)
      }
      if (user.auth_service !== '') {
        throw new AppError('api.user.reset_password.sso.app_error', 400)
      }
      await letters.passwordChanged(tx, user, { how: 'reset' })
      await audits.record(tx, { actor, action: 'resetPassword', info: `user=${user.id}` })
      return user.id
    })
    await endAllSessions(userId)
  }

  return { greet, askToVerify, sendVerification, verify, verifyWithoutToken, sendReset, reset }
}
