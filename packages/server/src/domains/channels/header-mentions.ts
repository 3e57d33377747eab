import type { Channel } from '@redoubt/wire/channels.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Db } from '#platform/db/database.ts'
import { findOpenChannelsNamed } from './store.ts'

type Deps = {
  db: Db
  teams: Pick<TeamsService, 'may'>
  /** The names after a ~ in a text, which may be those of channels. */
  findNamedChannels: (text: string) => string[]
}

/** Tells with channels which public ones their headers name, so that clients can link to these. */
export function headerMentions({ db, teams, findNamedChannels }: Deps) {
  /** One query at most, and none where no header holds a name. */
  async function withMentions(actor: Actor, channels: Channel[]): Promise<Channel[]> {
    const named = new Map<string, string[]>()
    for (const { id, team_id, header } of channels) {
      const names = team_id ? findNamedChannels(header) : []
      if (names.length > 0) named.set(id, names)
    }
    if (named.size === 0) return channels
    const found = await findVisible(actor, channels, [...named.values()].flat())
    return channels.map((channel) => {
      const mentions = (named.get(channel.id) ?? []).flatMap((name) => {
        const display_name = found.get(`${channel.team_id}:${name}`)
        return display_name === undefined ? [] : [[name, { display_name }] as const]
      })
      if (mentions.length === 0) return channel
      return { ...channel, props: { channel_mentions: Object.fromEntries(mentions) } }
    })
  }

  /** Display names by team and name; only in teams whose public channels the actor may read. */
  async function findVisible(
    actor: Actor,
    channels: Channel[],
    names: string[],
  ): Promise<Map<string, string>> {
    const teamIds: string[] = []
    for (const id of new Set(channels.map((channel) => channel.team_id))) {
      if (id && (await teams.may(actor, id, 'read_public_channel'))) teamIds.push(id)
    }
    if (teamIds.length === 0) return new Map()
    const rows = await findOpenChannelsNamed(db, teamIds, [...new Set(names)])
    return new Map(rows.map((row) => [`${row.team_id}:${row.name}`, row.display_name]))
  }

  return { withMentions }
}
