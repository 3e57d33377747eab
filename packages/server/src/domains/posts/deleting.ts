import type { ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Attachments } from '#domains/files/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { ThreadUpkeep } from '#domains/threads/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import type { PostAccess } from './access.ts'
import { postDeleted, postDeletedForAdmins } from './events.ts'
import { toPost } from './lists.ts'
import { deletePost, erasePosts, findFamily, findPostsByIds, type PostRow } from './store.ts'

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  channels: Pick<ChannelsService, 'access'>
  attachments: Attachments
  threads: ThreadUpkeep
  accesses: PostAccess
  /** Drops what others keep by the ids of posts that were deleted. */
  forgetPosts: (tx: Tx, ids: string[]) => Promise<void>
}

/** How posts go. */
export function postDeletion(deps: Deps) {
  const { transact, clock, config, roles, channels, attachments } = deps
  const { threads, accesses, forgetPosts } = deps

  /** Deletes a post, and with a root its replies. */
  async function remove(actor: Actor, postId: string): Promise<void> {
    const post = await accesses.accessToRead(actor, postId)
    const isOwn = post.user_id === actor.userId
    const channel = await channels.access(
      actor,
      post.channel_id,
      isOwn ? 'delete_post' : 'delete_others_posts',
    )
    if (channel.delete_at > 0) {
      throw new AppError('api.post.delete_post.can_not_delete_post_in_deleted.error', 400)
    }
    if (await accesses.isRestricted(channel)) {
      throw new AppError('api.post.delete_post.can_not_delete_from_restricted_dm.error', 400)
    }
    await transact((tx) => removeIn(tx, post, actor.userId))
  }

  /** The same within a transaction, whoever asks for it. */
  async function removeIn(tx: Tx, post: PostRow, byId: string): Promise<void> {
    const now = clock()
    const deletedIds = await deletePost(tx, post, byId, now)
    await attachments.removeOfPosts(tx, deletedIds)
    await forgetPosts(tx, deletedIds)
    const gone = toPost({ ...post, delete_at: now, update_at: now })
    tx.emit(postDeleted(gone))
    tx.emit(postDeletedForAdmins({ post: gone, deletedBy: byId }))
    await threads.onDelete(tx, post, now)
  }

  /**
   * Leaves nothing of a post, its replies, its versions and their files; also of one that was
   * deleted before. For administrators, where the configuration has it.
   */
  async function erase(actor: Actor, postId: string): Promise<void> {
    if (!config.bool('ServiceSettings.EnableAPIPostDeletion')) {
      throw new AppError('api.post.delete_post.not_enabled.app_error', 501)
    }
    roles.require(actor, 'manage_system')
    const post = await accesses.accessAlsoDeleted(actor, postId)
    await transact(async (tx) => {
      if (post.delete_at === 0) await removeIn(tx, post, actor.userId)
      await eraseIn(tx, postId)
    })
  }

  async function eraseIn(tx: Tx, postId: string): Promise<void> {
    const ids = await findFamily(tx.db, postId)
    await attachments.erase(tx, ids)
    await erasePosts(tx, ids)
  }

  /** Leaves nothing of these posts, as part of something larger. Checks no permission. */
  async function eraseManyIn(tx: Tx, ids: string[]): Promise<void> {
    for (const id of ids) {
      const [post] = await findPostsByIds(tx.db, [id])
      if (post) await removeIn(tx, post, post.user_id)
      await eraseIn(tx, id)
    }
  }

  return { remove, removeIn, erase, eraseManyIn }
}
