import type { Post, PostAcknowledgement } from '@mattermost/types/posts'
import { type Entities, mapWith } from './entities.ts'

const NONE: readonly PostAcknowledgement[] = []

/** Who has acknowledged a post, the first one first. */
export function acknowledgementsOf(post: Post): readonly PostAcknowledgement[] {
  return post.metadata.acknowledgements ?? NONE
}

export function withAcknowledgement(now: Entities, added: PostAcknowledgement): Entities {
  return withChange(now, added, (others) => [...others, added])
}

export function withoutAcknowledgement(now: Entities, removed: PostAcknowledgement): Entities {
  return withChange(now, removed, (others) => others)
}

function withChange(
  now: Entities,
  told: PostAcknowledgement,
  change: (others: PostAcknowledgement[]) => PostAcknowledgement[],
): Entities {
  const post = now.posts.get(told.post_id)
  if (!post || post.delete_at > 0) return now
  const others = acknowledgementsOf(post).filter((one) => one.user_id !== told.user_id)
  const update_at = Math.max(post.update_at, told.acknowledged_at)
  const metadata = { ...post.metadata, acknowledgements: change(others) }
  return { ...now, posts: mapWith(now.posts, post.id, { ...post, update_at, metadata }) }
}
