import { sql } from 'kysely'
import type { Tx } from '#platform/db/database.ts'
import { type NewTask, queued } from '#platform/tasks/tasks.ts'
import type { PostRow } from './store.ts'

export type NewPostRow = {
  id: string
  /** The wish; unless it is exact the row gets the next free millisecond of its channel. */
  create_at: number
  isExact?: boolean
  user_id: string
  channel_id: string
  root_id: string
  message: string
  type: string
  props: Record<string, unknown>
  hashtags: string
  file_ids: string[]
  pending_post_id: string
  /** Of a root that asks something of its readers. */
  priority?: PostRow['priority']
}

type PostEffects = {
  /** Whether the post makes the channel unread. */
  isCounted: boolean
  /** Whether its author has thereby read the channel. */
  isViewedByAuthor: boolean
  mentionedIds: readonly string[]
}

export type PostInsertion = {
  post: NewPostRow
  effects: PostEffects
  /** Work that follows from the post. */
  tasks: NewTask[]
}

/**
 * Writes posts and all that follows from them in one statement: the channels' counters, those of
 * authors and mentioned members, the roots' reply counts, and the tasks that follow. Within a channel `create_at` strictly
 * increases in the order of the posts, so no page can lose one.
 * Resolves to the rows in that order. Fails as a whole where a `pending_post_id` is there already.
 */
export async function insertPosts(tx: Tx, insertions: PostInsertion[]): Promise<PostRow[]> {
  const { channels, members, roots, posts } = toEffects(insertions)
  const tasks = insertions.flatMap((insertion) => insertion.tasks)
  const { rows } = await sql<PostRow>`
    with wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(channels)}::jsonb)
        as x(id text, posts int, wish bigint, counted int, counted_root int, root_position int)
    ), locked as (
      -- Always in the same order: batches of several channels can't block each other.
      select id from channels where id in (select id from wanted) order by id for no key update
    ), channel as (
      update channels as c set
        last_post_at = greatest(c.last_post_at + w.posts, w.wish + w.posts - 1),
        last_root_post_at = case when w.root_position = 0 then c.last_root_post_at
          else greatest(c.last_post_at, w.wish - 1) + w.root_position end,
        total_msg_count = c.total_msg_count + w.counted,
        total_msg_count_root = c.total_msg_count_root + w.counted_root
      from wanted as w
      where c.id = w.id and c.id in (select id from locked)
      returning c.id, c.last_post_at - w.posts as base, c.total_msg_count, c.total_msg_count_root
    ), member as (
      update channel_members as m set
        msg_count = case when x.viewed
          then greatest(m.msg_count, channel.total_msg_count - x.later) else m.msg_count end,
        msg_count_root = case when x.viewed
          then greatest(m.msg_count_root, channel.total_msg_count_root - x.later_root)
          else m.msg_count_root end,
        mention_count = case when x.viewed then 0 else m.mention_count end + x.mentions,
        mention_count_root = case when x.viewed then 0 else m.mention_count_root end
          + x.mentions_root,
        urgent_mention_count = case when x.viewed then 0 else m.urgent_mention_count end
          + x.mentions_urgent,
        last_viewed_at = case when x.viewed
          then greatest(m.last_viewed_at, channel.base + x.viewed_position) else m.last_viewed_at end,
        last_update_at = channel.base + x.position
      from jsonb_to_recordset(${JSON.stringify(members)}::jsonb)
        as x(channel_id text, user_id text, viewed bool, later int, later_root int,
             mentions int, mentions_root int, mentions_urgent int, position int,
             viewed_position int)
        join channel on channel.id = x.channel_id
      where m.channel_id = x.channel_id and m.user_id = x.user_id
    ), root as (
      update posts as r set
        reply_count = r.reply_count + x.replies,
        last_reply_at = channel.base + x.position,
        update_at = channel.base + x.position
      from jsonb_to_recordset(${JSON.stringify(roots)}::jsonb)
        as x(id text, channel_id text, replies int, position int)
        join channel on channel.id = x.channel_id
      where r.id = x.id
    ), task as (
      insert into tasks (id, kind, key, payload, run_at, is_recurring, create_at)
      select * from jsonb_to_recordset(${JSON.stringify(tasks)}::jsonb)
        as x(id text, kind text, key text, payload jsonb, run_at bigint, is_recurring bool,
             create_at bigint)
    )
    insert into posts (id, create_at, update_at, user_id, channel_id, root_id, message, type, props,
                       hashtags, file_ids, pending_post_id, priority, mentioned_ids)
    select p.id, coalesce(p.exact, channel.base + p.position), channel.base + p.position, p.user_id,
           p.channel_id, p.root_id, p.message, p.type, p.props, p.hashtags, p.file_ids,
           p.pending_post_id, coalesce(p.priority, '{}'), p.mentioned_ids
    from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb)
      as p(id text, exact bigint, position int, user_id text, channel_id text, root_id text,
           message text, type text, props jsonb, hashtags text, file_ids text[],
           pending_post_id text, priority jsonb, mentioned_ids text[])
      join channel on channel.id = p.channel_id
    returning *`.execute(tx.db)
  for (const task of tasks) tx.changed(queued(task))
  // What a later statement looks up for a post must not have another one told before it.
  for (const row of rows) tx.inTurn(row.channel_id, row.update_at)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return insertions.flatMap(({ post }) => byId.get(post.id) ?? [])
}

