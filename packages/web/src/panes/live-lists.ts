import type { Post } from '@mattermost/types/posts'

/** Which of some posts belong to a list at this moment, each once, the newest first. */
export function shownIds(
  posts: ReadonlyMap<string, Post>,
  ids: readonly string[],
  belongs: (post: Post) => boolean,
): string[] {
  return [...new Set(ids)]
    .flatMap((id) => posts.get(id) ?? [])
    .filter((post) => post.delete_at === 0 && belongs(post))
    .sort((a, b) => b.create_at - a.create_at)
    .map((post) => post.id)
}
