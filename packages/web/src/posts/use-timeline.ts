import type { PostList } from '@mattermost/types/posts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { isLowBandwidth } from '#web/bandwidth/bandwidth.ts'
import { isCollapsed } from '#web/entities/collapsing.ts'
import type { Timeline } from '#web/entities/entities.ts'
import { isLoaded, timelineOf, windowIds, withMissed, withPage } from '#web/entities/posts.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'

/** How many posts a page holds, and how many before and after a post that is led to. */
const pageSize = () => (isLowBandwidth() ? 20 : 60)
const aroundSize = () => (isLowBandwidth() ? 10 : 30)

/** The posts of a channel, kept complete over breaks, and ways to see more of them. */
export function useTimeline(channelId: string, focusPostId?: string) {
  const timeline = useEntities((now) => now.timelines.get(channelId))
  const epoch = useEntities((now) => now.connection.epoch)

  const opening = useQuery({
    queryKey: ['timeline', channelId, focusPostId, epoch],
    queryFn: async () => {
      await openTimeline(channelId, focusPostId)
      return true
    },
  })
  const older = useMutation({ mutationFn: () => loadOlder(channelId) })
  const newer = useMutation({ mutationFn: () => loadNewer(channelId) })
  const newest = useMutation({ mutationFn: () => addPage(channelId, getNewest(channelId)) })

  return {
    timeline: timeline && isLoaded(timeline) ? timeline : undefined,
    opening,
    older,
    newer,
    newest,
  }
}

async function openTimeline(channelId: string, focusPostId: string | undefined): Promise<void> {
  if (focusPostId && !isInWindow(channelId, focusPostId)) {
    await addPage(channelId, getAround(channelId, focusPostId))
  } else if (!isLoaded(timelineOf(readEntities(), channelId))) {
    await addPage(channelId, getUnread(channelId))
  }
  await catchUp(channelId)
}

function isInWindow(channelId: string, postId: string): boolean {
  const now = readEntities()
  return windowIds(timelineOf(now, channelId), now.posts).includes(postId)
}

async function catchUp(channelId: string): Promise<void> {
  const { missedSince } = timelineOf(readEntities(), channelId)
  if (missedSince === 0) return
  const { epoch } = readEntities().connection
  const missed = await client.getPostsSince(channelId, missedSince, false)
  update(withMissed, channelId, missed, epoch)
  if (!isLoaded(timelineOf(readEntities(), channelId))) {
    await addPage(channelId, getNewest(channelId))
  }
}

/** Where threads are collapsed, a page holds roots alone; a change of that begins a new epoch. */
async function addPage(
  channelId: string,
  get: (isCollapsed: boolean) => Promise<PostList>,
): Promise<void> {
  const { epoch } = readEntities().connection
  const isAskedCollapsed = isCollapsed(readEntities())
  const page = await get(isAskedCollapsed)
  if (isCollapsed(readEntities()) === isAskedCollapsed) update(withPage, channelId, page, epoch)
}

async function loadOlder(channelId: string): Promise<void> {
  const oldest = endsOf(channelId).at(0)
  if (!oldest) return
  await addPage(channelId, (isRoots) =>
    client.getPostsBefore(channelId, oldest, 0, pageSize(), false, isRoots),
  )
}

async function loadNewer(channelId: string): Promise<void> {
  const newest = endsOf(channelId).at(-1)
  if (!newest) return
  await addPage(channelId, (isRoots) =>
    client.getPostsAfter(channelId, newest, 0, pageSize(), false, isRoots),
  )
}

/** Pages begin at posts that pages hold. */
function endsOf(channelId: string): string[] {
  const now = readEntities()
  const ids = windowIds(timelineOf(now, channelId), now.posts)
  return isCollapsed(now) ? ids.filter((id) => now.posts.get(id)?.root_id === '') : ids
}

const getNewest = (channelId: string) => (isRoots: boolean) =>
  client.getPosts(channelId, 0, pageSize(), false, isRoots)

const getUnread = (channelId: string) => (isRoots: boolean) =>
  client.getPostsUnread(channelId, 'me', pageSize(), aroundSize(), false, isRoots)

/** One page made of the post and those before and after it. */
const getAround = (channelId: string, postId: string) => async (isRoots: boolean) => {
  const [post, before, after] = await Promise.all([
    client.getPost(postId),
    client.getPostsBefore(channelId, postId, 0, aroundSize(), false, isRoots),
    client.getPostsAfter(channelId, postId, 0, aroundSize(), false, isRoots),
  ])
  return {
    ...after,
    order: [...after.order, postId, ...before.order],
    posts: { ...before.posts, ...after.posts, [postId]: post },
    prev_post_id: before.prev_post_id,
  }
}

/** Whether the newest post of the channel is in the window. */
export function isAtNewest(timeline: Timeline): boolean {
  return timeline.to === Infinity
}
