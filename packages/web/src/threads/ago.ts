type Ago = { count: number; unit: 'minute' | 'hour' | 'day' | 'month' | 'year' }

const UNITS: readonly [Ago['unit'], number][] = [
  ['year', 365 * 24 * 60],
  ['month', 30 * 24 * 60],
  ['day', 24 * 60],
  ['hour', 60],
  ['minute', 1],
]

/** A span of time in its largest whole unit; `undefined` below a minute. */
export function agoOf(spanMs: number): Ago | undefined {
  const minutes = Math.floor(spanMs / 60_000)
  const found = UNITS.find(([, size]) => minutes >= size)
  return found && { unit: found[0], count: Math.floor(minutes / found[1]) }
}
