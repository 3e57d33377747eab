import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Authorization, OAuthApp } from '@redoubt/wire/oauth.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { SessionsService } from '#domains/sessions/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, forbidden, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { isId, newToken } from '#platform/ids.ts'
import { isChallenge, isResource, withParams } from './rules.ts'
import { notFound, toApp } from './service.ts'
import {
  type AppRow,
  deleteGrants,
  findApp,
  findGrantedApps,
  hasGrant,
  upsertGrant,
} from './store.ts'
import { deleteChains, deleteCodes, insertCode } from './token-store.ts'

/** What a browser is shown, or where it is sent. */
export type AuthorizationStep =
  | { kind: 'redirect'; to: string }
  | { kind: 'consent'; app: OAuthApp; redirectUri: string; proof: string; locale: string }

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'getRow'>
  sessions: Pick<SessionsService, 'endByTokens'>
  hashToken: (token: string) => Buffer
  audits: Pick<AuditsService, 'record'>
  /** Proves that a decision was made on our page, in the same session. */
  proofKey: Buffer
}

/** A request that may be decided, with what it left out filled in. */
type Checked = {
  app: AppRow
  redirectUri: string
  state: string
  resource: string
  challenge: string
}

const codeLifetimeMs = 600_000
const scope = 'user'
const maxStateLength = 1024

/** How people let other programs act for them (RFC 6749 §4.1), and take it back. */
export function oauthAuthorizing(deps: Deps) {
  const { db, transact, clock, config, roles, users, sessions, hashToken } = deps
  const { audits, proofKey } = deps

  /**
   * Throws 400 or 404 for what must not be answered by a redirect: an unknown app or address. What
   * else is wrong with the request is told to the app, as a redirect.
   */
  async function check(input: Authorization): Promise<Checked | { redirect: string }> {
    if (!config.bool('ServiceSettings.EnableOAuthServiceProvider')) {
      throw new AppError('api.oauth.authorize_oauth.disabled.app_error', 501)
    }
    const { client_id = '', redirect_uri = '', state = '', resource = '' } = input
    if (!isId(client_id)) throw invalidBody('client_id')
    const app = await findApp(db, client_id)
    if (!app) throw notFound()
    if (!app.callback_urls.includes(redirect_uri)) {
      throw new AppError('api.oauth.allow_oauth.redirect_callback.app_error', 400)
    }
    if (state.length > maxStateLength) throw invalidBody('state')
    if (resource && !isResource(resource)) throw invalidBody('resource')
    const challenge = requireChallenge(app, input)
    if (input.response_type !== 'code') {
      const error = 'unsupported_response_type'
      return { redirect: withParams(redirect_uri, { error, state }) }
    }
    return { app, redirectUri: redirect_uri, state, resource, challenge }
  }

  /** Lets the app act for the actor; resolves to where the browser goes with the code. */
  async function allow(actor: Actor, input: Authorization): Promise<{ redirect: string }> {
    requirePerson(actor)
    const checked = await check(input)
    if ('redirect' in checked) return checked
    const { app, redirectUri, state, resource, challenge } = checked
    const now = clock()
    const code = newToken()
    const about = { user_id: actor.userId, app_id: app.id, scope }
    await transact(async (tx) => {
      await upsertGrant(tx, { ...about, create_at: now })
      const row = {
        ...about,
        code_hash: hashToken(code),
        redirect_uri: redirectUri,
        resource,
        code_challenge: challenge,
        expires_at: now + codeLifetimeMs,
      }
      await insertCode(tx, row, now)
      await audits.record(tx, { actor, action: 'authorizeOAuthApp', info: `app=${app.id}` })
    })
    return { redirect: withParams(redirectUri, { code, state }) }
  }

  /** What the browser of somebody who is logged in comes to next. */
  async function begin(actor: Actor, input: Authorization): Promise<AuthorizationStep> {
    requirePerson(actor)
    const checked = await check(input)
    if ('redirect' in checked) return { kind: 'redirect', to: checked.redirect }
    const { app, redirectUri } = checked
    // Anybody can give themselves out as a public client: its people are asked each time.
    const isKnown = app.secret_hash !== null && (await hasGrant(db, actor.userId, app.id))
    if (app.is_trusted || isKnown) {
      return { kind: 'redirect', to: (await allow(actor, input)).redirect }
    }
    const { locale } = await users.getRow(actor.userId)
    const proof = proofOf(actor, app.id)
    return { kind: 'consent', app: toApp(app), redirectUri, proof, locale }
  }

  /** The decision that was made on our page; resolves to where the browser goes. */
  async function decide(
    actor: Actor,
    input: Authorization,
    decision: { isAllowed: boolean; proof: string },
  ): Promise<string> {
    requirePerson(actor)
    const expected = Buffer.from(proofOf(actor, input.client_id ?? ''))
    const given = Buffer.from(decision.proof)
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw forbidden()
    if (decision.isAllowed) return (await allow(actor, input)).redirect
    const checked = await check(input)
    if ('redirect' in checked) return checked.redirect
    return withParams(checked.redirectUri, { error: 'access_denied', state: checked.state })
  }

  function proofOf(actor: Actor, appId: string): string {
    return createHmac('sha256', proofKey).update(`${actor.sessionId}/${appId}`).digest('base64url')
  }

  /** Takes back what was agreed; the app's sessions end at once. */
  async function deauthorize(actor: Actor, appId: string): Promise<void> {
    requirePerson(actor)
    if (!isId(appId)) throw invalidBody('client_id')
    await transact(async (tx) => {
      await endAll(tx, actor.userId, appId)
      await audits.record(tx, { actor, action: 'deauthorizeOAuthApp', info: `app=${appId}` })
    })
  }

  /** Ends all that one user has agreed to: with one app, or with all. Checks no permission. */
  async function endAll(tx: Tx, userId: string, appId?: string): Promise<void> {
    await deleteGrants(tx, userId, appId)
    // Codes first: who is turning one into tokens is waited for.
    await deleteCodes(tx, userId, appId)
    const tokens = await deleteChains(tx, { userId, ...(appId !== undefined && { appId }) })
    await sessions.endByTokens(tx, tokens)
  }

  /** The apps that the user has agreed to. */
  async function listGranted(actor: Actor, idOrMe: string, page: Page): Promise<OAuthApp[]> {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    return (await findGrantedApps(db, userId, page)).map(toApp)
  }

  return { begin, allow, decide, deauthorize, endAll, listGranted }
}

/** A program that acts for somebody can't let others in, and nobody has no account to give. */
function requirePerson(actor: Actor): void {
  if (actor.isOAuth || !actor.userId) throw forbidden()
}

/** RFC 7636: S256 alone, and never without for a client that has no secret. */
function requireChallenge(app: AppRow, input: Authorization): string {
  const { code_challenge: challenge = '', code_challenge_method: method = '' } = input
  if (challenge === '') {
    if (app.secret_hash !== null) return ''
    throw new AppError('api.oauth.allow_oauth.pkce_required_public.app_error', 400)
  }
  if (method !== 'S256') throw invalidBody('code_challenge_method')
  if (!isChallenge(challenge)) throw invalidBody('code_challenge')
  return challenge
}
