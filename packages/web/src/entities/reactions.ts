import type { Post } from '@mattermost/types/posts'
import type { Reaction } from '@mattermost/types/reactions'
import { type Entities, mapWith } from './entities.ts'

/** What a frame tells of a reaction; the times are missing where a server doesn't tell them. */
type ToldReaction = Reaction & { update_at?: number; delete_at?: number }

const NONE: readonly Reaction[] = []

/** The reactions to a post, oldest first. */
export function reactionsOf(post: Post | undefined): readonly Reaction[] {
  return post?.metadata.reactions ?? NONE
}

export function withReaction(now: Entities, added: ToldReaction): Entities {
  return withReactions(now, added, (others) => [...others, added])
}

export function withoutReaction(now: Entities, removed: ToldReaction): Entities {
  return withReactions(now, removed, (others) => others)
}

/** A reaction changes its post: an answer that is older than it must not undo it. */
function withReactions(
  now: Entities,
  told: ToldReaction,
  change: (others: Reaction[]) => Reaction[],
): Entities {
  const post = now.posts.get(told.post_id)
  if (!post || post.delete_at > 0) return now
  const others = reactionsOf(post).filter(
    (one) => one.user_id !== told.user_id || one.emoji_name !== told.emoji_name,
  )
  const update_at = Math.max(
    post.update_at,
    told.create_at,
    told.update_at ?? 0,
    told.delete_at ?? 0,
  )
  const metadata = { ...post.metadata, reactions: change(others) }
  return { ...now, posts: mapWith(now.posts, post.id, { ...post, update_at, metadata }) }
}
