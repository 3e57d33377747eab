/** When the day began that it is at a time in a zone; in UTC where there is no such zone. */
export function startOfDay(time: number, zone: string): number {
  const clockOf = (at: number) => readClock(at, zone)
  const { hour = 0, minute = 0, second = 0 } = clockOf(time)
  const guess = time - ((hour * 60 + minute) * 60 + second) * 1000 - (time % 1000)
  // Where the clocks were changed on this day, midnight was an hour earlier or later.
  const { hour: rest = 0 } = clockOf(guess)
  return guess - (rest > 12 ? rest - 24 : rest) * 3_600_000
}

function readClock(time: number, zone: string): Record<string, number> {
  const options = {
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const
  const format = (timeZone: string) => new Intl.DateTimeFormat('en', { ...options, timeZone })
  let parts: Intl.DateTimeFormatPart[]
  try {
    parts = format(zone || 'UTC').formatToParts(time)
  } catch {
    parts = format('UTC').formatToParts(time)
  }
  return Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]))
}
