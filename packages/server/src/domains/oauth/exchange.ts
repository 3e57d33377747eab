import { timingSafeEqual } from 'node:crypto'
import type { TokenAnswer, TokenRequest } from '@redoubt/wire/oauth.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { SessionsService } from '#domains/sessions/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import { AppError, type ErrorId } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import { isId, newId, newToken } from '#platform/ids.ts'
import { matchesChallenge } from './rules.ts'
import { type AppRow, holdApp } from './store.ts'
import {
  type ChainRow,
  type CodeRow,
  deleteChains,
  insertChain,
  lockChain,
  takeCode,
  updateChain,
} from './token-store.ts'

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  users: Pick<UsersService, 'findRow'>
  sessions: Pick<SessionsService, 'endByTokens' | 'openForApp'>
  hashToken: (token: string) => Buffer
}

type Issued = { access: string; refresh: string | undefined }

/** An outcome is returned, not thrown, where what was written on the way has to stay. */
type Outcome = TokenAnswer | AppError

const hourMs = 3_600_000

/** The token endpoint: codes and refresh tokens become sessions (RFC 6749 §4.1.3, §6). */
export function oauthExchange(deps: Deps) {
  const { transact, clock, config, users, sessions, hashToken } = deps

  /** Throws with an id that the routes translate to RFC 6749 §5.2. */
  async function exchange(input: TokenRequest): Promise<TokenAnswer> {
    if (!config.bool('ServiceSettings.EnableOAuthServiceProvider')) {
      throw new AppError('api.oauth.get_access_token.disabled.app_error', 501)
    }
    const run = { authorization_code: redeemCode, refresh_token: refresh }
    const { grant_type = '', client_id = '' } = input
    if (!Object.hasOwn(run, grant_type)) throw refused('bad_grant')
    if (!isId(client_id)) throw refused('bad_client_id')
    const outcome = await transact(async (tx) => {
      const app = await requireClient(tx, client_id, input.client_secret ?? '')
      return run[grant_type as keyof typeof run](tx, app, input)
    })
    if (outcome instanceof AppError) throw outcome
    return outcome
  }

  /** An unknown client and a wrong secret are answered alike. */
  async function requireClient(tx: Tx, id: string, secret: string): Promise<AppRow> {
    const app = await holdApp(tx, id)
    const isPublic = app?.secret_hash === null
    if (isPublic && secret) {
      throw new AppError('model.oauth.validate_grant.public_client_secret.app_error', 400)
    }
    const isRight = app?.secret_hash && timingSafeEqual(hashToken(secret), app.secret_hash)
    if (app && (isPublic || isRight)) return app
    throw new AppError('model.oauth.validate_grant.credentials.app_error', 401)
  }

  /** A code counts once, whatever comes of it; a second use ends what the first one began. */
  async function redeemCode(tx: Tx, app: AppRow, input: TokenRequest): Promise<Outcome> {
    if (!input.code) return refused('missing_code')
    const codeHash = hashToken(input.code)
    const code = await takeCode(tx, codeHash)
    if (!code) {
      await sessions.endByTokens(tx, await deleteChains(tx, { codeHash }))
      return refused('expired_code')
    }
    const isValid = code.app_id === app.id && code.expires_at > clock()
    if (!isValid || !(await isActive(code.user_id))) return refused('expired_code')
    if (code.redirect_uri !== input.redirect_uri) return refused('redirect_uri')
    if (input.resource && input.resource !== code.resource) return refused('resource_mismatch')
    if (!isProved(code, input.code_verifier ?? '')) {
      return new AppError('model.oauth.validate_grant.pkce_required.app_error', 400)
    }
    const { user_id, scope } = code
    const issued = issue(app)
    const now = clock()
    await insertChain(tx, {
      id: newId(now),
      app_id: app.id,
      user_id,
      code_hash: codeHash,
      ...toHashes(issued),
      spent_refresh_hash: null,
      scope,
      create_at: now,
    })
    return open(tx, app, { user_id, scope }, issued)
  }

  /** Each refresh token counts once; a second use tells of a theft and ends the chain. */
  async function refresh(tx: Tx, app: AppRow, input: TokenRequest): Promise<Outcome> {
    if (!app.secret_hash) {
      return new AppError('model.oauth.validate_grant.public_client_refresh_token.app_error', 400)
    }
    if (!input.refresh_token) return refused('missing_refresh_token')
    const hash = hashToken(input.refresh_token)
    const chain = await lockChain(tx, hash)
    if (!chain || chain.app_id !== app.id) return refused('refresh_token', 404)
    await sessions.endByTokens(tx, [chain.access_hash])
    const isSpent = chain.spent_refresh_hash?.equals(hash) === true
    if (isSpent || !(await isActive(chain.user_id))) {
      await deleteChains(tx, { id: chain.id })
      return refused('refresh_token', 404)
    }
    const issued = issue(app)
    await updateChain(tx, chain.id, { ...toHashes(issued), spent_refresh_hash: hash })
    return open(tx, app, chain, issued)
  }

  function issue(app: AppRow): Issued {
    return { access: newToken(), refresh: app.secret_hash ? newToken() : undefined }
  }

  function toHashes({ access, refresh: token }: Issued) {
    return {
      access_hash: hashToken(access),
      refresh_hash: token === undefined ? null : hashToken(token),
    }
  }

  async function open(
    tx: Tx,
    app: AppRow,
    { user_id, scope }: Pick<ChainRow, 'user_id' | 'scope'>,
    { access, refresh: token }: Issued,
  ): Promise<TokenAnswer> {
    const lifetimeMs = config.int('ServiceSettings.SessionLengthSSOInHours') * hourMs
    await sessions.openForApp(tx, {
      appId: app.id,
      appName: app.name,
      userId: user_id,
      tokenHash: hashToken(access),
      expiresAt: clock() + lifetimeMs,
    })
    return {
      access_token: access,
      token_type: 'bearer',
      expires_in: Math.floor(lifetimeMs / 1000),
      scope,
      ...(token !== undefined && { refresh_token: token }),
    }
  }

  async function isActive(userId: string): Promise<boolean> {
    return (await users.findRow(userId))?.delete_at === 0
  }

  return exchange
}

/** A verifier without a challenge is refused too: somebody may have taken the challenge away. */
function isProved(code: CodeRow, verifier: string): boolean {
  if (code.code_challenge === '') return verifier === ''
  return matchesChallenge(verifier, code.code_challenge)
}

type Refusal =
  | 'bad_grant'
  | 'bad_client_id'
  | 'missing_code'
  | 'expired_code'
  | 'redirect_uri'
  | 'resource_mismatch'
  | 'missing_refresh_token'
  | 'refresh_token'

function refused(what: Refusal, status = 400): AppError {
  return new AppError(`api.oauth.get_access_token.${what}.app_error` satisfies ErrorId, status)
}
