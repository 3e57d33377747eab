import type { MailReader } from './mails.ts'
import type { ReceiverRow } from './store.ts'

/** Whose client collapses threads: everybody's, nobody's, or where it's a choice by default. */
export type Collapsing = 'always' | 'never' | 'on' | 'off'

/** Whether the client of somebody with these preferences shows replies apart from the channel. */
export function collapses(
  { preferences }: Pick<ReceiverRow, 'preferences'>,
  choice: Collapsing,
): boolean {
  if (choice === 'always' || choice === 'never') return choice === 'always'
  return (preferences['display_settings/collapsed_reply_threads'] ?? choice) === 'on'
}

/** How somebody with these preferences wants to see names. */
export function nameFormatOf(
  { preferences }: Pick<ReceiverRow, 'preferences'>,
  names: { format: string; isLocked: boolean },
): string {
  const own = names.isLocked ? undefined : preferences['display_settings/name_format']
  return own || names.format
}

export function toMailReader(
  row: Omit<ReceiverRow, 'member_props' | 'is_following'>,
  nameFormat: string,
): MailReader {
  return {
    id: row.id,
    email: row.email,
    locale: row.locale,
    timezone: row.timezone,
    nameFormat,
    isMilitaryTime: row.preferences['display_settings/use_military_time'] === 'true',
    teamName: row.team_name,
  }
}
