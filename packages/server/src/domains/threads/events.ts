import type { UserThread } from '@redoubt/wire/threads.ts'
import { defineEvent } from '#platform/events/event.ts'

/** Unread numbers before a change: clients add the difference to their totals. */
export type Previous = { unread_mentions: number; unread_replies: number }

type Updated = { userId: string; teamId: string; thread: UserThread; previous: Previous }

export const threadUpdated = defineEvent<Updated>('thread_updated', {
  audience: ({ userId, teamId }) => ({ user_id: userId, team_id: teamId }),
  data: ({ thread, previous }) => ({
    thread: JSON.stringify(thread),
    previous_unread_mentions: previous.unread_mentions,
    previous_unread_replies: previous.unread_replies,
  }),
})

type FollowChanged = {
  userId: string
  teamId: string
  threadId: string
  isFollowing: boolean
  replyCount: number
}

export const threadFollowChanged = defineEvent<FollowChanged>('thread_follow_changed', {
  audience: ({ userId, teamId }) => ({ user_id: userId, team_id: teamId }),
  data: ({ threadId, isFollowing, replyCount }) => ({
    thread_id: threadId,
    state: isFollowing,
    reply_count: replyCount,
  }),
})

type ReadChanged = {
  userId: string
  teamId: string
  channelId: string
  thread: UserThread
  previous: Previous
}

export const threadReadChanged = defineEvent<ReadChanged>('thread_read_changed', {
  audience: ({ userId, teamId }) => ({ user_id: userId, team_id: teamId }),
  data: ({ thread, previous, channelId }) => ({
    thread_id: thread.id,
    timestamp: thread.last_viewed_at,
    unread_mentions: thread.unread_mentions,
    unread_replies: thread.unread_replies,
    previous_unread_mentions: previous.unread_mentions,
    previous_unread_replies: previous.unread_replies,
    channel_id: channelId,
  }),
})

type AllRead = { userId: string; time: number } & ({ teamId: string } | { channelId: string })

/** Every thread of the team, or of the channel. */
export const threadsRead = defineEvent<AllRead>('thread_read_changed', {
  audience: (read) => ({
    user_id: read.userId,
    ...('teamId' in read ? { team_id: read.teamId } : { channel_id: read.channelId }),
  }),
  data: ({ time }) => ({ timestamp: time }),
})
