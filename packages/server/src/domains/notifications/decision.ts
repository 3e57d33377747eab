import type { Strength } from '#domains/mentions/service.ts'

/** How somebody is told of posts; what is '' or `default` is decided one level above. */
export type Levels = Readonly<Record<string, string | undefined>>

/** What decides whether a post is pushed and mailed to one person. */
export type Facts = {
  post: {
    isSystem: boolean
    isReply: boolean
    /** It is to be noticed, whatever the receiver has chosen. */
    isForced: boolean
    isInGroupChannel: boolean
  }
  /** The person's own choices, and those for the channel. */
  user: Levels
  member: Levels
  isBot: boolean
  /** A mail would reach the person: there is an address, confirmed where that is asked for. */
  isMailable: boolean
  mention: Strength | undefined
  /** Follows the thread that the reply belongs to. */
  isFollowing: boolean
  /** Their client shows replies apart from the channel. */
  isCollapsing: boolean
  status: string
  /** Has looked at the channel in the last seconds. */
  isLooking: boolean
}

/** By which media a person is told of a post, beside the WebSocket. Pure: the table of 22.1. */
export function decide(facts: Facts): { push: boolean; mail: boolean } {
  return { push: isPushed(facts), mail: isMailed(facts) }
}

function isPushed(facts: Facts): boolean {
  if (facts.isBot) return false
  if (facts.post.isForced) return true
  if (isMuted(facts) || facts.post.isSystem) return false
  return isPushWanted(facts) && isPushTimely(facts)
}

function isPushWanted(facts: Facts): boolean {
  const level = pushLevel(facts)
  if (level === 'none') return false
  const isMeant = facts.mention !== undefined && facts.mention !== 'gm'
  if (isMeant) return true
  if (!isApart(facts)) return level === 'all'
  return facts.isFollowing && threadLevel(facts, 'push_threads') === 'all'
}

/** In a group channel those who want to hear of mentions hear of everything. */
function pushLevel({ user, member, post }: Facts): string {
  const own = chosen(member.push)
  if (own) return own
  const level = chosen(user.push) ?? 'mention'
  return level === 'mention' && post.isInGroupChannel ? 'all' : level
}

function isPushTimely(facts: Facts): boolean {
  const { status, user } = facts
  if (status === 'dnd' || status === 'ooo') return false
  if (user.push_status === 'offline') return status === 'offline'
  if (user.push_status === 'away') return status === 'away' || status === 'offline'
  // Who looks at the channel doesn't see what is said in its threads.
  return !facts.isLooking || isApart(facts)
}

function isMailed(facts: Facts): boolean {
  const { user, member, status } = facts
  if (facts.isBot || !facts.isMailable || isMuted(facts)) return false
  const choice = (isApart(facts) ? undefined : chosen(member.email)) ?? user.email
  if (choice === 'false' || ['online', 'dnd', 'ooo'].includes(status)) return false
  if (facts.mention !== undefined) return true
  const isThreadWanted = threadLevel(facts, 'email_threads') === 'all'
  return isApart(facts) && facts.isFollowing && isThreadWanted
}

function threadLevel({ user, member }: Facts, key: 'push_threads' | 'email_threads'): string {
  return chosen(member[key]) ?? chosen(user[key]) ?? 'all'
}

function isApart({ post, isCollapsing }: Facts): boolean {
  return post.isReply && isCollapsing
}

function isMuted({ member }: Facts): boolean {
  return member.mark_unread === 'mention'
}

function chosen(level: string | undefined): string | undefined {
  return level === '' || level === 'default' ? undefined : level
}
