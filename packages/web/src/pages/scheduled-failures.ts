import type { PaneTextId } from '#web/panes/texts/pane-text.tsx'

const TEXTS: Record<string, PaneTextId> = {
  channel_archived: 'scheduled.failed-archived',
  channel_not_found: 'scheduled.failed-gone',
  no_channel_member: 'scheduled.failed-member',
  no_channel_permission: 'scheduled.failed-permission',
  restricted_dm: 'scheduled.failed-permission',
  thread_deleted: 'scheduled.failed-thread',
}

/** Why a message could not be sent, by the server's code for it. */
export function failureTextOf(code: string): PaneTextId {
  return TEXTS[code] ?? 'scheduled.failed'
}
