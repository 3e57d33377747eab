import type { Login, Session } from '@redoubt/wire/sessions.ts'
import type { User } from '@redoubt/wire/users.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, type ErrorId, unauthorized } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import type { StateChange } from '#platform/events/event.ts'
import { newId, newToken } from '#platform/ids.ts'
import { Lru } from '#platform/lru.ts'
import {
  deleteSessions,
  findSessionByToken,
  findSessionsByUser,
  insertSession,
  type LiveSession,
  type SessionRow,
  touchSession,
} from './store.ts'
import { describeClient } from './user-agent.ts'

export type SessionsService = ReturnType<typeof sessionsService>

/** A session that has just been opened; the only time that its token is known. */
export type OpenedSession = { user: User; token: string; csrf: string; maxAgeSeconds: number }

/** What a request's token stands for. */
export type Authenticated = { actor: Actor; csrf: string }

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'findForLogin' | 'setFailedAttempts' | 'get'>
  hashToken: (token: string) => Buffer
  verifyPassword: (stored: string, password: string) => Promise<boolean>
}

const hourMs = 3_600_000
const activityStepMs = 300_000
const maxSessionsPerUser = 500
const cachedSessions = 10_000

export function sessionsService(deps: Deps) {
  const { db, transact, clock, config, roles, users, hashToken, verifyPassword } = deps
  const live = new Lru<LiveSession>(cachedSessions)

  /**
   * Opens a session for right credentials. Every wrong pair of name and password is answered alike;
   * throws 401 with an id that clients know, 400 for an empty password.
   */
  async function login(input: Login, userAgent: string): Promise<OpenedSession> {
    if (!input.password) throw new AppError('api.user.login.blank_pwd.app_error', 400)
    const user = await users.findForLogin(input.login_id ?? input.id ?? '')
    await requireAttemptsLeft(user)
    const isRight = await verifyPassword(user?.password ?? '', input.password)
    if (!user || !isRight) {
      if (user) await users.setFailedAttempts(user.id, user.failed_attempts + 1)
      throw new AppError(wrongCredentialsId(), 401)
    }
    if (user.is_bot) throw new AppError('api.user.login.bot_login_forbidden.app_error', 401)
    if (user.delete_at > 0) throw new AppError('api.user.login.inactive.app_error', 401)
    if (user.failed_attempts > 0) await users.setFailedAttempts(user.id, 0)
    return open(user, input.device_id ?? '', userAgent)
  }

  async function requireAttemptsLeft(user: UserRow | undefined): Promise<void> {
    if (user && user.failed_attempts >= config.int('ServiceSettings.MaximumLoginAttempts')) {
      throw new AppError('api.user.check_user_login_attempts.too_many.app_error', 401)
    }
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

  async function open(user: UserRow, deviceId: string, userAgent: string): Promise<OpenedSession> {
    const now = clock()
    const token = newToken()
    const csrf = newToken()
    const lifetimeMs = lifetime(deviceId !== '')
    const row: SessionRow = {
      id: newId(now),
      token_hash: hashToken(token),
      user_id: user.id,
      create_at: now,
      expires_at: now + lifetimeMs,
      last_activity_at: now,
      device_id: deviceId,
      is_oauth: false,
      expired_notify: false,
      props: { ...describeClient(userAgent), csrf, isMobile: String(deviceId !== '') },
    }
    await transact(async (tx) => {
      const earlier = await findSessionsByUser(tx.db, user.id)
      const outdated = earlier.filter(
        (session, index) =>
          index >= maxSessionsPerUser - 1 || (deviceId !== '' && session.device_id === deviceId),
      )
      const ids = outdated.map((session) => session.id)
      for (const id of await deleteSessions(tx, user.id, ids)) {
        tx.changed({ kind: 'session', session_id: id, user_id: user.id })
      }
      await insertSession(tx, row)
    })
    const actor = toActor({ ...row, roles: user.roles })
    return {
      user: await users.get(actor, user.id),
      token,
      csrf,
      maxAgeSeconds: Math.floor(lifetimeMs / 1000),
    }
  }

  function lifetime(isMobile: boolean): number {
    const kind = isMobile ? 'Mobile' : 'Web'
    return config.int(`ServiceSettings.SessionLength${kind}InHours`) * hourMs
  }

  /** The actor of a live session; undefined for a token that is wrong, expired or revoked. */
  async function authenticate(token: string): Promise<Authenticated | undefined> {
    const hash = hashToken(token.slice(0, 50))
    const key = hash.toString('base64')
    const session = await live.fetch(key, () => findSessionByToken(db, hash))
    if (!session) return undefined
    if (session.expires_at > 0 && session.expires_at <= clock()) {
      live.delete(key)
      return undefined
    }
    await noteActivity(session)
    return { actor: toActor(session), csrf: String(session.props.csrf ?? '') }
  }

  /** At most every five minutes; activity also moves the expiry where the configuration says so. */
  async function noteActivity(session: LiveSession): Promise<void> {
    const now = clock()
    if (now - session.last_activity_at < activityStepMs) return
    session.last_activity_at = now
    if (config.bool('ServiceSettings.ExtendSessionLengthWithActivity')) {
      session.expires_at = now + lifetime(session.device_id !== '')
    }
    const { last_activity_at, expires_at } = session
    await transact.single((tx) => touchSession(tx, session.id, { last_activity_at, expires_at }))
  }

  /** The sessions of one's own account, or of another with `edit_other_users`; without tokens. */
  async function list(actor: Actor, idOrMe: string): Promise<Session[]> {
    const userId = requireOwn(actor, idOrMe)
    return (await findSessionsByUser(db, userId)).map((row) => toSession(row))
  }

  /** Ends one session. Throws 400 where the user has no such session. */
  async function revoke(actor: Actor, idOrMe: string, sessionId: string): Promise<void> {
    const userId = requireOwn(actor, idOrMe)
    const ended = await end(userId, [sessionId])
    if (ended.length === 0) throw new AppError('app.session.get.app_error', 400)
  }

  async function revokeAll(actor: Actor, idOrMe: string): Promise<void> {
    await endAllBut(requireOwn(actor, idOrMe), '')
  }

  /** Ends every session of an account but this one. Checks no permission. */
  async function endAllBut(userId: string, sessionId: string): Promise<void> {
    const ids = (await findSessionsByUser(db, userId)).map((row) => row.id)
    await end(
      userId,
      ids.filter((id) => id !== sessionId),
    )
  }

  /** Ends the actor's own session; without one there is nothing to do. */
  async function logout(actor: Actor): Promise<void> {
    if (actor.sessionId) await end(actor.userId, [actor.sessionId])
  }

  function end(userId: string, ids: string[]): Promise<string[]> {
    return transact(async (tx) => {
      const ended = await deleteSessions(tx, userId, ids)
      for (const id of ended) tx.changed({ kind: 'session', session_id: id, user_id: userId })
      return ended
    })
  }

  function requireOwn(actor: Actor, idOrMe: string): string {
    const userId = resolveMe(actor, idOrMe)
    if (!userId) throw unauthorized()
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    return userId
  }

  /** Forgets what a change has made stale. */
  function onChange(change: StateChange): void {
    if (change.kind === 'session') live.deleteWhere((session) => session.id === change.session_id)
    if (change.kind === 'user') live.deleteWhere((session) => session.user_id === change.user_id)
  }

  return { login, authenticate, list, revoke, revokeAll, endAllBut, logout, onChange }
}

function toActor(session: LiveSession): Actor {
  return {
    userId: session.user_id,
    sessionId: session.id,
    roles: session.roles.split(' '),
    isOAuth: session.is_oauth,
    isLocal: false,
    connectionId: '',
  }
}

function toSession(row: SessionRow): Session {
  const { csrf: _csrf, ...props } = row.props
  return {
    id: row.id,
    token: '',
    create_at: row.create_at,
    expires_at: row.expires_at,
    last_activity_at: row.last_activity_at,
    user_id: row.user_id,
    device_id: row.device_id,
    roles: '',
    is_oauth: row.is_oauth,
    expired_notify: row.expired_notify,
    props,
    team_members: [],
    local: false,
  }
}