type ChannelEffect = {
  id: string
  posts: number
  wish: number
  counted: number
  counted_root: number
  root_position: number
}

type MemberEffect = {
  channel_id: string
  user_id: string
  viewed: boolean
  /** Counted posts that came after the last view. */
  later: number
  later_root: number
  mentions: number
  mentions_root: number
  mentions_urgent: number
  /** Of the post that touched the member last, counted from 1 within the channel. */
  position: number
  /** Of the member's own post, up to which the channel has been read. */
  viewed_position: number
}

/** Adds up what the posts of a batch do to each channel, member and root, in their order. */
function toEffects(insertions: PostInsertion[]) {
  const channels = new Map<string, ChannelEffect>()
  const members = new Map<string, MemberEffect>()
  const roots = new Map<
    string,
    { id: string; channel_id: string; replies: number; position: number }
  >()
  const posts = insertions.map(({ post, effects }) => {
    const channel = channelEffect(channels, post)
    const position = ++channel.posts
    const isRoot = post.root_id === ''
    channel.wish = Math.max(channel.wish, post.create_at)
    if (isRoot) channel.root_position = position
    if (effects.isCounted) addCounted(channel, members, isRoot)
    for (const userId of effects.mentionedIds) {
      const member = memberEffect(members, post.channel_id, userId)
      member.mentions++
      if (isRoot) member.mentions_root++
      if (post.priority?.priority === 'urgent') member.mentions_urgent++
      member.position = position
    }
    if (effects.isViewedByAuthor) {
      const key = `${post.channel_id}:${post.user_id}`
      const member = newMember(post.channel_id, post.user_id)
      members.set(key, { ...member, viewed: true, viewed_position: position, position })
    }
    if (!isRoot) {
      const root = roots.get(post.root_id)
      const replies = (root?.replies ?? 0) + 1
      roots.set(post.root_id, { id: post.root_id, channel_id: post.channel_id, replies, position })
    }
    const { create_at, isExact, ...columns } = post
    const { mentionedIds: mentioned_ids } = effects
    return { ...columns, exact: isExact ? create_at : null, position, mentioned_ids }
  })
  return {
    channels: [...channels.values()],
    members: [...members.values()],
    roots: [...roots.values()],
    posts,
  }
}

function channelEffect(channels: Map<string, ChannelEffect>, post: NewPostRow): ChannelEffect {
  const known = channels.get(post.channel_id)
  if (known) return known
  const fresh = {
    id: post.channel_id,
    posts: 0,
    wish: post.create_at,
    counted: 0,
    counted_root: 0,
    root_position: 0,
  }
  channels.set(post.channel_id, fresh)
  return fresh
}

function addCounted(
  channel: ChannelEffect,
  members: Map<string, MemberEffect>,
  isRoot: boolean,
): void {
  channel.counted++
  if (isRoot) channel.counted_root++
  for (const member of members.values()) {
    if (member.channel_id !== channel.id) continue
    member.later++
    if (isRoot) member.later_root++
  }
}

function memberEffect(
  members: Map<string, MemberEffect>,
  channelId: string,
  userId: string,
): MemberEffect {
  const key = `${channelId}:${userId}`
  const member = members.get(key) ?? newMember(channelId, userId)
  members.set(key, member)
  return member
}

function newMember(channelId: string, userId: string): MemberEffect {
  return {
    channel_id: channelId,
    user_id: userId,
    viewed: false,
    later: 0,
    later_root: 0,
    mentions: 0,
    mentions_root: 0,
    mentions_urgent: 0,
    position: 0,
    viewed_position: 0,
  }
}
