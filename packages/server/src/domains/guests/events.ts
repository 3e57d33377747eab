import { defineEvent } from '#platform/events/event.ts'

/** Heard by all: there are no guests any more. */
export const guestsDeactivated = defineEvent<null>('guests_deactivated', {
  audience: () => ({}),
  data: () => ({}),
})
