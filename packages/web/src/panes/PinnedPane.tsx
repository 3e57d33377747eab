import { Pin, PinOff } from 'lucide-react'
import { useMemo } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { withPosts } from '#web/entities/posts.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { IconButton } from '#web/ui/Button.tsx'
import { say } from '#web/ui/toasts.ts'
import { Empty } from './Empty.tsx'
import { shownIds } from './live-lists.ts'
import { PaneFrame } from './PaneFrame.tsx'
import { PostCard } from './PostCard.tsx'
import { Results } from './Results.tsx'
import { usePaneText } from './texts/pane-text.tsx'
import { usePostPages } from './use-post-pages.ts'

/** The messages that were pinned to a channel, for all to find. */
export function PinnedPane({ channelId }: { channelId: string }) {
  const text = usePaneText()
  const title = useChannelTitle(channelId)
  const isMember = useEntities((now) => now.members.has(channelId))
  const { asked, ids } = usePostPages({
    queryKey: ['pinned', channelId],
    load: () => client.getPinnedPosts(channelId),
  })
  const pinned = usePinned(channelId, ids)

  function unpin(postId: string) {
    client.unpinPost(postId).then(
      () => {
        const post = readEntities().posts.get(postId)
        if (post) update(withPosts, [{ ...post, is_pinned: false }])
      },
      (error: unknown) => say(reasonOf(error) || text('problem.unreachable'), 'problem'),
    )
  }

  return (
    <PaneFrame title={text('pinned.title')} about={title}>
      <Results
        asked={{ ...asked, hasNextPage: false }}
        count={pinned.length}
        empty={<Empty icon={Pin} title={text('pinned.none')} detail={text('pinned.none-detail')} />}
      >
        {pinned.map((id) => (
          <PostCard
            key={id}
            postId={id}
            actions={
              isMember && (
                <IconButton size="small" label={text('posts.unpin')} onClick={() => unpin(id)}>
                  <PinOff size={16} aria-hidden />
                </IconButton>
              )
            }
          />
        ))}
      </Results>
    </PaneFrame>
  )
}

/** What is pinned now: the answer, and what was pinned or unpinned since. */
function usePinned(channelId: string, told: readonly string[]): string[] {
  const posts = useEntities((now) => now.posts)
  const known = useEntities((now) => now.timelines.get(channelId)?.known)
  return useMemo(
    () => shownIds(posts, [...told, ...(known ?? [])], (post) => post.is_pinned),
    [posts, told, known],
  )
}
