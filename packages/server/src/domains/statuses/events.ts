import { defineEvent } from '#platform/events/event.ts'

/** Heard by the user's own connections alone: everybody else asks. */
export const statusChanged = defineEvent<{ userId: string; status: string }>('status_change', {
  audience: ({ userId }) => ({ user_id: userId }),
  data: ({ userId, status }) => ({ status, user_id: userId }),
})
