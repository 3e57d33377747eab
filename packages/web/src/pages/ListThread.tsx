import { useEntities } from '#web/entities/store.ts'
import { usePaneText } from '#web/panes/texts/pane-text.tsx'
import { navigate } from '#web/router/router.tsx'
import type { ListRoute } from '#web/router/routes.ts'
import { ThreadPane } from '#web/threads/ThreadPane.tsx'
import { useThread } from '#web/threads/use-thread.ts'
import { Problem } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'

type ListThreadProps = { route: ListRoute; rootId: string }

/** The thread that was opened from a list. */
export function ListThread({ route, rootId }: ListThreadProps) {
  const text = usePaneText()
  const { root, opening } = useThread(rootId)
  const channelId = root?.channel_id ?? ''
  const isWritable = useEntities(
    (now) => now.members.has(channelId) && now.channels.get(channelId)?.delete_at === 0,
  )
  const { thread: _, ...list } = route

  if (!root) {
    return opening.isError ? (
      <Problem title={text('threads.gone')} onRetry={() => navigate(list)} />
    ) : (
      <Skeleton lines={5} kind="post" />
    )
  }
  return (
    <ThreadPane
      rootId={rootId}
      channelId={channelId}
      isWritable={isWritable}
      onBack={route.pane && (() => navigate(list))}
      onClose={() => navigate(list)}
    />
  )
}
