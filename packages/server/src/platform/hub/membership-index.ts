import type { StateChange } from '#platform/events/event.ts'

/** The channels and teams of one user. */
export type Memberships = { channelIds: string[]; teamIds: string[] }

type Ids = Map<string, Set<string>>

/** Who of the connected people is in which channel and team, and the other way round. */
export class MembershipIndex {
  readonly #channels = { byUser: new Map() as Ids, users: new Map() as Ids }
  readonly #teams = { byUser: new Map() as Ids, users: new Map() as Ids }

  inChannel(channelId: string): Iterable<string> {
    return [...(this.#channels.users.get(channelId) ?? [])]
  }

  inTeam(teamId: string): Iterable<string> {
    return [...(this.#teams.users.get(teamId) ?? [])]
  }

  add(userId: string, { channelIds, teamIds }: Memberships): void {
    for (const id of channelIds) link(this.#channels, userId, id, true)
    for (const id of teamIds) link(this.#teams, userId, id, true)
  }

  /** Other changes are none of its business. */
  apply(change: StateChange): void {
    if (change.kind === 'channel_member') {
      link(this.#channels, change.user_id, change.channel_id, change.isMember)
    }
    if (change.kind === 'team_member') {
      link(this.#teams, change.user_id, change.team_id, change.isMember)
    }
  }

  /** Forgets somebody who isn't connected any more. */
  drop(userId: string): void {
    for (const side of [this.#channels, this.#teams]) {
      for (const id of side.byUser.get(userId) ?? []) link(side, userId, id, false)
    }
  }
}

function link(side: { byUser: Ids; users: Ids }, userId: string, id: string, isIn: boolean): void {
  set(side.byUser, userId, id, isIn)
  set(side.users, id, userId, isIn)
}

function set(index: Ids, key: string, value: string, isIn: boolean): void {
  const values = index.get(key) ?? new Set()
  if (isIn) values.add(value)
  else values.delete(value)
  if (values.size > 0) index.set(key, values)
  else index.delete(key)
}
