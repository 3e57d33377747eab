import { useEffect, useState } from 'react'
import { windowIds } from '#web/entities/posts.ts'
import { readEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Problem } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { Composer } from './Composer.tsx'
import styles from './Conversation.module.css'
import { MessageList } from './MessageList.tsx'
import { TypingLine } from './TypingLine.tsx'
import { useMarkViewed } from './use-mark-viewed.ts'
import { useNewSince } from './use-new-since.ts'
import { isAtNewest, useTimeline } from './use-timeline.ts'

type ConversationProps = {
  channelId: string
  /** Whether one may write here. */
  isWritable: boolean
  /** The post that a link leads to. */
  focusPostId?: string | undefined
}

/** The messages of a channel and the field to write one. Mount it anew for another channel. */
export function Conversation({ channelId, isWritable, focusPostId }: ConversationProps) {
  const text = useText()
  const { timeline, opening, older, newer, newest } = useTimeline(channelId, focusPostId)
  const [editingId, setEditingId] = useState<string>()
  // A list starts at the end, so a jump to the newest posts is a new list.
  const [lives, setLives] = useState(0)
  // Before the look at the channel, which leaves nothing new in it.
  const newSince = useNewSince(channelId)
  useMarkViewed(channelId)

  const isJumped = newest.isSuccess
  useEffect(() => {
    if (isJumped) setLives((count) => count + 1)
  }, [isJumped])

  function handleSent() {
    if (timeline && !isAtNewest(timeline)) newest.mutate()
  }

  function handleEditLast() {
    const now = readEntities()
    const mine = timeline && windowIds(timeline, now.posts).findLast((id) => isOwn(id))
    if (mine) setEditingId(mine)
  }

  return (
    <div className={styles.conversation}>
      {timeline ? (
        <MessageList
          key={lives}
          channelId={channelId}
          timeline={timeline}
          focusPostId={lives === 0 ? focusPostId : undefined}
          newSince={newSince}
          editingId={editingId}
          onEdit={setEditingId}
          onOlder={older.mutate}
          onNewer={newer.mutate}
          onNewest={newest.mutate}
        />
      ) : (
        <div className={styles.waiting}>
          {opening.isError ? (
            <Problem title={text('problem.load')} onRetry={() => void opening.refetch()} />
          ) : (
            <Skeleton lines={6} kind="post" />
          )}
        </div>
      )}
      {isWritable && (
        <div className={styles.foot}>
          <Composer channelId={channelId} onSent={handleSent} onEditLast={handleEditLast} />
          <TypingLine channelId={channelId} />
        </div>
      )}
    </div>
  )
}

function isOwn(postId: string): boolean {
  const { posts, myId } = readEntities()
  const post = posts.get(postId)
  return post?.user_id === myId && post.type === ''
}
