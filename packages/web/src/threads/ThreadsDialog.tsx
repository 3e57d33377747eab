import { useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { routeOfChannel } from '#web/channels/route-of-channel.ts'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { withPosts } from '#web/entities/posts.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { withThreads } from '#web/entities/threads.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { navigate } from '#web/router/router.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Problem } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import { useMyId, useUserName } from '#web/users/use-user.ts'
import styles from './ThreadsDialog.module.css'
import { useAgo } from './use-ago.ts'

const PER_PAGE = 50

/** The threads that one follows, the latest reply first, and the way to them. */
export function ThreadsDialog({ onClose }: { onClose: () => void }) {
  const text = useText()
  const team = useCurrentTeam()
  const myId = useMyId()
  const list = useQuery({
    queryKey: ['threads', team.id],
    queryFn: async () => {
      const { threads } = await client.getUserThreads(myId, team.id, { perPage: PER_PAGE })
      update(
        withPosts,
        threads.map((thread) => thread.post),
      )
      update(withThreads, threads)
      return threads.map((thread) => thread.id)
    },
    staleTime: 0,
  })
  return (
    <Dialog title={text('threads.mine')} onClose={onClose}>
      {list.isPending && <Skeleton lines={4} kind="post" />}
      {list.isError && <Problem title={text('problem.load')} onRetry={() => void list.refetch()} />}
      {list.isSuccess && list.data.length === 0 && (
        <p className={styles.none}>{text('threads.none')}</p>
      )}
      <ul className={styles.list} aria-label={text('threads.mine')}>
        {list.data?.map((rootId) => (
          <Entry key={rootId} rootId={rootId} onDone={onClose} />
        ))}
      </ul>
    </Dialog>
  )
}

function Entry({ rootId, onDone }: { rootId: string; onDone: () => void }) {
  const text = useText()
  const team = useCurrentTeam()
  const root = useEntities((now) => now.posts.get(rootId))
  const channel = useEntities((now) => now.channels.get(root?.channel_id ?? ''))
  const unread = useEntities((now) => now.threads.get(rootId)?.unreadReplies ?? 0)
  const name = useUserName(root?.user_id ?? '')
  const title = useChannelTitle(root?.channel_id ?? '')
  const ago = useAgo(root?.last_reply_at ?? 0)
  if (!root || !channel) return null

  function handleOpen() {
    if (!channel) return
    onDone()
    navigate({ ...routeOfChannel(channel, team.name, readEntities()), thread: rootId })
  }

  return (
    <li>
      <button
        type="button"
        className={styles.entry}
        data-state={unread > 0 ? 'unread' : 'read'}
        onClick={handleOpen}
      >
        <Avatar userId={root.user_id} />
        <span className={styles.text}>
          <span className={styles.head}>
            <span className={styles.name}>{name}</span>
            <span className={styles.note}>{title}</span>
            {unread > 0 && (
              <span className={styles.new}>{text('threads.new', { count: unread })}</span>
            )}
          </span>
          <span className={styles.message}>{root.message}</span>
          <span className={styles.note}>
            {text('threads.replies', { count: root.reply_count })} ·{' '}
            {text('threads.last-reply', { ago })}
          </span>
        </span>
      </button>
    </li>
  )
}
