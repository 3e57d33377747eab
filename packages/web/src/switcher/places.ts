import type { ServerChannel } from '@mattermost/types/channels'
import { groupTitle, isDirect, isPersonal, partnerIdOf } from '#web/channels/direct.ts'
import { routeOfChannel } from '#web/channels/route-of-channel.ts'
import type { Entities } from '#web/entities/entities.ts'
import type { Route } from '#web/router/routes.ts'
import { displayName, selectNameFormat } from '#web/users/names.ts'

/** Somewhere to go to: a channel, or a person to write to. */
export type Place = {
  key: string
  title: string
  /** Further words by which it is found. */
  note: string
  type: string
  userId?: string
  lastAt: number
  to: Route
}

type Team = { id: string; name: string }

/** The channels of a team and the conversations with people that one is in. */
export function channelPlaces(now: Entities, team: Team): Place[] {
  return [...now.channels.values()]
    .filter((channel) => now.members.has(channel.id) && channel.delete_at === 0)
    .filter((channel) => isPersonal(channel) || channel.team_id === team.id)
    .map((channel) => placeOf(now, channel, team))
}

function placeOf(now: Entities, channel: ServerChannel, team: Team): Place {
  const userId = isDirect(channel) ? partnerIdOf(channel, now.myId) : undefined
  const user = now.users.get(userId ?? '')
  return {
    key: userId ?? channel.id,
    title: user ? displayName(user, selectNameFormat(now)) : titleOf(now, channel),
    note: user
      ? [`@${user.username}`, user.first_name, user.last_name].filter(Boolean).join(' ')
      : '',
    type: channel.type,
    ...(userId && { userId }),
    lastAt: channel.last_post_at,
    to: routeOfChannel(channel, team.name, now),
  }
}

function titleOf(now: Entities, { type, display_name }: ServerChannel): string {
  return type === 'G'
    ? groupTitle(display_name, now.users.get(now.myId)?.username ?? '')
    : display_name
}

/** Other people, whom one can write to. */
export function personPlaces(now: Entities, ids: readonly string[], team: Team): Place[] {
  const format = selectNameFormat(now)
  return ids
    .flatMap((id) => now.users.get(id) ?? [])
    .map((user) => ({
      key: user.id,
      title: displayName(user, format),
      note: [`@${user.username}`, user.first_name, user.last_name].filter(Boolean).join(' '),
      type: 'D',
      userId: user.id,
      lastAt: 0,
      to: { page: 'messages', team: team.name, with: `@${user.username}` } as const,
    }))
}

/** Places with a word that begins like the term: names that do so first, then the most recent. */
export function findPlaces(places: readonly Place[], term: string): Place[] {
  const wanted = term
    .trim()
    .toLowerCase()
    .replace(/^[@~#]/, '')
  const once = new Map(places.toReversed().map((place) => [place.key, place]))
  return [...once.values()]
    .map((place) => ({ place, rank: rankOf(place, wanted) }))
    .filter((found) => found.rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank || b.place.lastAt - a.place.lastAt)
    .map((found) => found.place)
}

const NO_MATCH = 3

function rankOf({ title, note }: Place, wanted: string): number {
  const name = title.toLowerCase()
  if (name.startsWith(wanted)) return 0
  if (` ${name} ${note.toLowerCase()}`.replaceAll(/[@~_-]/g, ' ').includes(` ${wanted}`)) return 1
  return name.includes(wanted) ? 2 : NO_MATCH
}
