import type { Login } from '@redoubt/wire/sessions.ts'
import type { User } from '@redoubt/wire/users.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { MfaService } from '#domains/mfa/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { StateChange } from '#platform/events/event.ts'
import { newToken } from '#platform/ids.ts'
import { Lru } from '#platform/lru.ts'
import { sessionDevices } from './devices.ts'
import { sessionEnding } from './ending.ts'
import { csrfOf, isOfAccessToken, isOfProgram, toActor, toNewRow } from './forms.ts'
import { sessionLifetime } from './lifetime.ts'
import { type LoginDeps, loginCheck } from './login.ts'
import {
  findSessionByToken,
  findSessionsByUser,
  insertSession,
  insertSessionOnce,
  type LiveSession,
  touchSession,
} from './store.ts'
import { describeClient, isMobileClient } from './user-agent.ts'

export type { SetCookies } from './cookies.ts'
export type SessionsService = ReturnType<typeof sessionsService>

/** A session that has just been opened; the only time that its token is known. */
export type OpenedSession = { user: User; token: string; csrf: string; maxAgeSeconds: number }

/** What a request's token stands for. */
export type Authenticated = {
  actor: Actor
  csrf: string
  /** The account lacks a second factor that the workspace demands. */
  lacksMfa: boolean
  /** Set when this request has extended the session: cookies live as long from now. */
  maxAgeSeconds: number | undefined
}

/** A token beside the sessions' own, for which a session may be opened. */
type AccessToken = { id: string; user_id: string; expires_at: number; is_bot: boolean }

/** A program that a person lets act for them, with its token's hash. */
export type AppSession = {
  appId: string
  appName: string
  userId: string
  tokenHash: Buffer
  expiresAt: number
}

type Deps = LoginDeps & {
  db: Db
  transact: Transact
  clock: Clock
  roles: RolesService
  users: Pick<UsersService, 'get' | 'getRow' | 'clearFailedAttempts'>
  mfa: Pick<MfaService, 'isMissing'>
  audits: Pick<AuditsService, 'record'>
  /** The access token of this hash, held until the transaction ends; undefined for a dead one. */
  holdAccessToken: (tx: Tx, tokenHash: Buffer) => Promise<AccessToken | undefined>
  hashToken: (token: string) => Buffer
}

/** Services that vouch for people by OAuth. */
const oauthServices = ['gitlab', 'google', 'office365', 'openid']
const maxSessionsPerUser = 500
const cachedSessions = 10_000
const centuryMs = 876_000 * 3_600_000

