import type { Reaction } from '@mattermost/types/reactions'

export type ReactionGroup = { name: string; userIds: readonly string[]; isMine: boolean }

/** Reactions by emoji, in the order in which each was first used. */
export function groupReactions(reactions: readonly Reaction[], myId: string): ReactionGroup[] {
  const byEmoji = Map.groupBy(
    reactions.toSorted((a, b) => a.create_at - b.create_at),
    (reaction) => reaction.emoji_name,
  )
  return [...byEmoji].map(([name, given]) => ({
    name,
    userIds: given.map((reaction) => reaction.user_id),
    isMine: given.some((reaction) => reaction.user_id === myId),
  }))
}
