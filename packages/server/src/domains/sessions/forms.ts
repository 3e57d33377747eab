import type { Session } from '@redoubt/wire/sessions.ts'
import type { Actor } from '#platform/actor.ts'
import { newId } from '#platform/ids.ts'
import type { SessionRow } from './store.ts'

/** What every new session has alike. */
export function toNewRow(userId: string, now: number): Omit<SessionRow, 'token_hash'> {
  return {
    id: newId(now),
    user_id: userId,
    create_at: now,
    expires_at: 0,
    last_activity_at: now,
    device_id: '',
    is_oauth: false,
    expired_notify: false,
    props: {},
  }
}

/** Whom requests with this session act as. */
export function toActor(session: Omit<SessionRow, 'token_hash'> & { roles: string }): Actor {
  return {
    userId: session.user_id,
    sessionId: session.id,
    roles: session.roles.split(' '),
    isOAuth: session.is_oauth,
    isLocal: false,
    connectionId: '',
  }
}

/** The wire's form: nothing in it opens anything. */
export function toSession(row: SessionRow & { roles: string }): Session {
  const { csrf: _csrf, ...props } = row.props
  return {
    id: row.id,
    token: '',
    create_at: row.create_at,
    expires_at: row.expires_at,
    last_activity_at: row.last_activity_at,
    user_id: row.user_id,
    device_id: row.device_id,
    roles: row.roles,
    is_oauth: row.is_oauth,
    expired_notify: row.expired_notify,
    props,
    team_members: [],
    local: false,
  }
}

/** Whether an access token opened the session, rather than a login. */
export function isOfAccessToken(session: Pick<SessionRow, 'props'>): boolean {
  return session.props.type === 'UserAccessToken'
}

/** Sessions of programs end when their tokens do. */
export function isOfProgram(session: Pick<SessionRow, 'props' | 'is_oauth'>): boolean {
  return session.is_oauth || isOfAccessToken(session)
}

export function isMobile(session: Pick<SessionRow, 'props'>): boolean {
  return session.props.isMobile === 'true'
}

export function csrfOf(session: Pick<SessionRow, 'props'>): string {
  return String(session.props.csrf ?? '')
}
