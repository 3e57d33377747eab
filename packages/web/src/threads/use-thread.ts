import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client } from '#web/api/client.ts'
import { isTransient } from '#web/api/errors.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { withThread } from '#web/entities/threads.ts'

const NONE: readonly string[] = []

/** The posts of a thread, its root first, kept complete over breaks. */
export function useThread(rootId: string) {
  const epoch = useEntities((now) => now.connection.epoch)
  const posts = useEntities((now) => now.posts)
  const replyIds = useEntities((now) => now.replies.get(rootId) ?? NONE)
  const opening = useQuery({
    queryKey: ['thread', rootId, epoch],
    queryFn: async () => {
      const options = { fetchAll: true, fetchThreads: true, collapsedThreads: true }
      update(withThread, rootId, await client.getPaginatedPostThread(rootId, options))
      return true
    },
    retry: (count, error) => isTransient(error) && count < 3,
  })
  const root = posts.get(rootId)
  const all = useMemo(
    () => [rootId, ...replyIds].flatMap((id) => posts.get(id) ?? []),
    [rootId, replyIds, posts],
  )
  return { root, posts: all, opening }
}
