import { defineEvent } from '#platform/events/event.ts'

/** Everybody with a session hears the whole map: clients replace theirs. */
export const configChanged = defineEvent<Record<string, string>>('config_changed', {
  audience: () => ({}),
  data: (config) => ({ config }),
})
