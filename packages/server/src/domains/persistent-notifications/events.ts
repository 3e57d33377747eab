import type { Post } from '@redoubt/wire/posts.ts'
import { defineEvent } from '#platform/events/event.ts'

type Trigger = {
  userId: string
  post: Post
  channel: { id: string; type: string; display_name: string; name: string; team_id: string }
  senderName: string
}

/** Heard by one of those who have not answered yet. */
export const persistentNotificationTriggered = defineEvent<Trigger>(
  'persistent_notification_triggered',
  {
    audience: ({ userId, channel }) => ({
      user_id: userId,
      channel_id: channel.id,
      team_id: channel.team_id,
    }),
    data: ({ userId, post, channel, senderName }) => ({
      post: JSON.stringify(post),
      channel_type: channel.type,
      channel_display_name: channel.display_name || senderName,
      channel_name: channel.name,
      sender_name: senderName,
      team_id: channel.team_id,
      mentions: JSON.stringify([userId]),
      ...(post.file_ids.length > 0 && { otherFile: 'true' }),
      ...(post.metadata.files?.some(({ mime_type }) => mime_type.startsWith('image/')) && {
        image: 'true',
      }),
    }),
  },
)
