import type { Post } from '@redoubt/wire/posts.ts'
import { defineEvent } from '#platform/events/event.ts'

/** What a client has to know of a channel and an author to announce a post. */
export type PostedSubject = {
  post: Post
  channel: { id: string; type: string; display_name: string; name: string; team_id: string }
  senderName: string
  setsOnline: boolean
  mentionedIds: readonly string[]
  /** Who follows the thread of a reply. */
  followerIds?: readonly string[]
  /** The post as its author alone sees it. */
  ownView?: Post
}

/** How the sender of a post is announced: where that is allowed, a webhook as it wants to be. */
export function senderNameOf(
  props: Readonly<Record<string, unknown>>,
  username: string,
  mayOverride: boolean,
): string {
  const { from_webhook, override_username: override } = props
  const isOverridden = mayOverride && from_webhook === 'true' && typeof override === 'string'
  return (isOverridden && override) || `@${username}`
}

/** Heard by the members of the channel; each hears only of the own mention and following. */
export const posted = defineEvent<PostedSubject>('posted', {
  audience: ({ channel }) => ({ channel_id: channel.id }),
  data: ({ post, channel, senderName, setsOnline }) => ({
    channel_display_name: channel.display_name || senderName,
    channel_name: channel.name,
    channel_type: channel.type,
    post: JSON.stringify(post),
    sender_name: senderName,
    set_online: setsOnline,
    team_id: channel.team_id,
    ...(post.file_ids.length > 0 && { otherFile: 'true' }),
    ...(hasImage(post) && { image: 'true' }),
  }),
  extras: ({ mentionedIds, followerIds = [], ownView }) => {
    const extras: Record<string, Record<string, unknown>> = {}
    for (const id of mentionedIds) extras[id] = { mentions: JSON.stringify([id]) }
    for (const id of followerIds) extras[id] = { ...extras[id], followers: JSON.stringify([id]) }
    if (ownView) extras[ownView.user_id] = { post: JSON.stringify(ownView) }
    return extras
  },
  asks: ({ mentionedIds, followerIds = [] }) => [...mentionedIds, ...followerIds],
})

function hasImage(post: Post): boolean {
  return post.metadata.files?.some((file) => file.mime_type.startsWith('image/')) ?? false
}

export const postEdited = defineEvent<Post>('post_edited', {
  audience: (post) => ({ channel_id: post.channel_id }),
  data: (post) => ({ post: JSON.stringify(post) }),
})

type ForOne = { userId: string; post: Post }

/** Seen by one person, and stored by nobody. */
export const ephemeralMessage = defineEvent<ForOne>('ephemeral_message', {
  audience: ({ userId, post }) => ({ user_id: userId, channel_id: post.channel_id }),
  data: ({ post }) => ({ post: JSON.stringify(post) }),
})

export const ephemeralEdited = defineEvent<ForOne>('post_edited', {
  audience: ({ userId, post }) => ({ user_id: userId, channel_id: post.channel_id }),
  data: ({ post }) => ({ post: JSON.stringify(post) }),
})

/** The copy for members. */
export const postDeleted = defineEvent<Post>('post_deleted', {
  audience: (post) => ({ channel_id: post.channel_id, detail: 'sanitized' }),
  data: (post) => ({ post: JSON.stringify(post) }),
})

/** Administrators also hear who did it. */
export const postDeletedForAdmins = defineEvent<{ post: Post; deletedBy: string }>('post_deleted', {
  audience: ({ post }) => ({ channel_id: post.channel_id, detail: 'sensitive' }),
  data: ({ post, deletedBy }) => ({ post: JSON.stringify(post), delete_by: deletedBy }),
})

export type UnreadAt = {
  team_id: string
  user_id: string
  channel_id: string
  post_id: string
  msg_count: number
  msg_count_root: number
  mention_count: number
  mention_count_root: number
  urgent_mention_count: number
  last_viewed_at: number
}

export const postUnread = defineEvent<UnreadAt>('post_unread', {
  audience: ({ user_id, channel_id, team_id }) => ({ user_id, channel_id, team_id }),
  data: ({ user_id: _user, team_id: _team, channel_id: _channel, ...counts }) => counts,
})

type Typing = { channelId: string; userId: string; parentId: string }

export const typing = defineEvent<Typing>('typing', {
  audience: ({ channelId, userId }) => ({ channel_id: channelId, omit_users: [userId] }),
  data: ({ userId, parentId }) => ({ parent_id: parentId, user_id: userId }),
})
