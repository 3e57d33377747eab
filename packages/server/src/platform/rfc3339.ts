const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** Milliseconds of a time such as `2026-11-21T13:00:00Z`; undefined for what isn't one. */
export function parseRfc3339(text: string): number | undefined {
  const time = pattern.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

/** A time in ms as `2026-11-21T13:00:00.000Z`. */
export function toRfc3339(time: number): string {
  return new Date(time).toISOString()
}
