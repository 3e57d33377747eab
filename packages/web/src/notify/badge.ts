import { isCollapsed } from '#web/entities/collapsing.ts'
import type { Entities } from '#web/entities/entities.ts'
import { unreadOf } from '#web/entities/unread.ts'

type Known = Pick<Entities, 'members' | 'channels' | 'config' | 'preferences' | 'threads'>

/** What waits for the reader: so many mentions, and perhaps more that is unread. */
export type BadgeCount = { mentions: number; isUnread: boolean }

/** The sum over all own channels, and over threads where those are apart (spec 11.8). */
export function badgeOf(now: Known): BadgeCount {
  let mentions = 0
  let isUnread = false
  for (const channelId of now.members.keys()) {
    const unread = unreadOf(now, channelId)
    mentions += unread.mentions
    isUnread ||= unread.messages > 0
  }
  if (isCollapsed(now)) {
    for (const thread of now.threads.values()) {
      if (!thread.isFollowing) continue
      mentions += thread.unreadMentions
      isUnread ||= thread.unreadReplies > 0
    }
  }
  return { mentions, isUnread: isUnread || mentions > 0 }
}

const MARK = /^(?:\(\d+\+?\)|•) /
const MAX = 99

/** The title of the tab with the count before it, in place of an older one. */
export function markedTitle(title: string, { mentions, isUnread }: BadgeCount): string {
  const plain = title.replace(MARK, '')
  if (mentions > 0) return `(${mentions > MAX ? `${MAX}+` : mentions}) ${plain}`
  return isUnread ? `• ${plain}` : plain
}
