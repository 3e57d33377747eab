import { AppError } from '#platform/app-error.ts'
import { parseRfc3339, toRfc3339 } from '#platform/rfc3339.ts'

const dayMs = 86_400_000

/** The time that a report is about, in ms; its end is no longer part of it. Throws 400. */
export function toRange(name: string, now: number): { since: number; until: number } {
  const midnight = now - (now % dayMs)
  switch (name) {
    case '':
    case 'all_time':
    case 'alltime':
      return { since: 0, until: now + 1 }
    case 'last_30_days':
      return { since: midnight - 29 * dayMs, until: now + 1 }
    case 'previous_month': {
      const until = startOfMonth(now, 0)
      return { since: startOfMonth(now, -1), until }
    }
    case 'last_6_months':
      return { since: startOfMonth(now, -6), until: now + 1 }
  }
  throw new AppError('model.reporting_base_options.is_valid.bad_date_range', 400)
}

/** The first instant, in UTC, of the month that lies `months` from the one of `now`. */
function startOfMonth(now: number, months: number): number {
  const [year, month] = toRfc3339(now).split('-').map(Number)
  const total = (year ?? 1970) * 12 + (month ?? 1) - 1 + months
  const text = `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, '0')}`
  return parseRfc3339(`${text}-01T00:00:00Z`) ?? 0
}
