import { type Channel, ChannelType } from '@redoubt/wire/channels.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { directAdded, groupAdded } from './events.ts'
import { type Memberships, newChannelRow, toChannel } from './members.ts'
import { otherInDirectName, toDirectName, toGroupName } from './rules.ts'
import { type ChannelRow, findChannelByName, insertChannelOnce } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'getRow' | 'see'>
  teams: TeamsService
  memberships: Memberships
}

/** Channels that are known by who is in them. */
export function directChannels(deps: Deps) {
  const { db, transact, clock, config, roles, users, teams, memberships } = deps

  /** The direct channel of the actor, or with the permission of others; made at its first use. */
  async function direct(actor: Actor, userIds: string[]): Promise<Channel> {
    roles.require(actor, 'create_direct_channel')
    const [one = '', other = one] = userIds
    const isOwn = one === actor.userId || other === actor.userId
    if (!isOwn) roles.require(actor, 'manage_system')
    const people = await Promise.all([...new Set([one, other])].map((id) => users.see(actor, id)))
    const isWithBot = people.some((user) => user.is_bot)
    if (!isWithBot && config.string('TeamSettings.RestrictDirectMessage') === 'team') {
      await requireCommonTeam(actor, one, other)
    }
    const row = newChannelRow({
      teamId: '',
      type: ChannelType.Direct,
      name: toDirectName(one, other),
      display_name: '',
      now: clock(),
      creatorId: actor.userId,
    })
    const channel = await createOnce(row, people, (created) => [
      directAdded({
        channel: created,
        creatorId: actor.userId,
        teammateId: otherInDirectName(row.name, actor.userId),
      }),
    ])
    return channel
  }

  async function requireCommonTeam(actor: Actor, one: string, other: string): Promise<void> {
    const [mine, theirs] = await Promise.all([
      teams.listMembershipsOfUser({ ...actor, isLocal: true }, one),
      teams.listMembershipsOfUser({ ...actor, isLocal: true }, other),
    ])
    const live = new Set(mine.filter((row) => row.delete_at === 0).map((row) => row.team_id))
    if (theirs.some((row) => row.delete_at === 0 && live.has(row.team_id))) return
    throw new AppError('api.channel.create_channel.direct_channel.team_restricted_error', 403)
  }

  /** The group channel of three to eight people, the actor among them. */
  async function group(actor: Actor, userIds: string[]): Promise<Channel> {
    roles.require(actor, 'create_group_channel')
    const ids = [...new Set([...userIds, actor.userId])]
    if (ids.length < 3 || ids.length > 8) {
      throw new AppError('api.channel.create_group.bad_size.app_error', 400)
    }
    const people = await Promise.all(ids.map((id) => users.see(actor, id)))
    const names = people.map((user) => user.username).sort()
    const row = newChannelRow({
      teamId: '',
      type: ChannelType.Group,
      name: toGroupName(ids),
      display_name: names.join(', ').slice(0, 64),
      now: clock(),
      creatorId: actor.userId,
    })
    return createOnce(row, people, (created) =>
      ids.map((userId) => groupAdded({ channel: created, userId, userIds: ids })),
    )
  }

  async function createOnce(
    row: ChannelRow,
    people: UserRow[],
    events: (created: Channel) => ReturnType<typeof directAdded>[],
  ): Promise<Channel> {
    await transact(async (tx) => {
      if (!(await insertChannelOnce(tx, row))) return
      for (const user of people) await memberships.addSilently(tx, row, user)
      for (const event of events(toChannel(row))) tx.emit(event)
    })
    const channel = await findChannelByName(db, '', row.name)
    if (!channel) throw new AppError('app.channel.get.existing.app_error', 404)
    return toChannel(channel)
  }

  return { direct, group }
}
