import { createHash, timingSafeEqual } from 'node:crypto'
import type { CodeExchange } from '@redoubt/wire/login-methods.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { OneTimeTokens, TokenKind } from '#domains/one-time-tokens/service.ts'
import type { OpenedSession, SessionsService } from '#domains/sessions/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, type ErrorId } from '#platform/app-error.ts'
import type { Transact, Tx } from '#platform/db/database.ts'

type Client = { deviceId: string; userAgent: string }

type Deps = {
  transact: Transact
  config: ConfigService
  tokens: OneTimeTokens
  users: Pick<UsersService, 'getRow'>
  sessions: Pick<SessionsService, 'openFor'>
}

/** Gives a log-in that a browser has finished to the app that had asked for it. */
export function loginHandover({ transact, config, tokens, users, sessions }: Deps) {
  /** The token with which a desktop app goes on where the browser has logged the person in. */
  function offerToDesktop(user: UserRow): Promise<string> {
    return transact((tx) => offer(tx, user, { kind: 'desktop_login' }))
  }

  /** The code with which the mobile app that sent the challenge goes on. */
  function offerCode(
    user: UserRow,
    extra: { code_challenge: string; state: string },
  ): Promise<string> {
    return transact((tx) => offer(tx, user, { kind: 'sso_code_exchange', extra }))
  }

  async function offer(
    tx: Tx,
    user: UserRow,
    given: { kind: TokenKind; extra?: Record<string, unknown> },
  ): Promise<string> {
    return (await tokens.issue(tx, { ...given, email: user.email, userId: user.id })).token
  }

  /** Opens the session of a desktop app by the token that its browser was given. */
  async function redeemDesktopToken(
    actor: Actor,
    token: string,
    client: Client,
  ): Promise<OpenedSession> {
    const user = await transact(async (tx) => {
      const row = await tokens.redeem(tx, token, ['desktop_login'], {
        invalid: 'app.desktop_token.validate.invalid',
        expired: 'app.desktop_token.validate.invalid',
        status: 401,
      })
      await tokens.voidOf(tx, row.user_id, ['desktop_login'])
      return users.getRow(row.user_id)
    })
    if (user.auth_service === '') {
      throw new AppError('api.user.login_with_desktop_token.not_oauth_or_saml_user.app_error', 401)
    }
    requireActive(user)
    return sessions.openFor(actor, user, client)
  }

  /** Opens the session of a mobile app that proves (RFC 7636) to have begun the log-in. */
  async function exchangeCode(
    actor: Actor,
    input: CodeExchange,
    client: Client,
  ): Promise<OpenedSession> {
    if (!config.bool('FeatureFlags.MobileSSOCodeExchange')) {
      throw new AppError('api.user.login_sso_code_exchange.deprecated.app_error', 410)
    }
    const wrong: ErrorId = 'api.oauth.get_access_token.bad_request.app_error'
    // A wrong proof uses the code up too: there is one try. Hence the check is after the commit.
    const row = await transact((tx) =>
      tokens.redeem(tx, input.login_code, ['sso_code_exchange'], {
        invalid: wrong,
        expired: wrong,
      }),
    )
    const challenge = createHash('sha256').update(input.code_verifier).digest('base64url')
    const isProven =
      isSame(challenge, row.extra.code_challenge) && isSame(input.state, row.extra.state)
    if (!isProven) throw new AppError(wrong, 400)
    const user = await users.getRow(row.user_id)
    requireActive(user)
    return sessions.openFor(actor, user, client)
  }

  return { offerToDesktop, offerCode, redeemDesktopToken, exchangeCode }
}

function requireActive(user: UserRow): void {
  if (user.delete_at > 0) throw new AppError('api.user.login.inactive.app_error', 401)
}

function isSame(given: string, known: unknown): boolean {
  if (typeof known !== 'string') return false
  const [left, right] = [Buffer.from(given), Buffer.from(known)]
  return left.length === right.length && timingSafeEqual(left, right)
}
