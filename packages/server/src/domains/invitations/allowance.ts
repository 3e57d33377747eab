import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import { Lru } from '#platform/lru.ts'

export type InviteAllowance = ReturnType<typeof inviteAllowance>

const burst = 20
/** Twenty an hour. */
const stepMs = 180_000
const remembered = 10_000

/** How many people one person may invite: twenty at once, then twenty an hour. */
export function inviteAllowance({ clock }: { clock: Clock }) {
  /** When everything that was taken is made good again. */
  const settledAt = new Lru<number>(remembered)

  /** Throws 413 where it isn't enough, and then takes nothing. */
  function take(userId: string, count: number): void {
    const now = clock()
    const after = Math.max(settledAt.get(userId) ?? now, now) + count * stepMs
    const waitMs = after - now - burst * stepMs
    if (waitMs > 0) {
      throw new AppError('app.email.rate_limit_exceeded.app_error', 413, {
        params: { RetryAfter: `${Math.ceil(waitMs / 1000)} s`, ResetAfter: `${count}` },
      })
    }
    settledAt.set(userId, after)
  }

  return { take }
}
