import type { PostList } from '@mattermost/types/posts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { isTransient } from '#web/api/errors.ts'
import { withPosts } from '#web/entities/posts.ts'
import { update } from '#web/entities/store.ts'

/** How many messages are asked for at once. */
export const PER_PAGE = 30

type Pages = {
  queryKey: readonly unknown[]
  load: (page: number) => Promise<PostList>
  isEnabled?: boolean
}

/** A list of messages page by page. They go into the store, so that they stay true while shown. */
export function usePostPages({ queryKey, load, isEnabled = true }: Pages) {
  const asked = useInfiniteQuery({
    queryKey: ['panes', ...queryKey],
    queryFn: async ({ pageParam }) => {
      const { order, posts } = await load(pageParam)
      update(withPosts, Object.values(posts ?? {}))
      return order ?? []
    },
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.length === PER_PAGE ? pages.length : undefined),
    enabled: isEnabled,
    staleTime: 10_000,
    retry: (count, error) => isTransient(error) && count < 2,
  })
  return { asked, ids: asked.data?.pages.flat() ?? [] }
}
