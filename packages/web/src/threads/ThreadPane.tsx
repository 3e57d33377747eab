import { useMutation } from '@tanstack/react-query'
import { ArrowLeft, Bell, BellOff } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { isTransient } from '#web/api/errors.ts'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { isOwnPost } from '#web/entities/posts.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { selectIsFollowing, withThreadChanged } from '#web/entities/threads.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Composer } from '#web/posts/Composer.tsx'
import { MessageList } from '#web/posts/MessageList.tsx'
import { TypingLine } from '#web/posts/TypingLine.tsx'
import { useThreadRows } from '#web/posts/use-rows.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { hasKeyboard } from '#web/ui/has-keyboard.ts'
import { Pane } from '#web/ui/Pane.tsx'
import { Problem } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { useMyId } from '#web/users/use-user.ts'
import styles from './ThreadPane.module.css'
import { useMarkRead } from './use-mark-read.ts'
import { useThread } from './use-thread.ts'

type ThreadPaneProps = {
  rootId: string
  channelId: string
  isWritable: boolean
  /** The reply that a link leads to. */
  focusPostId?: string | undefined
  /** Leads back to the pane that the thread was opened from. */
  onBack?: (() => void) | undefined
  onClose: () => void
}

/** A thread beside its channel; on narrow screens in front of it. */
export function ThreadPane(props: ThreadPaneProps) {
  const { rootId, channelId, onBack, onClose } = props
  const text = useText()
  const title = useChannelTitle(channelId)
  useMarkRead(rootId)
  return (
    <Pane
      kind="thread"
      title={text('threads.title')}
      about={title}
      leading={
        onBack && (
          <IconButton label={text('threads.back')} onClick={onBack}>
            <ArrowLeft className={styles.back} size={20} aria-hidden />
          </IconButton>
        )
      }
      actions={<FollowButton rootId={rootId} />}
      closeLabel={text('threads.close')}
      onClose={onClose}
      onEscape={onBack}
    >
      <ThreadMessages {...props} />
    </Pane>
  )
}

function ThreadMessages({ rootId, channelId, isWritable, focusPostId }: ThreadPaneProps) {
  const text = useText()
  const { root, posts, opening } = useThread(rootId)
  const rows = useThreadRows(rootId, posts)
  const [editingId, setEditingId] = useState<string>()

  function handleEditLast() {
    const now = readEntities()
    setEditingId(posts.findLast((post) => isOwnPost(now, post.id))?.id)
  }

  // Without the server, what is there of the thread is better than nothing.
  const isAway = opening.failureCount > 0 && isTransient(opening.failureReason)
  const isGone = (opening.isError && !isAway) || (root && root.delete_at > 0)
  if (isGone || (isAway && !root)) {
    const title = text(isGone ? 'threads.gone' : 'problem.unreachable')
    return <Problem title={title} onRetry={() => void opening.refetch()} />
  }
  if (!root || (opening.isPending && !isAway && root.reply_count >= posts.length)) {
    return (
      <div className={styles.waiting}>
        <Skeleton lines={4} kind="post" />
      </div>
    )
  }
  return (
    <>
      <MessageList
        label={text('threads.list')}
        channelId={channelId}
        rows={rows}
        place="thread"
        focusPostId={focusPostId}
        editingId={editingId}
        onEdit={setEditingId}
      />
      {isWritable && (
        <div className={styles.foot}>
          <Composer
            channelId={channelId}
            rootId={rootId}
            label={text('composer.reply')}
            onEditLast={handleEditLast}
            focusFirst={hasKeyboard() ? 'always' : 'never'}
          />
          <TypingLine placeId={rootId} />
        </div>
      )}
    </>
  )
}

/** Whether one hears of new replies. */
function FollowButton({ rootId }: { rootId: string }) {
  const text = useText()
  const myId = useMyId()
  const team = useCurrentTeam()
  const isFollowing = useEntities(selectIsFollowing(rootId))
  const follow = useMutation({
    mutationFn: (wanted: boolean) =>
      client.updateThreadFollowForUser(myId, team.id, rootId, wanted),
    onSuccess: (_, wanted) => update(withThreadChanged, rootId, { isFollowing: wanted }),
  })
  const Icon = isFollowing ? Bell : BellOff
  return (
    <button
      type="button"
      className={styles.follow}
      aria-pressed={isFollowing}
      onClick={() => follow.mutate(!isFollowing)}
    >
      <Icon size={15} aria-hidden />
      {text(isFollowing ? 'threads.following' : 'threads.follow')}
    </button>
  )
}
