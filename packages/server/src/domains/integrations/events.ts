import type { OpenDialog } from '@redoubt/wire/integrations.ts'
import { defineEvent } from '#platform/events/event.ts'

/** Heard by the one who clicked; `trigger_id` is what that client was told of its click. */
export const dialogOpened = defineEvent<{ userId: string; dialog: OpenDialog }>('open_dialog', {
  audience: ({ userId }) => ({ user_id: userId }),
  data: ({ dialog }) => ({ dialog: JSON.stringify(dialog) }),
})
