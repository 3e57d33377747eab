import { ChannelType } from '@redoubt/wire/channels.ts'
import type { PostInfo } from '@redoubt/wire/posts.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Db } from '#platform/db/database.ts'
import { noPost } from './access.ts'
import { findPlace, type PostPlace } from './place-store.ts'

type Deps = {
  db: Db
  roles: RolesService
  channels: Pick<ChannelsService, 'access' | 'accessToReadContent'>
}

/** Tells where a permalink leads. */
export function postInfo({ db, roles, channels }: Deps) {
  /** Throws 404 where the post isn't there, and where the actor couldn't join to read it. */
  async function info(actor: Actor, postId: string): Promise<PostInfo> {
    const place = await findPlace(db, postId, actor.userId)
    if (!place || !(await mayCome(actor, place))) throw noPost()
    return {
      channel_id: place.channel_id,
      channel_type: place.channel_type,
      channel_display_name: place.channel_display_name,
      has_joined_channel: place.has_joined_channel,
      team_id: place.team_id,
      team_type: place.team_type,
      team_display_name: place.team_display_name,
      has_joined_team: place.has_joined_team,
    }
  }

  async function mayCome(actor: Actor, place: PostPlace): Promise<boolean> {
    if (place.has_joined_channel) return true
    if (place.channel_type === ChannelType.Open) {
      return place.has_joined_team || mayJoinTeam(actor, place) || mayRead(actor, place)
    }
    if (place.channel_type !== ChannelType.Private) return false
    const channel = await channels
      .access(actor, place.channel_id, 'manage_private_channel_members')
      .catch(() => undefined)
    return channel !== undefined
  }

  async function mayRead(actor: Actor, { channel_id }: PostPlace): Promise<boolean> {
    const channel = await channels.accessToReadContent(actor, channel_id).catch(() => undefined)
    return channel !== undefined
  }

  function mayJoinTeam(actor: Actor, place: PostPlace): boolean {
    return roles.grants(actor, place.allow_open_invite ? 'join_public_teams' : 'join_private_teams')
  }

  return { info }
}
