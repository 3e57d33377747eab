import type { AnalyticsRow } from '@mattermost/types/admin'

const DAY_MS = 86_400_000

/** Numbers per day: the beginnings of the days in seconds, and a number for each. */
export type Days = { times: number[]; counts: number[] }

/** The last days up to now; those that the server left out had nothing. */
export function toDays(rows: readonly AnalyticsRow[], now: number, count = 31): Days {
  const counts = new Map(rows.map((row) => [row.name.slice(0, 10), row.value]))
  const today = Math.floor(now / DAY_MS) * DAY_MS
  const starts = Array.from({ length: count }, (_, index) => today - (count - 1 - index) * DAY_MS)
  return {
    times: starts.map((start) => start / 1000),
    counts: starts.map((start) => counts.get(new Date(start).toISOString().slice(0, 10)) ?? 0),
  }
}
