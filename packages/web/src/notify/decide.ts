import type { ChannelNotifyProps } from '@mattermost/types/channels'
import type { UserNotifyProps } from '@mattermost/types/users'

/** All that decides whether a new post is told on the desktop (spec 22.1, 10.3). */
export type Case = {
  post: { isMine: boolean; isSystem: boolean; isReply: boolean; isForced: boolean }
  /** Whether the server says that it speaks to me, or that I follow its thread. */
  mentionsMe: boolean
  isFollowed: boolean
  channel: { type: string; isArchived: boolean; props: Partial<ChannelNotifyProps> }
  user: Partial<UserNotifyProps>
  /** What I do: online, away, dnd, offline or ooo. */
  status: string
  /** Whether replies are shown apart, in their threads. */
  isCollapsed: boolean
  /** Whether the place of the post is in sight, in a window that has the focus. */
  isLookedAt: boolean
}

export type Alert = { isShown: boolean; hasSound: boolean }

const SILENCE: Alert = { isShown: false, hasSound: false }

/** Whether to show a notification for a post, and with a sound. */
export function decide(one: Case): Alert {
  const { post, channel, status } = one
  if (post.isMine && !post.isForced) return SILENCE
  if (one.isLookedAt || channel.isArchived) return SILENCE
  if (status === 'dnd' || status === 'ooo') return SILENCE
  if (post.isForced) return { isShown: true, hasSound: wantsSound(one) }
  if (post.isSystem || channel.props.mark_unread === 'mention') return SILENCE
  return isWanted(one) ? { isShown: true, hasSound: wantsSound(one) } : SILENCE
}

function isWanted(one: Case): boolean {
  const level = levelOf(one)
  if (level === 'none') return false
  const isSpokenTo = one.mentionsMe || one.channel.type === 'D'
  if (!one.isCollapsed || !one.post.isReply) return level === 'all' || isSpokenTo
  // In a thread apart one hears what one follows; to be spoken to is to follow.
  if (one.mentionsMe) return threadLevelOf(one) !== 'none'
  return one.isFollowed && threadLevelOf(one) === 'all'
}

type Level = 'all' | 'mention' | 'none'

/** The channel's own level, or the account's. In groups all messages speak to their members. */
function levelOf({ channel, user }: Case): Level {
  const own = channel.props.desktop ?? 'default'
  if (own !== 'default') return own
  const level = user.desktop === 'default' ? 'mention' : (user.desktop ?? 'mention')
  return channel.type === 'G' && level === 'mention' ? 'all' : level
}

function threadLevelOf({ channel, user }: Case): Level {
  const own = channel.props.desktop_threads ?? 'default'
  if (own !== 'default') return own
  return user.desktop_threads === 'default' ? 'all' : (user.desktop_threads ?? 'all')
}

function wantsSound({ channel, user }: Case): boolean {
  const own = channel.props.desktop_sound ?? 'default'
  return own === 'default' ? user.desktop_sound !== 'false' : own === 'on'
}
