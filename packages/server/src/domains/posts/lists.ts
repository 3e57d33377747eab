import type { Post, PostList } from '@redoubt/wire/posts.ts'
import { withoutIntegrations } from './message-attachments.ts'
import type { PostRow } from './store.ts'

/** The wire's form of a post; of a deleted one only that it was there. */
export function toPost(row: PostRow): Post {
  const isGone = row.delete_at > 0 && row.original_id === ''
  return {
    id: row.id,
    create_at: row.create_at,
    update_at: row.update_at,
    edit_at: row.edit_at,
    delete_at: row.delete_at,
    is_pinned: row.is_pinned,
    user_id: row.user_id,
    channel_id: row.channel_id,
    root_id: row.root_id,
    original_id: row.original_id,
    message: isGone ? '' : row.message,
    type: row.type,
    props: isGone ? withoutContent(row.props) : withoutIntegrations(row.props),
    hashtags: row.hashtags,
    file_ids: isGone ? [] : row.file_ids,
    pending_post_id: '',
    remote_id: '',
    reply_count: row.reply_count,
    last_reply_at: row.last_reply_at,
    participants: null,
    metadata: {},
    ...(row.has_reactions && { has_reactions: true }),
  }
}

function withoutContent({ attachments: _, ...props }: PostRow['props']): PostRow['props'] {
  return props
}

/** The ids of the posts just newer and just older than a page; empty where the channel ends. */
export type Neighbours = { next: string; prev: string }

/** A list whose `order` is `page`; `posts` holds the page and what goes along with it. */
export function toPostList(page: PostRow[], posts: Post[], neighbours: Neighbours): PostList {
  const byId = new Map(posts.map((post) => [post.id, post]))
  return {
    order: page.flatMap((row) => (byId.has(row.id) ? [row.id] : [])),
    posts: Object.fromEntries(byId),
    next_post_id: neighbours.next,
    prev_post_id: neighbours.prev,
    first_inaccessible_post_time: 0,
  }
}
