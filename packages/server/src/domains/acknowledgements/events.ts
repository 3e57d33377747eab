import type { Acknowledgement } from '@redoubt/wire/posts.ts'
import { defineEvent } from '#platform/events/event.ts'

/** Heard by the members of the channel. */
export const acknowledgementAdded = defineEvent<Acknowledgement>('post_acknowledgement_added', {
  audience: ({ channel_id }) => ({ channel_id }),
  data: (acknowledgement) => ({ acknowledgement: JSON.stringify(acknowledgement) }),
})

export const acknowledgementRemoved = defineEvent<Acknowledgement>('post_acknowledgement_removed', {
  audience: ({ channel_id }) => ({ channel_id }),
  data: (acknowledgement) => ({ acknowledgement: JSON.stringify(acknowledgement) }),
})
