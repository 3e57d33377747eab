import type { Post } from '@redoubt/wire/posts.ts'
import { defineEvent } from '#platform/events/event.ts'

type Revealed = { userId: string; post: Post; connectionId: string }

/** The reader's other clients hear the content. */
export const postRevealed = defineEvent<Revealed>('post_revealed', {
  audience: ({ userId, connectionId }) => ({ user_id: userId, omit_connection_id: connectionId }),
  data: ({ post }) => ({ post: JSON.stringify(post) }),
})

/** The author hears who has revealed the post so far. */
export const postRevealedToAuthor = defineEvent<{ post: Post; recipients: string[] }>(
  'post_revealed',
  {
    audience: ({ post }) => ({ user_id: post.user_id }),
    data: ({ post, recipients }) => ({ post: JSON.stringify(post), recipients }),
  },
)

type Burned = { userId: string; postId: string; channelId: string; connectionId: string }

export const postBurned = defineEvent<Burned>('post_burned', {
  audience: ({ userId, channelId, connectionId }) => ({
    user_id: userId,
    channel_id: channelId,
    omit_connection_id: connectionId,
  }),
  data: ({ postId }) => ({ post_id: postId }),
})

type AllRevealed = { authorId: string; postId: string; channelId: string; senderExpireAt: number }

/** The author's own sight ends when the last reader's does. */
export const burnOnReadAllRevealed = defineEvent<AllRevealed>('burn_on_read_all_revealed', {
  audience: ({ authorId, channelId }) => ({ user_id: authorId, channel_id: channelId }),
  data: ({ postId, senderExpireAt }) => ({ post_id: postId, sender_expire_at: senderExpireAt }),
})
