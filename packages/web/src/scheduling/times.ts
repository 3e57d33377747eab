const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** When a day of work begins. */
const MORNING = 9

export type NamedTime<Id extends string> = { id: Id; time: number }

/** When one may want to be reminded of something. */
export function reminderTimes(
  now: Date,
): NamedTime<'in-half-hour' | 'in-hour' | 'in-two-hours' | 'tomorrow'>[] {
  return [
    { id: 'in-half-hour', time: now.getTime() + HOUR_MS / 2 },
    { id: 'in-hour', time: now.getTime() + HOUR_MS },
    { id: 'in-two-hours', time: now.getTime() + 2 * HOUR_MS },
    { id: 'tomorrow', time: morningIn(now, 1) },
  ]
}

/** When a message may well be sent: tomorrow morning, and the next Monday's where that is another. */
export function sendingTimes(now: Date): NamedTime<'tomorrow' | 'monday'>[] {
  const tomorrow = morningIn(now, 1)
  const monday = morningIn(now, ((7 - now.getDay()) % 7) + 1)
  const times: NamedTime<'tomorrow' | 'monday'>[] = [{ id: 'tomorrow', time: tomorrow }]
  return monday === tomorrow ? times : [...times, { id: 'monday', time: monday }]
}

function morningIn(now: Date, days: number): number {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING).getTime()
}

/** A time as the browser's field for it takes one, in the reader's time zone. */
export function toField(time: number): string {
  const local = new Date(time - new Date(time).getTimezoneOffset() * MINUTE_MS)
  return local.toISOString().slice(0, 16)
}
