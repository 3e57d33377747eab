import type { Reaction } from '@redoubt/wire/reactions.ts'
import { defineEvent } from '#platform/events/event.ts'

/** Heard by the members of the channel. Clients parse `reaction` a second time: it is a JSON string. */
export const reactionAdded = defineEvent<Reaction>('reaction_added', {
  audience: (reaction) => ({ channel_id: reaction.channel_id }),
  data: (reaction) => ({ reaction: JSON.stringify(reaction) }),
})

export const reactionRemoved = defineEvent<Reaction>('reaction_removed', {
  audience: (reaction) => ({ channel_id: reaction.channel_id }),
  data: (reaction) => ({ reaction: JSON.stringify(reaction) }),
})
