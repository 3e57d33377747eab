import type { WebSocketMessage } from '@mattermost/client'
import type { ChannelBookmark } from '@mattermost/types/channel_bookmarks'
import type { ChannelMembership, ServerChannel } from '@mattermost/types/channels'
import type { Draft } from '@mattermost/types/drafts'
import type { CustomEmoji } from '@mattermost/types/emojis'
import type { OpenDialogRequest } from '@mattermost/types/integrations'
import type { Post, PostAcknowledgement } from '@mattermost/types/posts'
import type { PreferenceType } from '@mattermost/types/preferences'
import type { Reaction } from '@mattermost/types/reactions'
import type { ScheduledPost } from '@mattermost/types/schedule_post'
import type { Team, TeamMembership } from '@mattermost/types/teams'
import type { UserThread } from '@mattermost/types/threads'
import { withAcknowledgement, withoutAcknowledgement } from './acknowledgements.ts'
import { withBookmarkChanges, withBookmarks, withoutBookmark } from './bookmarks.ts'
import { withAllRevealed, withBurned, withRevealed } from './burning.ts'
import { withChannelArchived, withChannels, withMembers, withoutMember } from './channels.ts'
import { placeOfDraft, withDraft, withoutDraft } from './drafts.ts'
import { withEmojis } from './emojis.ts'
import type { Entities } from './entities.ts'
import { withPostDeleted, withPosts } from './posts.ts'
import { withoutPreferences, withPreferences } from './preferences.ts'
import { withoutReaction, withReaction } from './reactions.ts'
import { withoutScheduled, withScheduled } from './scheduled.ts'
import { withoutTeam, withTeamMember, withTeams } from './teams.ts'
import { withReplyCounted, withThreadChanged, withThreads, withThreadsRead } from './threads.ts'
import { withChannelsViewed, withMarkedUnread, withPostCounted } from './unread.ts'
import { withConfig, withoutTyping, withStatuses, withTyping, withUsers } from './users.ts'

/** How long a typist counts as typing without a further sign of it. */
export const TYPING_MS = 6_000

/** Something that a frame names without carrying it. */
export type Need =
  | { kind: 'channel'; id: string }
  | { kind: 'teams' }
  | { kind: 'channels' }
  | { kind: 'roles'; names: string[] }
  | { kind: 'post'; id: string }
  | { kind: 'categories'; teamId: string }
  | { kind: 'drafts'; teamId: string }
  | { kind: 'scheduled'; teamId: string }

/** An event of the WebSocket, told apart by its name as plain text. */
export type Frame = Plain<WebSocketMessage>
type Plain<M> = M extends { event: infer E extends string }
  ? Omit<M, 'event'> & { event: `${E}` }
  : never

/** Many fields of frames are JSON in a string, and of the type that the protocol gives them. */
function parseField<T>(text: string): T {
  return JSON.parse(text) as T
}

