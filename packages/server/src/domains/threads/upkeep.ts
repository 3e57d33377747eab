import type { Post } from '@redoubt/wire/posts.ts'
import type { ChannelRow } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import type { DomainEvent } from '#platform/events/event.ts'
import type { ThreadCollapsing } from './collapsing.ts'
import { type Previous, threadUpdated } from './events.ts'
import { capMentions, type FollowerRow, findFollowers, findUnreadBefore } from './follower-store.ts'
import { toFound, toThread } from './showing.ts'
import { deleteThread, recountThread, upsertReply } from './store.ts'

/** What a thread needs to know of a post. */
export type PostFacts = { id: string; root_id: string; user_id: string; create_at: number }

export type NewReply = {
  root: { user_id: string; props: Record<string, unknown> }
  reply: PostFacts
  channel: { id: string; team_id: string }
  mentionedIds: readonly string[]
  /** Whom the root mentions. */
  rootMentionedIds: readonly string[]
}

/** What keeps threads in step with posts, within the transaction that writes them. */
export type ThreadUpkeep = {
  /** Resolves to who follows the thread now, and to what they are told after the post itself. */
  onReply(tx: Tx, reply: NewReply): Promise<{ followerIds: string[]; events: DomainEvent[] }>
  onDelete(tx: Tx, post: PostFacts, now: number): Promise<void>
  /** Whether the user's client shows replies apart from the channel. */
  isCollapsed(userId: string): Promise<boolean>
  /** A reply was marked unread in its channel: its thread is followed, and unread from there. */
  onMarkedUnread(tx: Tx, actor: Actor, channel: ChannelRow, reply: PostFacts): Promise<void>
}

type Deps = {
  config: ConfigService
  collapsing: ThreadCollapsing['collapsing']
  /** Posts of these ids with what goes along, whoever may read them. */
  showPosts: (db: Db, ids: string[]) => Promise<Post[]>
  users: Pick<UsersService, 'publicProfiles'>
}

/** What replies, and their ends, do to threads and to those who follow them. */
export function threadUpkeep({ config, collapsing, showPosts, users }: Deps) {
  async function onReply(
    tx: Tx,
    { root, reply, channel, mentionedIds, rootMentionedIds }: NewReply,
  ): Promise<{ followerIds: string[]; events: DomainEvent[] }> {
    const facts = { ...reply, channel_id: channel.id, team_id: channel.team_id }
    const ownBefore = await findUnreadBefore(tx.db, facts)
    const isRootAuthorTold = root.props.from_webhook !== 'true'
    await upsertReply(tx, facts, {
      mentionedIds,
      alsoIds: [...rootMentionedIds, ...(isRootAuthorTold ? [root.user_id] : [])],
      isAutomatic: config.bool('ServiceSettings.ThreadAutoFollow'),
    })
    const followers = await findFollowers(tx.db, reply.root_id, collapsing())
    const collapsed = followers.filter((follower) => follower.collapses)
    const mentioned = new Set(mentionedIds)
    const events = await toUpdates(tx.db, reply.root_id, collapsed, (row) => {
      if (row.user_id === reply.user_id) {
        return ownBefore ?? { unread_mentions: 0, unread_replies: 0 }
      }
      return {
        unread_mentions: Math.max(0, row.unread_mentions - (mentioned.has(row.user_id) ? 1 : 0)),
        unread_replies: Math.max(0, row.unread_replies - 1),
      }
    })
    const followerIds = collapsed.map((row) => row.user_id).filter((id) => id !== reply.user_id)
    return { followerIds, events }
  }

  async function toUpdates(
    at: Db,
    rootId: string,
    followers: FollowerRow[],
    previousOf: (row: FollowerRow) => Previous,
  ): Promise<DomainEvent[]> {
    const [post] = followers.length > 0 ? await showPosts(at, [rootId]) : []
    const [first] = followers
    if (!post || !first) return []
    // Clients keep whom they are told of: with the id alone they would know nobody's name.
    const toParticipants = toFound(await users.publicProfiles(at, first.participants))
    return followers.map((row) =>
      threadUpdated({
        userId: row.user_id,
        teamId: row.team_id,
        thread: toThread(row, post, toParticipants),
        previous: previousOf(row),
      }),
    )
  }

  /** Of a deleted reply the thread forgets; with its root it goes out of sight. */
  async function onDelete(tx: Tx, post: PostFacts, now: number): Promise<void> {
    if (!post.root_id) return deleteThread(tx, post.id, now)
    await recountThread(tx, post.root_id)
    const followers = await findFollowers(tx.db, post.root_id, collapsing())
    await capMentions(tx, post.root_id)
    const capped = followers
      .filter((follower) => follower.collapses)
      .map((row) => ({
        ...row,
        unread_mentions: Math.min(row.unread_mentions, row.unread_replies),
        mentionsBefore: row.unread_mentions,
      }))
    const mentionsBefore = new Map(capped.map((row) => [row.user_id, row.mentionsBefore]))
    const events = await toUpdates(tx.db, post.root_id, capped, (row) => ({
      unread_mentions: mentionsBefore.get(row.user_id) ?? 0,
      unread_replies: row.unread_replies + (post.create_at > row.last_view_at ? 1 : 0),
    }))
    for (const event of events) tx.emit(event)
  }

  return { onReply, onDelete }
}
