import { ChannelType } from '@redoubt/wire/channels.ts'
import type { Permission } from '@redoubt/wire/permissions.gen.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import { isRestrictedDirect } from './place-store.ts'
import { findPost, findPostsByIds, type PostRow } from './store.ts'

export type PostAccess = ReturnType<typeof postAccess>

type Deps = {
  db: Db
  config: ConfigService
  roles: RolesService
  channels: Pick<ChannelsService, 'access' | 'accessToReadContent'>
}

/** Who may come by which posts: the only way to them on somebody's behalf. */
export function postAccess({ db, config, roles, channels }: Deps) {
  /**
   * The post, if the actor has the permission in its channel. Throws 404 where it doesn't exist, was
   * deleted, or might as well not exist.
   */
  async function access(actor: Actor, postId: string, need: Permission): Promise<PostRow> {
    const post = await accessToRead(actor, postId)
    await channels.access(actor, post.channel_id, need)
    return post
  }

  /** The post, if the actor may read its channel. */
  async function accessToRead(actor: Actor, postId: string): Promise<PostRow> {
    const post = await findPost(db, postId)
    if (!post || post.delete_at > 0 || !(await mayRead(actor, post))) throw noPost()
    return post
  }

  /** The same, and for administrators also a deleted one. */
  async function accessAlsoDeleted(actor: Actor, postId: string): Promise<PostRow> {
    roles.require(actor, 'manage_system')
    const post = await findPost(db, postId)
    if (!post || !(await mayRead(actor, post))) throw noPost()
    return post
  }

  async function mayRead(actor: Actor, post: PostRow): Promise<boolean> {
    const channel = await channels
      .accessToReadContent(actor, post.channel_id)
      .catch(() => undefined)
    return channel !== undefined
  }

  /** The live posts of these ids that the actor may read. */
  async function accessManyToRead(actor: Actor, ids: string[]): Promise<PostRow[]> {
    if (ids.length === 0) return []
    const rows = await findPostsByIds(db, ids)
    const readable = new Map<string, boolean>()
    for (const channelId of new Set(rows.map((row) => row.channel_id))) {
      const channel = await channels.accessToReadContent(actor, channelId).catch(() => undefined)
      readable.set(channelId, channel !== undefined)
    }
    return rows.filter((row) => readable.get(row.channel_id) && row.delete_at === 0)
  }

  /** The channel, if the actor may write in it: as a member, or in every public one. */
  async function accessToWrite(actor: Actor, channelId: string): Promise<ChannelRow> {
    try {
      return await channels.access(actor, channelId, 'create_post')
    } catch (refused) {
      const channel = await channels
        .access(actor, channelId, 'create_post_public')
        .catch(() => undefined)
      if (channel?.type === ChannelType.Open) return channel
      throw refused
    }
  }

  /** Whether this is between people who have no team in common any more, and must not speak. */
  async function isRestricted({ id, type }: Pick<ChannelRow, 'id' | 'type'>): Promise<boolean> {
    if (type !== ChannelType.Direct) return false
    if (config.string('TeamSettings.RestrictDirectMessage') !== 'team') return false
    return isRestrictedDirect(db, id)
  }

  return {
    access,
    accessToRead,
    accessAlsoDeleted,
    accessManyToRead,
    accessToWrite,
    isRestricted,
  }
}

/** What is not there, or not the actor's to know of. */
export function noPost(): AppError {
  return new AppError('app.post.get.app_error', 404)
}
