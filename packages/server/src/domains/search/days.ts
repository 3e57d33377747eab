import { parseRfc3339 } from '#platform/rfc3339.ts'

const dayMs = 24 * 3_600_000
const maxOffsetSeconds = 24 * 3600

/** A stretch of time in ms: from `start` up to and not including `end`. */
export type Day = { start: number; end: number }

/** The local day of a `YYYY-M-D`; undefined for what isn't one. */
export function toDay(text: string, offsetSeconds: number): Day | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? []
  if (Number(day) > daysOf(Number(year), Number(month))) return undefined
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const midnight = parseRfc3339(`${date}T00:00:00Z`)
  if (midnight === undefined) return undefined
  const offset = Math.max(-maxOffsetSeconds, Math.min(offsetSeconds, maxOffsetSeconds))
  const start = midnight - offset * 1000
  return { start, end: start + dayMs }
}

function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (month === 2) return isLeap ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