/** The state after an event of the WebSocket. Events that tell nothing new change nothing. */
export function withFrame(now: Entities, frame: Frame, time: number): Entities {
  const channelId = frame.broadcast.channel_id
  switch (frame.event) {
    case 'posted': {
      const post = parseField<Post>(frame.data.post)
      const mentions = parseField<string[]>(frame.data.mentions ?? '[]')
      const counted = withPostCounted(now, post, mentions.includes(now.myId))
      return withoutTyping(withReplyCounted(withPosts(counted, [post]), post), {
        channelId: post.channel_id,
        rootId: post.root_id,
        userId: post.user_id,
      })
    }
    case 'post_edited':
    case 'ephemeral_message':
      return withPosts(now, [parseField<Post>(frame.data.post)])
    case 'post_deleted':
      return withPostDeleted(now, parseField<Post>(frame.data.post))
    case 'reaction_added':
      return withReaction(now, parseField<Reaction>(frame.data.reaction))
    case 'reaction_removed':
      return withoutReaction(now, parseField<Reaction>(frame.data.reaction))
    case 'post_acknowledgement_added':
      return withAcknowledgement(now, parseField<PostAcknowledgement>(frame.data.acknowledgement))
    case 'post_acknowledgement_removed':
      return withoutAcknowledgement(
        now,
        parseField<PostAcknowledgement>(frame.data.acknowledgement),
      )
    case 'post_revealed':
      return withRevealed(now, parseRevealed(frame.data.post), frame.data.recipients)
    case 'post_burned':
      return withBurned(now, frame.data.post_id, time)
    case 'burn_on_read_all_revealed':
      return withAllRevealed(now, frame.data.post_id, frame.data.sender_expire_at)
    case 'scheduled_post_created':
    case 'scheduled_post_updated':
      return withScheduled(now, [parseField<ScheduledPost>(frame.data.scheduledPost)])
    case 'scheduled_post_deleted':
      return withoutScheduled(now, parseField<ScheduledPost>(frame.data.scheduledPost).id)
    case 'channel_bookmark_created':
      return withBookmarks(now, [parseField<ChannelBookmark>(frame.data.bookmark)])
    case 'channel_bookmark_updated':
      return withBookmarkChanges(now, parseField(frame.data.bookmarks))
    case 'channel_bookmark_deleted':
      return withoutBookmark(now, parseField<ChannelBookmark>(frame.data.bookmark))
    case 'channel_bookmark_sorted':
      return withBookmarks(now, parseField<ChannelBookmark[]>(frame.data.bookmarks))
    case 'emoji_added':
      return withEmojis(now, [parseField<CustomEmoji>(frame.data.emoji)])
    case 'open_dialog':
      return { ...now, dialog: parseField<OpenDialogRequest>(frame.data.dialog) }
    case 'draft_created':
    case 'draft_updated':
      return withDraft(now, parseField<Draft>(frame.data.draft))
    case 'draft_deleted':
      return withoutDraft(now, placeOfDraft(parseField<Draft>(frame.data.draft)))
    case 'thread_updated':
      return withThreads(now, [parseField<UserThread>(frame.data.thread)])
    case 'thread_follow_changed':
      return withThreadChanged(now, frame.data.thread_id, {
        isFollowing: frame.data.state,
        unreadReplies: 0,
        unreadMentions: 0,
      })
    case 'thread_read_changed':
      return 'thread_id' in frame.data
        ? withThreadChanged(now, frame.data.thread_id, {
            unreadReplies: frame.data.unread_replies,
            unreadMentions: frame.data.unread_mentions,
          })
        : withThreadsRead(now, { teamId: frame.broadcast.team_id, channelId })
    case 'status_change':
      return withStatuses(now, [frame.data])
    case 'post_unread':
      return withMarkedUnread(now, channelId, frame.data)
    case 'multiple_channels_viewed':
      return withChannelsViewed(now, frame.data.channel_times)
    case 'channel_updated':
      return frame.data.channel
        ? withChannels(now, [parseField<ServerChannel>(frame.data.channel)])
        : now
    case 'channel_deleted':
      return withChannelArchived(now, frame.data.channel_id, frame.data.delete_at)
    case 'channel_member_updated':
      return withMembers(now, [parseField<ChannelMembership>(frame.data.channelMember)])
    case 'user_removed':
      return isAboutMe(now, frame.data.user_id ?? frame.broadcast.user_id)
        ? withoutMember(now, frame.data.channel_id ?? channelId)
        : now
    case 'leave_team':
      return isAboutMe(now, frame.data.user_id) ? withoutTeam(now, frame.data.team_id) : now
    case 'update_team':
    case 'delete_team':
    case 'restore_team':
      return withTeams(now, [parseField<Team>(frame.data.team)])
    case 'memberrole_updated':
      return withTeamMember(now, parseField<TeamMembership>(frame.data.member))
    case 'user_updated':
      return withUsers(now, [frame.data.user])
    case 'preference_changed':
      return withPreferences(now, [parseField<PreferenceType>(frame.data.preference)])
    case 'preferences_changed':
      return withPreferences(now, parseField<PreferenceType[]>(frame.data.preferences))
    case 'preferences_deleted':
      return withoutPreferences(now, parseField<PreferenceType[]>(frame.data.preferences))
    case 'typing':
      return withTyping(now, {
        channelId,
        rootId: frame.data.parent_id,
        userId: frame.data.user_id,
        until: time + TYPING_MS,
      })
    case 'config_changed':
      return withConfig(now, frame.data.config)
    default:
      return now
  }
}

/** The one event whose post may come as it is. */
function parseRevealed(post: string | Post | undefined): Post | undefined {
  return typeof post === 'string' ? parseField<Post>(post) : post
}

function isAboutMe(now: Entities, userId: string | undefined): boolean {
  return userId === now.myId
}

/** What has to be fetched after a frame, judged by the state before it. */
export function needsOf(now: Entities, frame: Frame): Need[] {
  const channelId = frame.broadcast.channel_id
  switch (frame.event) {
    case 'posted': {
      const { channel_id } = parseField<Post>(frame.data.post)
      return now.members.has(channel_id) ? [] : [{ kind: 'channel', id: channel_id }]
    }
    case 'post_deleted': {
      // How many replies are left, and which is the last, only the root tells.
      const { root_id } = parseField<Post>(frame.data.post)
      return now.posts.has(root_id) ? [{ kind: 'post', id: root_id }] : []
    }
    case 'channel_created':
    case 'channel_converted':
    case 'channel_restored':
      return [{ kind: 'channel', id: frame.data.channel_id }]
    case 'user_added':
      return isAboutMe(now, frame.data.user_id) ? [{ kind: 'channel', id: channelId }] : []
    case 'direct_added':
    case 'group_added':
      return channelId ? [{ kind: 'channel', id: channelId }] : [{ kind: 'channels' }]
    case 'added_to_team':
      return isAboutMe(now, frame.data.user_id) ? [{ kind: 'teams' }] : []
    case 'memberrole_updated': {
      const names = parseField<TeamMembership>(frame.data.member).roles.split(' ')
      return [{ kind: 'roles', names: names.filter((name) => !now.roles.has(name)) }]
    }
    case 'sidebar_category_created':
    case 'sidebar_category_updated':
    case 'sidebar_category_deleted':
    case 'sidebar_category_order_updated':
      return needsOfCategories(now, [frame.broadcast.team_id])
    case 'preference_changed':
      return needsOfFavorites(now, [parseField<PreferenceType>(frame.data.preference)])
    case 'preferences_changed':
    case 'preferences_deleted':
      return needsOfFavorites(now, parseField<PreferenceType[]>(frame.data.preferences))
    default:
      return []
  }
}

/** Sidebars that were never shown are fetched when they are. */
function needsOfCategories(now: Entities, teamIds: Iterable<string>): Need[] {
  return [...teamIds]
    .filter((teamId) => now.categories.has(teamId))
    .map((teamId) => ({ kind: 'categories', teamId }))
}

/** Other clients mark favourites by preferences, which the categories follow. */
function needsOfFavorites(now: Entities, changed: readonly PreferenceType[]): Need[] {
  const isFavorite = changed.some(({ category }) => category === 'favorite_channel')
  return isFavorite ? needsOfCategories(now, now.categories.keys()) : []
}
