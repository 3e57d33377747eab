import type { UserThreadList } from '@mattermost/types/threads'
import type { UserProfile } from '@mattermost/types/users'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { client } from '#web/api/client.ts'
import { isTransient } from '#web/api/errors.ts'
import { withPosts } from '#web/entities/posts.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { withThreads } from '#web/entities/threads.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { threadIds } from './thread-ids.ts'

const PER_PAGE = 25

/** The followed threads of a team, page by page; a thread that is being read stays where it is. */
export function useThreadList(isUnreadOnly: boolean, readId: string | undefined) {
  const team = useCurrentTeam()
  const myId = useMyId()
  const epoch = useEntities((now) => now.connection.epoch)
  const posts = useEntities((now) => now.posts)
  const threads = useEntities((now) => now.threads)
  const channels = useEntities((now) => now.channels)
  const asked = useInfiniteQuery({
    queryKey: ['threads', team.id, isUnreadOnly, epoch],
    queryFn: async ({ pageParam }) =>
      take(
        await client.getUserThreads(myId, team.id, {
          before: pageParam,
          perPage: PER_PAGE,
          unread: isUnreadOnly,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => (last.length === PER_PAGE ? last.at(-1) : undefined),
    staleTime: 0,
    retry: (count, error) => isTransient(error) && count < 2,
    placeholderData: (before) => before,
  })
  const told = asked.data?.pages
  const ids = useMemo(
    () =>
      threadIds({ posts, threads, channels }, told?.flat() ?? [], {
        teamId: team.id,
        isUnreadOnly,
        readId,
        isComplete: !asked.hasNextPage,
      }),
    [posts, threads, channels, told, team.id, isUnreadOnly, readId, asked.hasNextPage],
  )

  // A thread that somebody brought to life has a root that may be unknown here.
  const unknown = [...threads].some(([id, thread]) => thread.isFollowing && !posts.has(id))
  const { refetch } = asked
  useEffect(() => {
    if (unknown) void refetch()
  }, [unknown, refetch])

  return { asked, ids }
}

function take({ threads }: UserThreadList): string[] {
  const told = threads ?? []
  update(
    withPosts,
    // The post itself doesn't say who answered.
    told.map(({ post, participants }) => ({
      ...post,
      participants: participants as UserProfile[],
    })),
  )
  update(withThreads, told)
  return told.map(({ id }) => id)
}
