import type { Draft } from '@redoubt/wire/drafts.ts'
import { defineEvent } from '#platform/events/event.ts'

/** `connectionId` is the author's own connection, which knows already. */
type Change = { draft: Draft; connectionId: string }

function toAudience({ draft, connectionId }: Change) {
  return {
    user_id: draft.user_id,
    channel_id: draft.channel_id,
    omit_connection_id: connectionId,
  }
}

/** Heard by the author's other clients; also when a draft was changed. */
export const draftCreated = defineEvent<Change>('draft_created', {
  audience: toAudience,
  data: ({ draft }) => ({ draft: JSON.stringify(draft) }),
})

export const draftDeleted = defineEvent<Change>('draft_deleted', {
  audience: toAudience,
  data: ({ draft }) => ({ draft: JSON.stringify(draft) }),
})
