import type { UserProfile } from '@mattermost/types/users'

/** What somebody says of the present, in an emoji and a few words. */
export type CustomStatus = {
  emoji: string
  text: string
  duration: string
  /** Milliseconds; 0: until it is changed. */
  expiresAt: number
}

/** What a user says of the present; `undefined` where nothing, or where it is over. */
export function customStatusOf(
  user: Pick<UserProfile, 'props'> | undefined,
  time: number,
): CustomStatus | undefined {
  const status = parseStatus(user?.props?.customStatus)
  if (!status || (status.emoji === '' && status.text === '')) return undefined
  return status.expiresAt > 0 && status.expiresAt <= time ? undefined : status
}

function parseStatus(json: string | undefined): CustomStatus | undefined {
  return json ? toStatus(parseJson(json)) : undefined
}

/** The statuses that were set before, the latest first, in the preference that keeps them. */
export function recentStatuses(preference: string | undefined): CustomStatus[] {
  const list = parseJson(preference ?? '')
  if (!Array.isArray(list)) return []
  return list.flatMap((one) => toStatus(one) ?? []).filter((one) => one.text !== '')
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function toStatus(value: unknown): CustomStatus | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { emoji, text, duration, expires_at }: Record<string, unknown> = { ...value }
  const at = typeof expires_at === 'string' ? Date.parse(expires_at) : 0
  return {
    emoji: typeof emoji === 'string' ? emoji : '',
    text: typeof text === 'string' ? text : '',
    duration: typeof duration === 'string' ? duration : '',
    // The year 1 is how servers write that there is no end.
    expiresAt: at >= 1 ? at : 0,
  }
}

/** How long a status holds, by the names of the wire; the empty one: until it is changed. */
export const DURATIONS = [
  '',
  'thirty_minutes',
  'one_hour',
  'four_hours',
  'today',
  'this_week',
  'date_and_time',
] as const

export type Duration = (typeof DURATIONS)[number]

const MINUTE_MS = 60_000

/** When a duration that begins now is over; 0 where it isn't. Weeks end with Sunday. */
export function endOf(duration: Duration, time: number): number {
  const end = new Date(time)
  switch (duration) {
    case 'thirty_minutes':
      return time + 30 * MINUTE_MS
    case 'one_hour':
      return time + 60 * MINUTE_MS
    case 'four_hours':
      return time + 240 * MINUTE_MS
    case 'today':
      return end.setHours(23, 59, 59, 999)
    case 'this_week':
      end.setDate(end.getDate() + ((7 - end.getDay()) % 7))
      return end.setHours(23, 59, 59, 999)
    default:
      return 0
  }
}
