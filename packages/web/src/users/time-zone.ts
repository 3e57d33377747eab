import type { UserProfile } from '@mattermost/types/users'

/** Servers send this flag as a text or as what it means. */
export function isTrue(flag: boolean | string): boolean {
  return flag === true || flag === 'true'
}

/** The time zone that a user lives by; `undefined` where none was told, or none that we know. */
export function zoneOf({ timezone }: Pick<UserProfile, 'timezone'>): string | undefined {
  if (!timezone) return undefined
  const zone = isTrue(timezone.useAutomaticTimezone)
    ? timezone.automaticTimezone
    : timezone.manualTimezone
  return zone && isZone(zone) ? zone : undefined
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** A locale that tells times by a clock of 12 or of 24 hours, as the preference says. */
export function withClock(locale: string, preference: string | undefined): string {
  if (preference !== 'true' && preference !== 'false') return locale
  try {
    return new Intl.Locale(locale, { hourCycle: preference === 'true' ? 'h23' : 'h12' }).toString()
  } catch {
    return locale
  }
}

/** The zone that somebody chose by hand, in which times are told then. */
export function chosenZoneOf(user: Pick<UserProfile, 'timezone'>): string | undefined {
  const isAutomatic = isTrue(user.timezone?.useAutomaticTimezone ?? 'true')
  return isAutomatic ? undefined : zoneOf(user)
}
