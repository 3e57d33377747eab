import type { Post } from '@mattermost/types/posts'
import { useMemo } from 'react'
import { isCollapsed } from '#web/entities/collapsing.ts'
import type { PendingPost } from '#web/entities/entities.ts'
import { timelineOf, windowIds } from '#web/entities/posts.ts'
import { useEntities } from '#web/entities/store.ts'
import { isCounted } from '#web/entities/unread.ts'
import { makeRows, type Row } from './rows.ts'
import { isAtNewest } from './use-timeline.ts'

/** The rows of a channel. Where threads are collapsed, replies are not among them. */
export function useChannelRows(channelId: string, newSince: number): Row[] {
  const timelines = useEntities((now) => now.timelines)
  const posts = useEntities((now) => now.posts)
  const outbox = useEntities((now) => now.outbox)
  const myId = useEntities((now) => now.myId)
  const isRoots = useEntities(isCollapsed)
  const timeline = timelineOf({ timelines }, channelId)
  const hidesComings = useEntities(
    (now) => now.preferences.get('advanced_settings/join_leave') === 'false',
  )

  return useMemo(() => {
    const isShown = (post: Post) =>
      (!isRoots || post.root_id === '') && (!hidesComings || isCounted(post))
    const isHere = (pending: PendingPost) =>
      pending.channelId === channelId && !(isRoots && pending.rootId)
    return makeRows({
      posts: windowIds(timeline, posts)
        .flatMap((id) => posts.get(id) ?? [])
        .filter(isShown),
      pending: isAtNewest(timeline) ? inOrder([...outbox.values()].filter(isHere)) : [],
      myId,
      newSince,
      isBeginning: timeline.from === 0,
      dayOf,
    })
  }, [channelId, timeline, posts, outbox, myId, newSince, isRoots, hidesComings])
}

/** The rows of a thread, from its root on. */
export function useThreadRows(rootId: string, posts: readonly Post[]): Row[] {
  const outbox = useEntities((now) => now.outbox)
  const myId = useEntities((now) => now.myId)
  return useMemo(
    () =>
      makeRows({
        posts,
        pending: inOrder([...outbox.values()].filter((pending) => pending.rootId === rootId)),
        myId,
        newSince: Number.POSITIVE_INFINITY,
        isBeginning: false,
        rootId,
        dayOf,
      }),
    [rootId, posts, outbox, myId],
  )
}

function inOrder(pending: PendingPost[]): PendingPost[] {
  return pending.sort((a, b) => a.createAt - b.createAt)
}

/** The days of the quarters of an hour asked for so far; days begin at such in every time zone. */
const days = new Map<number, string>()
const QUARTER_MS = 15 * 60_000

function dayOf(time: number): string {
  const quarter = Math.floor(time / QUARTER_MS)
  const day = days.get(quarter) ?? new Date(time).toDateString()
  days.set(quarter, day)
  return day
}
