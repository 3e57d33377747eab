import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { PostRow, PostsService } from '#domains/posts/service.ts'
import type { UserRow } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db } from '#platform/db/database.ts'
import type { ScheduledPostRow } from './store.ts'

/** Why a scheduled post could not be sent, in the words that clients know. */
type ErrorCode =
  | 'unknown'
  | 'channel_archived'
  | 'restricted_dm'
  | 'channel_not_found'
  | 'user_missing'
  | 'user_deleted'
  | 'no_channel_permission'
  | 'no_channel_member'
  | 'thread_deleted'
  | 'unable_to_send'
  | 'invalid_post'

type Deps = {
  db: Db
  clock: Clock
  channels: Pick<ChannelsService, 'isMember'>
  posts: Pick<PostsService, 'create' | 'accessToWrite'>
  findUser: (db: Db, id: string) => Promise<UserRow | undefined>
  findChannel: (db: Db, id: string) => Promise<ChannelRow | undefined>
  findPost: (db: Db, id: string) => Promise<PostRow | undefined>
  toActor: (user: UserRow) => Actor
}

const tooLateMs = 24 * 3_600_000

/** Sends what was scheduled, by the rights and the state of the moment. */
export function scheduledSending(deps: Deps) {
  const { db, clock, channels, posts, findUser, findChannel, findPost, toActor } = deps

  /** Resolves to why it can't be sent, or to undefined once it is. Throws where it is to be tried again. */
  async function send(row: ScheduledPostRow): Promise<ErrorCode | undefined> {
    if (clock() > row.scheduled_at + tooLateMs) return 'unable_to_send'
    const author = await findUser(db, row.user_id)
    if (!author) return 'user_missing'
    if (author.delete_at > 0) return 'user_deleted'
    const actor = toActor(author)
    return (await findObstacle(actor, row)) ?? (await post(actor, row))
  }

  async function findObstacle(actor: Actor, row: ScheduledPostRow): Promise<ErrorCode | undefined> {
    const channel = await findChannel(db, row.channel_id)
    if (!channel) return 'channel_not_found'
    if (channel.delete_at > 0) return 'channel_archived'
    const mayWrite = await posts.accessToWrite(actor, channel.id).then(
      () => true,
      () => false,
    )
    const isMember = await channels.isMember(actor.userId, channel.id)
    if (!isMember && !mayWrite) return 'no_channel_member'
    if (!mayWrite) return 'no_channel_permission'
    const root = row.root_id ? await findPost(db, row.root_id) : undefined
    return row.root_id && (!root || root.delete_at > 0) ? 'thread_deleted' : undefined
  }

  async function post(actor: Actor, row: ScheduledPostRow): Promise<ErrorCode | undefined> {
    const { channel_id, root_id, message, type, props, file_ids, priority } = row
    try {
      await posts.create(
        actor,
        {
          ...{ channel_id, root_id, message, type, props, file_ids },
          metadata: { priority },
          // Tried again after a crash it is the same post.
          pending_post_id: `${actor.userId}:${row.id}`,
        },
        { setsOnline: false },
      )
      return undefined
    } catch (error) {
      if (error instanceof AppError && error.status < 500) return toCode(error)
      throw error
    }
  }

  return { send }
}

function toCode({ id }: AppError): ErrorCode {
  if (id === 'api.post.create_post.can_not_post_in_restricted_dm.error') return 'restricted_dm'
  if (id === 'api.post.create_post.root_id.app_error') return 'thread_deleted'
  if (id.startsWith('model.post.is_valid.')) return 'invalid_post'
  return 'unknown'
}
