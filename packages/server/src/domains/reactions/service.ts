import type { Permission } from '@redoubt/wire/permissions.gen.ts'
import type { NewReaction, Reaction, ReactionsByPost } from '@redoubt/wire/reactions.ts'
import { isSystemEmojiName } from '@redoubt/wire/system-emoji.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { PostsService } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, type ErrorId } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { isId } from '#platform/ids.ts'
import { reactionAdded, reactionRemoved } from './events.ts'
import {
  deleteReaction,
  findReaction,
  findReactionsByPosts,
  hasReactions,
  insertReaction,
  type ReactionKey,
} from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  channels: Pick<ChannelsService, 'access'>
  posts: Pick<
    PostsService,
    'accessToRead' | 'accessManyToRead' | 'isRestricted' | 'hold' | 'noteReactions'
  >
  isCustomEmoji: (name: string) => Promise<boolean>
  /** Throws 403 where the actor doesn't see what the post says. */
  requireSeen: (actor: Actor, post: { id: string; type: string }) => Promise<void>
}

const maxNameLength = 64
const emojiName = /^[a-zA-Z0-9+_-]+$/
/** Whatever the configuration says: a post's reactions are read as a whole. */
const mostEmojis = 500

export function reactionsService(deps: Deps) {
  const { db, transact, clock, config, roles, channels, posts } = deps
  const { isCustomEmoji, requireSeen } = deps

  /**
   * Adds the actor's emoji to a post, or revives a removed one; what is there already stays as it
   * is. Throws 403 for another user or an archived channel, 404 for an emoji that isn't there, 400
   * for one too many.
   */
  async function add(actor: Actor, input: NewReaction): Promise<Reaction> {
    requireValid(input)
    const { user_id, post_id, emoji_name } = input
    if (user_id !== actor.userId) {
      throw new AppError('api.reaction.save_reaction.user_id.app_error', 403)
    }
    const channelId = await accessToReact(actor, post_id, {
      permission: 'add_reaction',
      ifArchived: 'api.reaction.save.archived_channel.app_error',
      ifRestricted: 'api.reaction.save.restricted_dm.error',
    })
    if (!isSystemEmojiName(emoji_name) && !(await isCustomEmoji(emoji_name))) {
      throw new AppError('app.emoji.get_by_name.no_result', 404)
    }
    const key = { user_id, post_id, emoji_name }
    const limit = Math.min(
      config.int('ServiceSettings.UniqueEmojiReactionLimitPerPost'),
      mostEmojis,
    )
    return transact(async (tx) => {
      // From here on the post's reactions change one at a time, so that the limit is exact.
      await posts.hold(tx, post_id)
      const now = clock()
      const added = await insertReaction(tx, { ...key, channel_id: channelId, now }, limit)
      if (added) {
        await posts.noteReactions(tx, post_id, { hasReactions: true, now })
        tx.emit(reactionAdded(added))
        return added
      }
      const existing = await findReaction(tx.db, key)
      if (!existing) throw new AppError('app.reaction.save.save.too_many_reactions', 400)
      return existing
    })
  }

  /** Removes one's own emoji, or with the permission somebody else's. */
  async function remove(
    actor: Actor,
    { user_id, post_id, emoji_name }: ReactionKey,
  ): Promise<void> {
    const userId = resolveMe(actor, user_id)
    await accessToReact(actor, post_id, {
      permission: 'remove_reaction',
      ifArchived: 'api.reaction.delete.archived_channel.app_error',
      ifRestricted: 'api.reaction.delete.restricted_dm.error',
    })
    if (userId !== actor.userId) roles.require(actor, 'remove_others_reactions')
    await transact(async (tx) => {
      await posts.hold(tx, post_id)
      const now = clock()
      const removed = await deleteReaction(tx, { user_id: userId, post_id, emoji_name }, now)
      if (!removed) return
      const isLeft = await hasReactions(tx.db, post_id)
      await posts.noteReactions(tx, post_id, { hasReactions: isLeft, now })
      tx.emit(reactionRemoved(removed))
    })
  }

  /** The id of the post's channel, if the actor may react in it and it isn't archived. */
  async function accessToReact(
    actor: Actor,
    postId: string,
    needs: { permission: Permission; ifArchived: ErrorId; ifRestricted: ErrorId },
  ): Promise<string> {
    const post = await posts.accessToRead(actor, postId)
    const channel = await channels.access(actor, post.channel_id, needs.permission)
    if (channel.delete_at > 0) throw new AppError(needs.ifArchived, 403)
    if (await posts.isRestricted(channel)) throw new AppError(needs.ifRestricted, 400)
    await requireSeen(actor, post)
    return channel.id
  }

  /** Oldest first. */
  async function listForPost(actor: Actor, postId: string): Promise<Reaction[]> {
    const post = await posts.accessToRead(actor, postId)
    return findReactionsByPosts(db, [post.id])
  }

  /** Of each post that the actor may read; the others are left out. */
  async function listForPosts(actor: Actor, postIds: string[]): Promise<ReactionsByPost> {
    const readable = await posts.accessManyToRead(actor, postIds)
    const byPost: ReactionsByPost = Object.fromEntries(readable.map((post) => [post.id, []]))
    if (readable.length === 0) return byPost
    const found = await findReactionsByPosts(db, Object.keys(byPost))
    for (const reaction of found) byPost[reaction.post_id]?.push(reaction)
    return byPost
  }

  return { add, remove, listForPost, listForPosts }
}

function requireValid({ user_id, post_id, emoji_name }: NewReaction): void {
  const isComplete = isId(user_id) && isId(post_id) && emoji_name !== ''
  if (!isComplete || emoji_name.length > maxNameLength) {
    throw new AppError('api.reaction.save_reaction.invalid.app_error', 400)
  }
  if (!emojiName.test(emoji_name)) {
    throw new AppError('model.reaction.is_valid.emoji_name.app_error', 400)
  }
}
