import type { Entities } from './entities.ts'

/** The own choice among the settings of the display. */
const CHOICE = 'display_settings/collapsed_reply_threads'

/** Whether replies are shown apart from the channel, in their threads (spec 18). */
export function isCollapsed(now: Pick<Entities, 'config' | 'preferences'>): boolean {
  switch (now.config.CollapsedThreads) {
    case 'always_on':
      return true
    case 'default_on':
      return now.preferences.get(CHOICE) !== 'off'
    case 'default_off':
      return now.preferences.get(CHOICE) === 'on'
    default:
      return false
  }
}

/**
 * The state after a change of settings. Pages of a channel hold replies in one way of showing them
 * and not in the other, so with a change of ways all timelines start anew.
 */
export function withSettings(before: Entities, after: Entities): Entities {
  if (isCollapsed(before) === isCollapsed(after)) return after
  const connection = { ...after.connection, epoch: after.connection.epoch + 1 }
  return { ...after, timelines: new Map(), connection }
}
