import type { Post } from '@mattermost/types/posts'
import type { PendingPost } from '#web/entities/entities.ts'
import { isCounted } from '#web/entities/unread.ts'
import { isActivity } from './activity.ts'

/** One line of the conversation as it is drawn. Keys stay the same over every change around it. */
export type Row =
  | { kind: 'beginning'; key: string }
  | { kind: 'date'; key: string; time: number }
  | { kind: 'new'; key: string }
  | { kind: 'replies'; key: string; count: number }
  | { kind: 'post'; key: string; postId: string; isFirst: boolean }
  | { kind: 'activity'; key: string; postIds: readonly string[] }
  | { kind: 'pending'; key: string; pendingId: string; isFirst: boolean }

/** Posts of one author within this time stand under one name. */
const GROUP_MS = 5 * 60_000

type Given = {
  posts: readonly Post[]
  pending: readonly PendingPost[]
  myId: string
  /** Messages of others after this time stand below the line of new messages. */
  newSince: number
  /** Whether nothing older exists. */
  isBeginning: boolean
  /** The root of the thread that these are the posts of, instead of a channel. */
  rootId?: string
  /** A text that is equal for times of one day in the reader's time zone. */
  dayOf: (time: number) => string
}

/** The rows of a conversation, oldest first. */
export function makeRows(given: Given): Row[] {
  const rows: Row[] = given.isBeginning ? [{ kind: 'beginning', key: 'beginning' }] : []
  const firstNew = given.posts.find(
    (post) => post.create_at > given.newSince && post.user_id !== given.myId && isCounted(post),
  )
  let above: Writing | undefined
  for (const post of given.posts) {
    const dateRow = dateRowBetween(above, post.create_at, given.dayOf)
    if (dateRow) rows.push(dateRow)
    if (post === firstNew) rows.push({ kind: 'new', key: 'new' })
    const joined = isActivity(post) && above?.isActivity && joinedRow(rows.at(-1), post)
    if (joined) {
      rows[rows.length - 1] = joined
      above = writingOf(post)
      continue
    }
    const isFirst = dateRow !== undefined || post === firstNew || !isGrouped(above, writingOf(post))
    rows.push({ kind: 'post', key: keyOf(post), postId: post.id, isFirst })
    above = writingOf(post)
    if (post.id !== given.rootId) continue
    // What follows answers to the root, and doesn't continue it.
    above = { ...above, isSystem: true }
    if (post.reply_count > 0)
      rows.push({ kind: 'replies', key: 'replies', count: post.reply_count })
  }
  for (const { id, createAt } of given.pending) {
    const mine = { userId: given.myId, time: createAt, isSystem: false, isActivity: false }
    const dateRow = dateRowBetween(above, createAt, given.dayOf)
    if (dateRow) rows.push(dateRow)
    const isFirst = dateRow !== undefined || !isGrouped(above, mine)
    rows.push({ kind: 'pending', key: id, pendingId: id, isFirst })
    above = mine
  }
  return rows
}

/** Comings and goings that follow each other are one row. */
function joinedRow(last: Row | undefined, post: Post): Row | undefined {
  if (last?.kind === 'activity') return { ...last, postIds: [...last.postIds, post.id] }
  if (last?.kind !== 'post') return undefined
  return { kind: 'activity', key: last.key, postIds: [last.postId, post.id] }
}

type Writing = { userId: string; time: number; isSystem: boolean; isActivity: boolean }

function writingOf(post: Post): Writing {
  // A program may speak as many.
  const { override_username: name = '' } = post.props
  return {
    userId: `${post.user_id}${name}`,
    time: post.create_at,
    isSystem: isSystemPost(post),
    isActivity: isActivity(post),
  }
}

/** Whether the server wrote the post to tell what happened. */
export function isSystemPost(post: Post): boolean {
  return post.type.startsWith('system_')
}

function isGrouped(above: Writing | undefined, here: Writing): boolean {
  if (!above || above.isSystem || here.isSystem) return false
  return above.userId === here.userId && here.time - above.time < GROUP_MS
}

function dateRowBetween(
  above: Writing | undefined,
  time: number,
  dayOf: Given['dayOf'],
): Row | undefined {
  const day = dayOf(time)
  if (above && dayOf(above.time) === day) return undefined
  return { kind: 'date', key: `date ${day}`, time }
}

/** A message keeps its row when the server has given it its id. */
function keyOf(post: Post): string {
  return post.pending_post_id || post.id
}
