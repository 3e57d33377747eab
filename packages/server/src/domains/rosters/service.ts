import type { User } from '@redoubt/wire/users.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { invalidBody } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import { findGroupCompanions, findTimezones } from './store.ts'

type Deps = {
  db: Db
  channels: Pick<ChannelsService, 'accessToRead'>
  users: Pick<UsersService, 'byIds'>
}

/** What clients ask of a channel's people as a whole. */
export function rostersService({ db, channels, users }: Deps) {
  /** The others in those group channels that the actor is in; what else is asked for is left out. */
  async function ofGroups(actor: Actor, channelIds: string[]): Promise<Record<string, User[]>> {
    if (channelIds.length === 0) throw invalidBody('channel_ids')
    const companions = await findGroupCompanions(db, actor.userId, channelIds)
    if (companions.length === 0) return {}
    const ids = [...new Set(companions.map(({ user_id }) => user_id))]
    const byId = new Map((await users.byIds(actor, ids, 0)).map((user) => [user.id, user]))
    const byChannel = Map.groupBy(companions, ({ channel_id }) => channel_id)
    return Object.fromEntries(
      [...byChannel].map(([channelId, members]) => [
        channelId,
        members.flatMap(({ user_id }) => byId.get(user_id) ?? []),
      ]),
    )
  }

  /** Where the channel's people live: clients warn before they wake half of them. */
  async function timezones(actor: Actor, channelId: string): Promise<string[]> {
    await channels.accessToRead(actor, channelId)
    return findTimezones(db, channelId)
  }

  return { ofGroups, timezones }
}
