import type { ScheduledPost } from '@redoubt/wire/scheduled-posts.ts'
import { type DomainEvent, defineEvent } from '#platform/events/event.ts'

/** `connectionId` is the author's own connection, which knows already. */
type Change = { scheduledPost: ScheduledPost; connectionId: string }

const define = (name: string): ((change: Change) => DomainEvent) =>
  defineEvent<Change>(name, {
    audience: ({ scheduledPost, connectionId }) => ({
      user_id: scheduledPost.user_id,
      omit_connection_id: connectionId,
    }),
    data: ({ scheduledPost }) => ({ scheduledPost: JSON.stringify(scheduledPost) }),
  })

export const scheduledPostCreated = define('scheduled_post_created')
export const scheduledPostUpdated = define('scheduled_post_updated')
export const scheduledPostDeleted = define('scheduled_post_deleted')
