import type { ConfigService } from '#domains/config/service.ts'
import { isMobile, isOfProgram } from './forms.ts'
import type { SessionRow } from './store.ts'

export type SessionLifetime = ReturnType<typeof sessionLifetime>

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const activityStepMs = 5 * minuteMs

/** How long a session lasts, by its kind and the configuration. */
export function sessionLifetime(config: ConfigService) {
  /** In ms, from its beginning or from the activity that extends it. */
  function of(session: Pick<SessionRow, 'props' | 'is_oauth'>): number {
    const kind = session.is_oauth ? 'SSO' : isMobile(session) ? 'Mobile' : 'Web'
    return config.int(`ServiceSettings.SessionLength${kind}InHours`) * hourMs
  }

  /** Expired, or idle for too long where idleness counts. */
  function isOver(session: SessionRow, now: number): boolean {
    if (session.expires_at > 0 && session.expires_at <= now) return true
    const idleMs = config.int('ServiceSettings.SessionIdleTimeoutInMinutes') * minuteMs
    const counts = idleMs > 0 && !isSliding() && !isMobile(session) && !isOfProgram(session)
    return counts && now - session.last_activity_at > idleMs
  }

  /** Whether this activity is worth a write. */
  function isNoteworthy(session: SessionRow, now: number): boolean {
    return now - session.last_activity_at >= activityStepMs
  }

  /** Whether this activity moves the expiry: once a hundredth of the length has gone by. */
  function isToExtend(session: SessionRow, now: number): boolean {
    if (!isSliding() || isOfProgram(session)) return false
    const length = of(session)
    const begunAt = session.expires_at - length
    return now - begunAt >= Math.max(Math.min(length / 100, dayMs), activityStepMs)
  }

  function isSliding(): boolean {
    return config.bool('ServiceSettings.ExtendSessionLengthWithActivity')
  }

  return { of, isOver, isNoteworthy, isToExtend }
}