export function sessionsService(deps: Deps) {
  const { db, transact, clock, config, roles, users, mfa, audits, hashToken } = deps
  const live = new Lru<LiveSession>(cachedSessions)
  const lifetime = sessionLifetime(config)
  const checkLogin = loginCheck(deps)
  const ending = sessionEnding(deps)
  const devices = sessionDevices({ transact, clock, lifetime, end: ending.end })

  /** Opens a session for right credentials; throws as the check does. */
  async function login(actor: Actor, input: Login, userAgent: string): Promise<OpenedSession> {
    const user = await checkLogin(actor, input)
    return openFor(actor, user, { deviceId: input.device_id ?? '', userAgent })
  }

  /** Opens a session for an account that has proved itself. Checks nothing. */
  async function openFor(
    by: Actor,
    user: UserRow,
    { deviceId, userAgent }: { deviceId: string; userAgent: string },
  ): Promise<OpenedSession> {
    const now = clock()
    const token = newToken()
    const csrf = newToken()
    const isMobile = deviceId !== '' || isMobileClient(userAgent)
    const props = {
      ...describeClient(userAgent),
      csrf,
      isMobile: String(isMobile),
      isSaml: String(user.auth_service === 'saml'),
      isOAuthUser: String(oauthServices.includes(user.auth_service)),
      is_guest: String(user.roles.split(' ').includes('system_guest')),
    }
    const lifetimeMs = lifetime.of({ props, is_oauth: false })
    const row = {
      ...toNewRow(user.id, now),
      token_hash: hashToken(token),
      expires_at: now + lifetimeMs,
      device_id: deviceId,
      props,
    }
    const actor = { ...toActor({ ...row, roles: user.roles }), ipAddress: by.ipAddress ?? '' }
    await transact(async (tx) => {
      await audits.record(tx, { actor, action: 'login', info: `device=${deviceId}` })
      const earlier = await findSessionsByUser(tx.db, user.id)
      const outdated = earlier.filter(
        (session, index) =>
          index >= maxSessionsPerUser - 1 || (deviceId !== '' && session.device_id === deviceId),
      )
      await ending.end(
        tx,
        user.id,
        outdated.map((session) => session.id),
      )
      await insertSession(tx, row)
      if (deviceId) tx.changed({ kind: 'user', user_id: user.id })
    })
    return {
      user: await users.get(actor, user.id),
      token,
      csrf,
      maxAgeSeconds: Math.floor(lifetimeMs / 1000),
    }
  }

  /** The actor of a live session; undefined for a token that is wrong, expired or revoked. */
  async function authenticate(token: string): Promise<Authenticated | undefined> {
    const hash = hashToken(token.slice(0, 50))
    const session = await look(hash, () => find(hash))
    if (!session || !mayLive(session)) return undefined
    if (lifetime.isOver(session, clock())) {
      await transact((tx) => ending.end(tx, session.user_id, [session.id]))
      return undefined
    }
    return {
      actor: toActor(session),
      csrf: csrfOf(session),
      lacksMfa: !isOfProgram(session) && mfa.isMissing(session),
      maxAgeSeconds: await noteActivity(session),
    }
  }

  /** Whether a token still stands for a session; asking is no activity. */
  async function isLive(token: string): Promise<boolean> {
    const hash = hashToken(token.slice(0, 50))
    const session = await look(hash, () => findSessionByToken(db, hash))
    return session !== undefined && mayLive(session) && !lifetime.isOver(session, clock())
  }

  /** As it is held. One that seems over is read again: another node may have extended it. */
  async function look(
    hash: Buffer,
    load: () => Promise<LiveSession | undefined>,
  ): Promise<LiveSession | undefined> {
    const key = hash.toString('base64')
    const held = await live.fetch(key, load)
    if (!held || !lifetime.isOver(held, clock())) return held
    live.delete(key)
    return live.fetch(key, load)
  }

  async function find(hash: Buffer): Promise<LiveSession | undefined> {
    return (await findSessionByToken(db, hash)) ?? transact((tx) => openForAccessToken(tx, hash))
  }

  /** The first request with an access token opens its session. */
  async function openForAccessToken(tx: Tx, hash: Buffer): Promise<LiveSession | undefined> {
    const token = await deps.holdAccessToken(tx, hash)
    if (!token) return undefined
    const now = clock()
    await insertSessionOnce(tx, {
      ...toNewRow(token.user_id, now),
      token_hash: hash,
      expires_at: token.expires_at || now + centuryMs,
      props: {
        user_access_token_id: token.id,
        type: 'UserAccessToken',
        is_bot: String(token.is_bot),
      },
    })
    return findSessionByToken(tx.db, hash)
  }

  /** Access tokens work while the workspace allows them; those of bots always do. */
  function mayLive(session: LiveSession): boolean {
    if (!isOfAccessToken(session) || session.is_bot) return true
    return config.bool('ServiceSettings.EnableUserAccessTokens')
  }

  /** Opens the session of a program that acts for a person, in a transaction of the caller's. */
  async function openForApp(tx: Tx, app: AppSession): Promise<void> {
    await insertSession(tx, {
      ...toNewRow(app.userId, clock()),
      token_hash: app.tokenHash,
      expires_at: app.expiresAt,
      is_oauth: true,
      props: { platform: app.appName, os: 'OAuth2', browser: 'OAuth2', oauth_app_id: app.appId },
    })
  }

  /** Notes activity now and then; resolves to the new lifetime where it has extended the session. */
  async function noteActivity(session: LiveSession): Promise<number | undefined> {
    const now = clock()
    const isExtended = lifetime.isToExtend(session, now)
    if (!isExtended && !lifetime.isNoteworthy(session, now)) return undefined
    session.last_activity_at = now
    if (isExtended) session.expires_at = now + lifetime.of(session)
    const { last_activity_at, expires_at } = session
    await transact.single((tx) => touchSession(tx, session.id, { last_activity_at, expires_at }))
    return isExtended ? Math.floor(lifetime.of(session) / 1000) : undefined
  }

  /** Lets somebody try again who has given too many wrong passwords. */
  async function resetFailedAttempts(actor: Actor, idOrMe: string): Promise<void> {
    if (!roles.grants(actor, 'sysconsole_write_user_management_users')) throw mayNotReset()
    const user = await users.getRow(resolveMe(actor, idOrMe))
    const isAdmin = roles.anyGrants(user.roles.split(' '), 'manage_system')
    if (isAdmin && !roles.grants(actor, 'manage_system')) throw mayNotReset()
    if (user.auth_service !== '' && user.auth_service !== 'ldap') {
      throw new AppError(
        'api.user.reset_password_failed_attempts.ldap_and_email_only.app_error',
        400,
      )
    }
    await users.clearFailedAttempts(user.id)
  }

  /** Forgets what a change has made stale. */
  function onChange(change: StateChange): void {
    if (change.kind === 'session') live.deleteWhere((session) => session.id === change.session_id)
    if (change.kind === 'user') live.deleteWhere((session) => session.user_id === change.user_id)
    if (change.kind === 'everything') live.clear()
  }

  return {
    ...ending,
    login,
    openFor,
    authenticate,
    isLive,
    openForApp,
    attachDevice: devices.attach,
    resetFailedAttempts,
    onChange,
  }
}

function mayNotReset(): AppError {
  return new AppError('api.user.reset_password_failed_attempts.permissions.app_error', 403)
}
