import type { ChannelsService } from '#domains/channels/service.ts'
import type { ThreadUpkeep } from '#domains/threads/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import type { PostAccess } from './access.ts'
import { postUnread, type UnreadAt } from './events.ts'
import { lockMember, markUnreadFrom } from './store.ts'

type Deps = {
  transact: Transact
  channels: Pick<ChannelsService, 'accessToRead'>
  threads: Pick<ThreadUpkeep, 'onMarkedUnread' | 'isCollapsed'>
  accesses: Pick<PostAccess, 'accessToRead'>
  /** Lets the number on the user's phones follow. */
  onUnread: (tx: Tx, userId: string) => Promise<void>
}

/** Going back: channels that their readers make unread again. */
export function postUnreading({ transact, channels, threads, accesses, onUnread }: Deps) {
  /**
   * Makes the channel unread from this post on. For a reply of which the client knows no thread,
   * the thread is followed and unread from there, and no root is.
   */
  async function setUnread(
    actor: Actor,
    idOrMe: string,
    postId: string,
    isCollapsing: boolean,
  ): Promise<UnreadAt> {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) throw forbidden()
    const post = await accesses.accessToRead(actor, postId)
    const channel = await channels.accessToRead(actor, post.channel_id)
    const key = { channelId: channel.id, userId }
    const followsThread =
      post.root_id !== '' && !isCollapsing && (await threads.isCollapsed(userId))
    return transact(async (tx) => {
      await lockMember(tx, key)
      const counts = await markUnreadFrom(tx, key, {
        time: post.create_at,
        countsRoots: !followsThread,
      })
      if (!counts) throw new AppError('app.channel.get_member.missing.app_error', 404)
      if (followsThread) await threads.onMarkedUnread(tx, actor, channel, post)
      const unread = {
        team_id: channel.team_id,
        user_id: userId,
        channel_id: channel.id,
        post_id: postId,
        ...counts,
      }
      tx.emit(postUnread(unread))
      await onUnread(tx, userId)
      return unread
    })
  }

  return { setUnread }
}
