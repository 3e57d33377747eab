import type { Post, PostMetadata } from '@mattermost/types/posts'
import { type Entities, mapWith } from './entities.ts'
import { withPostDeleted, withPosts } from './posts.ts'

/** A post that one has revealed, or the own one with those who have. */
export function withRevealed(
  now: Entities,
  post: Post | undefined,
  recipients: string[] | undefined,
): Entities {
  if (!post) return now
  const metadata = { ...post.metadata, ...(recipients && { recipients }) }
  return withPosts(now, [{ ...post, metadata }])
}

/** The own sight of a post ends. */
export function withBurned(now: Entities, postId: string, time: number): Entities {
  const post = now.posts.get(postId)
  return post ? withPostDeleted(now, { ...post, delete_at: time }) : now
}

/** Everybody has revealed an own post, so its author sees it only until then, too. */
export function withAllRevealed(now: Entities, postId: string, expireAt: number): Entities {
  const post = now.posts.get(postId)
  if (!post) return now
  const metadata: PostMetadata = { ...post.metadata, expire_at: expireAt }
  return { ...now, posts: mapWith(now.posts, postId, { ...post, metadata }) }
}
