import { useEffect, useState } from 'react'
import { isTransient } from '#web/api/errors.ts'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { isOwnPost } from '#web/entities/posts.ts'
import { readEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { hasKeyboard } from '#web/ui/has-keyboard.ts'
import { Problem } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { Composer } from './Composer.tsx'
import styles from './Conversation.module.css'
import { MessageList } from './MessageList.tsx'
import { TypingLine } from './TypingLine.tsx'
import { useMarkViewed } from './use-mark-viewed.ts'
import { useNewSince } from './use-new-since.ts'
import { useChannelRows } from './use-rows.ts'
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
  const rows = useChannelRows(channelId, newSince)
  const title = useChannelTitle(channelId)

  const isJumped = newest.isSuccess
  useEffect(() => {
    if (isJumped) setLives((count) => count + 1)
  }, [isJumped])

  function handleSent() {
    if (timeline && !isAtNewest(timeline)) newest.mutate()
  }

  function handleEditLast() {
    const now = readEntities()
    const mine = rows.findLast((row) => row.kind === 'post' && isOwnPost(now, row.postId))
    if (mine?.kind === 'post') setEditingId(mine.postId)
  }

  return (
    <div className={styles.conversation}>
      {timeline ? (
        <MessageList
          key={lives}
          label={text('posts.list', { channel: title })}
          channelId={channelId}
          rows={rows}
          place="channel"
          focusPostId={lives === 0 ? focusPostId : undefined}
          editingId={editingId}
          onEdit={setEditingId}
          older={{ isThere: timeline.from > 0, from: timeline.from, load: older.mutate }}
          newer={{
            isThere: !isAtNewest(timeline),
            from: timeline.to,
            load: newer.mutate,
            jump: newest.mutate,
          }}
        />
      ) : (
        <div className={styles.waiting}>
          {opening.isError ? (
            <Problem
              title={text('problem.load')}
              {...(isTransient(opening.error) && { detail: text('connection.not-kept') })}
              onRetry={() => void opening.refetch()}
            />
          ) : (
            <Skeleton lines={6} kind="post" />
          )}
        </div>
      )}
      {isWritable && (
        <div className={styles.foot}>
          <Composer
            channelId={channelId}
            label={text('composer.label', { channel: title })}
            onSent={handleSent}
            onEditLast={handleEditLast}
            focusFirst={hasKeyboard() && !focusPostId ? 'where-free' : 'never'}
          />
          <TypingLine placeId={channelId} />
        </div>
      )}
    </div>
  )
}
