import type { Post } from '@redoubt/wire/posts.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { PostRow, PostsService } from '#domains/posts/service.ts'
import { type Actor, anonymous } from '#platform/actor.ts'
import { AppError, type ErrorId } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { BurnContents } from './contents.ts'
import { burnOnReadAllRevealed, postBurned, postRevealed, postRevealedToAuthor } from './events.ts'
import {
  type ContentRow,
  findReceiptsOfPosts,
  findSight,
  insertReceipt,
  isSeenByAll,
  lockContent,
  updateReceipt,
} from './store.ts'

export type { BurnContent, BurnContents, BurnView } from './contents.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  channels: Pick<ChannelsService, 'isMember'>
  posts: Pick<PostsService, 'accessToRead' | 'removeIn'>
  burnContents: BurnContents
  expireAt: (tx: Tx, postId: string, time: number) => Promise<void>
  /** A post as the reader sees it. */
  showPost: (db: Db, row: PostRow, reader: Actor) => Promise<Post>
  findPost: (db: Db, id: string) => Promise<PostRow | undefined>
}

const burnType = 'burn_on_read'

/** Posts that each reader sees once for a while, and nobody after that. */
export function burnOnReadService(deps: Deps) {
  const { db, transact, clock, channels, posts, burnContents } = deps
  const { expireAt, showPost, findPost } = deps

  /** Shows the content to the actor from now on, for as long as the post allows. */
  async function reveal(actor: Actor, postId: string): Promise<Post> {
    if (!burnContents.isOn()) throw new AppError('api.post.reveal_post.disabled.app_error', 501)
    const post = await accessBurning(actor, postId, {
      ifNone: 'app.reveal_post.not_burn_on_read.app_error',
      ifNoMember: 'api.post.reveal_post.user_not_in_channel.app_error',
    })
    if (post.user_id === actor.userId) {
      throw new AppError('api.post.reveal_post.cannot_reveal_own_post.app_error', 400)
    }
    return transact(async (tx) => {
      const content = await lockContent(tx, postId)
      if (!content || content.expire_at <= clock()) {
        throw new AppError('app.reveal_post.post_expired.app_error', 400)
      }
      const isFirst = await takeReceipt(tx, actor, post)
      const shown = await showPost(tx.db, post, actor)
      if (isFirst) await tellOfReveal(tx, actor, { post, content, shown })
      return shown
    })
  }

  /** False where the actor has one already; throws where that one is over. */
  async function takeReceipt(tx: Tx, actor: Actor, post: PostRow): Promise<boolean> {
    const sight = await findSight(tx.db, post.id, actor.userId)
    if (sight?.seen_until != null) {
      if (sight.seen_until > clock()) return false
      throw new AppError('app.reveal_post.read_receipt_expired.error', 403)
    }
    const expire_at = Math.min(
      clock() + Number(post.props.read_duration),
      Number(post.props.expire_at),
    )
    await insertReceipt(tx, { post_id: post.id, user_id: actor.userId, expire_at })
    return true
  }

  async function tellOfReveal(
    tx: Tx,
    actor: Actor,
    { post, content, shown }: { post: PostRow; content: ContentRow; shown: Post },
  ): Promise<void> {
    const { userId, connectionId } = actor
    tx.emit(postRevealed({ userId, post: shown, connectionId }))
    const authorsView = await showPost(tx.db, post, { ...anonymous, userId: post.user_id })
    const receipts = await findReceiptsOfPosts(tx.db, [post.id])
    const recipients = receipts.map((receipt) => receipt.user_id)
    tx.emit(postRevealedToAuthor({ post: authorsView, recipients }))
    if (!(await isSeenByAll(tx.db, content))) return
    const senderExpireAt = Math.max(...receipts.map((receipt) => receipt.expire_at))
    await expireAt(tx, post.id, senderExpireAt)
    const { id: postId, user_id: authorId, channel_id: channelId } = post
    tx.emit(burnOnReadAllRevealed({ authorId, postId, channelId, senderExpireAt }))
  }

  /** Ends the actor's own sight of the post; the author ends everybody's. */
  async function burn(actor: Actor, postId: string): Promise<void> {
    const post = await accessBurning(actor, postId, {
      ifNone: 'app.burn_post.not_burn_on_read.app_error',
      ifNoMember: 'api.post.burn_post.user_not_in_channel.app_error',
    })
    await transact(async (tx) => {
      if (post.user_id === actor.userId) return posts.removeIn(tx, post, actor.userId)
      const sight = await findSight(tx.db, postId, actor.userId)
      if (sight?.seen_until == null) {
        throw new AppError('app.burn_post.not_revealed.app_error', 400)
      }
      const now = clock()
      if (sight.seen_until <= now) return
      const { userId, connectionId } = actor
      await updateReceipt(tx, { post_id: postId, user_id: userId, expire_at: now })
      tx.emit(postBurned({ userId, postId, channelId: post.channel_id, connectionId }))
    })
  }

  /** Deletes a post that is over; its content and files go with it for good. */
  async function expire(postId: string): Promise<void> {
    const post = await findPost(db, postId)
    if (post?.delete_at === 0) await transact((tx) => posts.removeIn(tx, post, post.user_id))
  }

  async function accessBurning(
    actor: Actor,
    postId: string,
    refusals: { ifNone: ErrorId; ifNoMember: ErrorId },
  ): Promise<PostRow> {
    const post = await posts.accessToRead(actor, postId)
    if (post.type !== burnType) throw new AppError(refusals.ifNone, 400)
    if (!(await channels.isMember(actor.userId, post.channel_id))) {
      throw new AppError(refusals.ifNoMember, 403)
    }
    return post
  }

  /** Whether the actor sees what the post says; every other post is seen by who may read it. */
  async function isSeen(actor: Actor, postId: string): Promise<boolean> {
    const sight = await findSight(db, postId, actor.userId)
    if (!sight || sight.user_id === actor.userId) return true
    return (sight.seen_until ?? 0) > clock() && sight.expire_at > clock()
  }

  /** Throws 403 where the actor has not revealed the post that they react to, or no longer sees it. */
  async function requireSeen(actor: Actor, post: Pick<PostRow, 'id' | 'type'>): Promise<void> {
    if (post.type !== burnType || (await isSeen(actor, post.id))) return
    throw new AppError('api.reaction.save.burn_on_read.app_error', 403)
  }

  return { reveal, burn, expire, isSeen, requireSeen }
}
