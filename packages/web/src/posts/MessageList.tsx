import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react'
import { useIntl } from 'react-intl'
import { ChannelBeginning } from '#web/channels/ChannelBeginning.tsx'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ActivityItem } from './ActivityItem.tsx'
import styles from './MessageList.module.css'
import { PostItem } from './PostItem.tsx'
import type { Row } from './rows.ts'
import { useFirstPlace } from './use-first-place.ts'
import { useStickToEnd } from './use-stick-to-end.ts'

type MessageListProps = {
  label: string
  channelId: string
  rows: readonly Row[]
  /** What of a thread is shown within the list: the roots' summaries, or nothing. */
  place: 'channel' | 'thread'
  focusPostId: string | undefined
  editingId: string | undefined
  onEdit: (postId: string | undefined) => void
  /** What lies beyond the rows: the times where they end tell when to ask for more again. */
  older?: { isThere: boolean; from: number; load: () => void }
  newer?: { isThere: boolean; from: number; load: () => void; jump: () => void }
}

const NOTHING_OLDER = { isThere: false, from: 0, load: () => {} }
const NOTHING_NEWER = { ...NOTHING_OLDER, jump: () => {} }

/** Heights before a row is measured; close guesses keep the scroll bar calm. */
const HEIGHTS: Record<Row['kind'], number> = {
  beginning: 160,
  replies: 36,
  date: 40,
  new: 28,
  post: 56,
  pending: 56,
  activity: 32,
}
/** Of a message without a byline. */
const FOLLOWING_HEIGHT = 28
/** What of the window's height isn't the list's, about. */
const AROUND_PX = 180
/** How near to an end of what is loaded more is asked for. */
const NEAR_ROWS = 8
const NEAR_END_PX = 120

export function MessageList(props: MessageListProps) {
  const { label, rows, focusPostId, older = NOTHING_OLDER, newer = NOTHING_NEWER } = props
  const text = useText()
  const scroller = useRef<HTMLDivElement>(null)
  const [isPlaced, setIsPlaced] = useState(false)

  const focusAt = rows.findIndex((row) => row.kind === 'post' && row.postId === focusPostId)
  const newAt = rows.findIndex((row) => row.kind === 'new')
  const firstAt = focusAt >= 0 ? focusAt : newAt

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    // Near the place where reading begins, so that no rows are drawn in vain.
    initialOffset: () => sumOf(firstAt >= 0 ? rows.slice(0, firstAt) : rows) - listHeight(),
    initialRect: { width: window.innerWidth, height: listHeight() },
    // What can't be seen is drawn once the rest has been.
    overscan: isPlaced ? 10 : 1,
    paddingStart: 16,
    paddingEnd: 12,
    anchorTo: 'end',
    scrollEndThreshold: NEAR_END_PX,
  })

  useFirstPlace(
    scroller,
    () => {
      if (firstAt >= 0) virtualizer.scrollToIndex(firstAt, { align: 'center' })
      else virtualizer.scrollToEnd()
    },
    () => setIsPlaced(true),
  )

  const layout = `${rows.length} ${virtualizer.getTotalSize()}`
  useStickToEnd(scroller, layout, virtualizer.scrollToEnd)

  const items = virtualizer.getVirtualItems()
  const topAt = items[0]?.index ?? 0
  const bottomAt = items.at(-1)?.index ?? 0
  const isOlderNear = isPlaced && older.isThere && topAt < NEAR_ROWS
  const isNewerNear = isPlaced && newer.isThere && bottomAt > rows.length - NEAR_ROWS
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again whenever an end has moved.
  useEffect(() => {
    if (isOlderNear) older.load()
  }, [isOlderNear, older.from])
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again whenever an end has moved.
  useEffect(() => {
    if (isNewerNear) newer.load()
  }, [isNewerNear, newer.from])

  function handleKeyDown(event: KeyboardEvent) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const here = event.target instanceof HTMLElement && event.target.closest('article')
    if (!step || !here || event.target !== here) return
    event.preventDefault()
    const all = [...(scroller.current?.querySelectorAll<HTMLElement>('article') ?? [])]
    all[all.indexOf(here) + step]?.focus()
  }

  function handleNewest() {
    if (newer.isThere) newer.jump()
    else virtualizer.scrollToEnd({ behavior: 'auto' })
  }

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        data-place={props.place}
        role="log"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling works by keyboard.
        tabIndex={0}
        onKeyDown={handleKeyDown}
      >
        <div className={styles.space} style={{ blockSize: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index]
            return (
              row && (
                <div
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  className={styles.row}
                  style={{ translate: `0 ${item.start}px` }}
                >
                  <RowItem row={row} list={props} />
                </div>
              )
            )
          })}
        </div>
      </div>
      {isPlaced && !(virtualizer.isAtEnd() && !newer.isThere) && (
        <div className={styles.jump}>
          <Button onClick={handleNewest}>
            <ArrowDown size={16} aria-hidden />
            {text('posts.newest')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** About as high as the list is, before it is there. */
function listHeight(): number {
  return Math.max(AROUND_PX, window.innerHeight - AROUND_PX)
}

/** About as high as a row is, before it is measured. */
function heightOf(row: Row | undefined): number {
  const isFollowing = row && 'isFirst' in row && !row.isFirst
  return isFollowing ? FOLLOWING_HEIGHT : HEIGHTS[row?.kind ?? 'post']
}

function sumOf(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + heightOf(row), 0)
}

const RowItem = memo(function RowItem({ row, list }: { row: Row; list: MessageListProps }) {
  const text = useText()
  const intl = useIntl()
  switch (row.kind) {
    case 'beginning':
      return <ChannelBeginning channelId={list.channelId} />
    case 'date':
      return (
        <div className={styles.date}>
          <span>{intl.formatDate(row.time, dateFormat(row.time))}</span>
        </div>
      )
    case 'new':
      return <div className={styles.new}>{text('posts.new')}</div>
    case 'replies':
      return (
        <div className={styles.date}>
          <span>{text('threads.replies', { count: row.count })}</span>
        </div>
      )
    case 'activity':
      return <ActivityItem postIds={row.postIds} />
    case 'pending':
    case 'post': {
      const id = row.kind === 'post' ? row.postId : row.pendingId
      return (
        <PostItem
          id={id}
          place={list.place}
          isFirst={row.isFirst}
          isFocused={id === list.focusPostId}
          isEditing={id === list.editingId}
          onEdit={list.onEdit}
        />
      )
    }
  }
})

/** The year is of interest only when it is another one. */
function dateFormat(time: number): Intl.DateTimeFormatOptions {
  const isThisYear = new Date(time).getFullYear() === new Date().getFullYear()
  return {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(!isThisYear && { year: 'numeric' }),
  }
}
