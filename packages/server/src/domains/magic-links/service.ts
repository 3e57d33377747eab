import { randomBytes } from 'node:crypto'
import type { ConfigService } from '#domains/config/service.ts'
import type { InvitationJoining } from '#domains/invitations/service.ts'
import type { Letters } from '#domains/mail/service.ts'
import type { OneTimeTokens } from '#domains/one-time-tokens/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { AppError } from '#platform/app-error.ts'
import type { Transact } from '#platform/db/database.ts'
import { isOfDomains } from '#platform/email-domains.ts'

type Deps = {
  transact: Transact
  config: ConfigService
  users: Pick<UsersService, 'getRow' | 'findForLogin'>
  tokens: OneTimeTokens
  joining: Pick<InvitationJoining, 'signUpGuest'>
  letters: Pick<Letters, 'magicLink'>
}

const badLink = {
  invalid: 'api.user.guest_magic_link.invalid_token.app_error',
  expired: 'api.user.guest_magic_link.expired_token.app_error',
} as const
const maxTries = 10

/** Guests who have no password: each log-in is a link that was mailed to them. */
export function magicLinksService(deps: Deps) {
  const { transact, config, users, tokens, joining, letters } = deps

  function isOn(): boolean {
    return (
      config.bool('GuestAccountsSettings.Enable') &&
      config.bool('GuestAccountsSettings.EnableGuestMagicLink')
    )
  }

  /**
   * The guest whom the link lets in; an invitation's link makes the account first. Throws 400 for a
   * link that isn't good, 401 where guests may not come in.
   */
  async function redeem(token: string): Promise<UserRow> {
    if (!token) throw new AppError('api.user.guest_magic_link.missing_token.app_error', 400)
    if (!isOn()) throw new AppError('api.user.login.guest_magic_link.disabled.error', 401)
    const invitation = await tokens.peek(token, ['guest_magic_link_invitation'])
    if (invitation) return signUp(token, invitation.email)
    const { user_id } = await transact((tx) =>
      tokens.redeem(tx, token, ['guest_magic_link', 'guest_magic_link_invitation'], badLink),
    )
    const user = await users.getRow(user_id)
    if (user.delete_at > 0) throw new AppError('api.user.login.inactive.app_error', 401)
    const domains = config.string('GuestAccountsSettings.RestrictCreationToDomains')
    if (!isOfDomains(user.email, domains)) throw new AppError(badLink.invalid, 400)
    return user
  }

  /** Called after the address; where that is taken, or no name at all, with something behind. */
  async function signUp(token: string, email: string): Promise<UserRow> {
    const local = email.split('@')[0] ?? ''
    const base = local.replace(/[^a-z0-9._-]+/g, '').slice(0, 50) || 'guest'
    for (let tries = 0; tries < maxTries; tries++) {
      const username = tries === 0 ? base : `${base}-${randomBytes(4).toString('hex')}`
      try {
        return await joining.signUpGuest(token, username)
      } catch (error) {
        if (!isAboutName(error)) throw error
      }
    }
    throw new AppError('api.user.guest_magic_link.username_generation_failed.app_error', 400)
  }

  /**
   * How somebody logs in. A guest with links is sent one; of everybody else nothing is told, not
   * even whether there is such an account. Throws 404 where there are no links here.
   */
  async function loginType(
    loginId: string,
  ): Promise<{ auth_service: string; is_deactivated?: boolean }> {
    if (!isOn()) throw new AppError('api.context.404.app_error', 404)
    const user = await users.findForLogin(loginId)
    if (user?.auth_service !== 'magic_link') return { auth_service: '' }
    if (user.delete_at > 0) return { auth_service: '', is_deactivated: true }
    await transact(async (tx) => {
      const token = await tokens.reissue(tx, {
        kind: 'guest_magic_link',
        userId: user.id,
        email: user.email,
      })
      const site = config.string('ServiceSettings.SiteURL').replace(/\/+$/, '')
      await letters.magicLink(tx, user, { url: `${site}/login/one_time_link?t=${token}` })
    })
    return { auth_service: 'magic_link' }
  }

  return { redeem, loginType }
}

function isAboutName(error: unknown): boolean {
  return (
    error instanceof AppError &&
    ['app.user.save.username_exists.app_error', 'model.user.is_valid.username.app_error'].includes(
      error.id,
    )
  )
}
