import type { Entities } from '#web/entities/entities.ts'

type Known = Pick<Entities, 'posts' | 'threads' | 'channels'>

type View = {
  teamId: string
  isUnreadOnly: boolean
  /** The thread that is open: what is read in it doesn't take it away. */
  readId: string | undefined
  /** Whether the server has told all there are. */
  isComplete: boolean
}

/**
 * The threads to list, the latest reply first: those that the server told, and those that events
 * told since, as far as they come before the last of the others.
 */
export function threadIds(now: Known, told: readonly string[], view: View): string[] {
  const at = (id: string) => now.posts.get(id)?.last_reply_at ?? 0
  const last = view.isComplete || told.length === 0 ? 0 : Math.min(...told.map(at))
  const heard = [...now.threads.keys()].filter((id) => at(id) >= last)
  return [...new Set([...told, ...heard])]
    .filter((id) => isListed(now, id, view))
    .sort((a, b) => at(b) - at(a))
}

function isListed(now: Known, id: string, view: View): boolean {
  const root = now.posts.get(id)
  const thread = now.threads.get(id)
  if (!root || root.delete_at > 0 || !thread?.isFollowing) return false
  const teamId = now.channels.get(root.channel_id)?.team_id
  if (teamId !== '' && teamId !== view.teamId) return false
  return !view.isUnreadOnly || thread.unreadReplies > 0 || id === view.readId
}
