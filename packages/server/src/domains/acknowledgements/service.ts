import type { Acknowledgement } from '@redoubt/wire/posts.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { PostRow, PostsService } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, type ErrorId } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { DomainEvent } from '#platform/events/event.ts'
import { acknowledgementAdded, acknowledgementRemoved } from './events.ts'
import {
  deleteAcknowledgement,
  findAcknowledgement,
  insertAcknowledgement,
  noteAcknowledged,
} from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  roles: RolesService
  channels: Pick<ChannelsService, 'accessToRead'>
  posts: Pick<PostsService, 'accessToRead' | 'hold' | 'showAgain'>
}

const undoMs = 5 * 60_000

/** People say that they have read a post. */
export function acknowledgementsService(deps: Deps) {
  const { db, transact, clock, roles, channels, posts } = deps

  /** Acknowledges a post; what was acknowledged before stays as it is. */
  async function add(actor: Actor, idOrMe: string, postId: string): Promise<Acknowledgement> {
    const { post, user_id } = await accessToAcknowledge(
      actor,
      idOrMe,
      postId,
      'api.acknowledgement.save.archived_channel.app_error',
    )
    return transact(async (tx) => {
      await posts.hold(tx, postId)
      const wanted = { post_id: postId, user_id, channel_id: post.channel_id }
      const added = await insertAcknowledgement(tx, { ...wanted, acknowledged_at: clock() })
      if (added) {
        await tell(tx, postId, acknowledgementAdded(added))
        return added
      }
      return (await findAcknowledgement(tx.db, wanted)) ?? { ...wanted, acknowledged_at: clock() }
    })
  }

  /** Takes it back, within five minutes. */
  async function remove(actor: Actor, idOrMe: string, postId: string): Promise<void> {
    const { user_id } = await accessToAcknowledge(
      actor,
      idOrMe,
      postId,
      'api.acknowledgement.delete.archived_channel.app_error',
    )
    const given = await findAcknowledgement(db, { post_id: postId, user_id })
    if (!given) throw new AppError('app.acknowledgement.get.app_error', 404)
    if (clock() > given.acknowledged_at + undoMs) {
      throw new AppError('api.acknowledgement.delete.deadline.app_error', 403)
    }
    await transact(async (tx) => {
      await posts.hold(tx, postId)
      await deleteAcknowledgement(tx, { post_id: postId, user_id })
      await tell(tx, postId, acknowledgementRemoved({ ...given, acknowledged_at: 0 }))
    })
  }

  async function tell(tx: Tx, postId: string, event: DomainEvent): Promise<void> {
    await noteAcknowledged(tx, postId)
    tx.emit(event)
    await posts.showAgain(tx, postId, [])
  }

  async function accessToAcknowledge(
    actor: Actor,
    idOrMe: string,
    postId: string,
    ifArchived: ErrorId,
  ): Promise<{ post: PostRow; user_id: string }> {
    const user_id = resolveMe(actor, idOrMe)
    if (user_id !== actor.userId) roles.require(actor, 'edit_other_users')
    const post = await posts.accessToRead(actor, postId)
    const channel = await channels.accessToRead(actor, post.channel_id)
    if (channel.delete_at > 0) throw new AppError(ifArchived, 403)
    return { post, user_id }
  }

  return { add, remove }
}
