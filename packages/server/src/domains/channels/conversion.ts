import { type Channel, ChannelType, type GroupConversion } from '@redoubt/wire/channels.ts'
import { withoutInvisible } from '@redoubt/wire/invisible.ts'
import type { Team } from '@redoubt/wire/teams.ts'
import type { SystemPosts } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { ChannelAccess } from './access.ts'
import { findCommonTeamIds, findMembersOutsideTeam } from './admin-store.ts'
import type { ChannelDirectory } from './directory.ts'
import { channelUpdated } from './events.ts'
import { findMemberIds, updateChannelMember } from './member-store.ts'
import { type Memberships, toChannel } from './members.ts'
import { requireValidChannel, townSquare } from './rules.ts'
import { type ChannelRow, updateChannel } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  roles: RolesService
  users: Pick<UsersService, 'getRow'>
  teams: TeamsService
  memberships: Memberships
  systemPosts: SystemPosts
  access: ChannelAccess
  directory: Pick<ChannelDirectory, 'get'>
  onMoved: (tx: Tx, channelId: string, teamId: string) => Promise<void>
}

/** Group conversations that become channels, and channels that go to another team. */
export function channelConversion(deps: Deps) {
  const { db, transact, clock, roles, users, teams, memberships, systemPosts, onMoved } = deps
  const { isMember, accessToRead } = deps.access
  const { get } = deps.directory

  /** The teams that everybody in a group conversation is in. */
  async function commonTeams(actor: Actor, channelId: string): Promise<Team[]> {
    const channel = await accessToRead(actor, channelId)
    if (channel.type !== ChannelType.Group) {
      throw new AppError('app.channel.get_common_teams.incorrect_channel_type', 400)
    }
    await accessToConvert(actor, channelId)
    const ids = await findCommonTeamIds(db, channel.id)
    return Promise.all(ids.map((id) => teams.get(actor, id)))
  }

  async function accessToConvert(actor: Actor, channelId: string): Promise<ChannelRow> {
    const channel = await accessToRead(actor, channelId)
    if (channel.type !== ChannelType.Group) {
      throw new AppError('app.channel.group_message_conversion.original_channel_not_gm', 404)
    }
    const isGuest = actor.roles.includes('system_guest')
    if (isGuest || !(await isMember(actor.userId, channelId))) {
      throw new AppError(
        'api.channel.gm_to_channel_conversion.not_allowed_for_user.request_error',
        403,
      )
    }
    return channel
  }

  /**
   * Makes a private channel of a group conversation: same id, same members, same posts. Whoever does
   * it administers the channel.
   */
  async function convertGroup(
    actor: Actor,
    channelId: string,
    { team_id, name, display_name }: GroupConversion,
  ): Promise<Channel> {
    const channel = await accessToConvert(actor, channelId)
    await teams.access(actor, team_id, 'create_private_channel')
    requireValidChannel({ name, display_name })
    if (display_name.trim() === '') throw invalidBody('display_name')
    if (!(await findCommonTeamIds(db, channelId)).includes(team_id)) {
      throw new AppError('app.channel.group_message_conversion.incorrect_team', 400)
    }
    const converter = await users.getRow(actor.userId)
    const memberIds = await findMemberIds(db, channelId)
    await transact(async (tx) => {
      const row = await place(tx, channel, {
        team_id,
        name,
        display_name: withoutInvisible(display_name),
        type: ChannelType.Private,
        creator_id: actor.userId,
      })
      const key = { channel_id: channelId, user_id: actor.userId }
      await updateChannelMember(tx, key, { scheme_admin: true, last_update_at: clock() })
      tx.changed({ kind: 'channel_member', ...key, isMember: true })
      await systemPosts.write(tx, row, converter, {
        type: 'system_gm_to_channel',
        message: `${converter.username} made a private channel of this group conversation.`,
        props: { convertedByUserId: actor.userId, gmMembersDuringConversionIDs: memberIds },
      })
    })
    return get(actor, channelId)
  }

  /**
   * Takes a channel to another team. Members who aren't in that team stop it, unless `force`: then
   * they are removed.
   */
  async function move(
    actor: Actor,
    channelId: string,
    { team_id, force = false }: { team_id: string; force?: boolean },
  ): Promise<Channel> {
    roles.require(actor, 'manage_system')
    const channel = await accessToRead(actor, channelId)
    if (!channel.team_id) throw new AppError('api.channel.move_channel.type.invalid', 403)
    if (channel.name === townSquare) throw invalidBody('channel_id')
    await teams.access(actor, team_id, 'manage_team')
    const mover = await users.getRow(actor.userId)
    await transact(async (tx) => {
      const outsiders = await findMembersOutsideTeam(tx.db, channelId, team_id)
      if (outsiders.length > 0 && !force) {
        throw new AppError('app.channel.move_channel.members_do_not_match.error', 400)
      }
      for (const id of outsiders) {
        await memberships.remove(tx, channel, await users.getRow(id), mover)
      }
      const row = await place(tx, channel, { team_id })
      await systemPosts.write(tx, row, mover, {
        type: 'system_move_channel',
        message: `${mover.username} moved the channel to this team.`,
        props: { username: mover.username },
      })
    })
    return get(actor, channelId)
  }

  async function place(
    tx: Tx,
    channel: ChannelRow,
    changes: Partial<ChannelRow> & { team_id: string },
  ): Promise<ChannelRow> {
    const row = await updateChannel(tx, channel.id, { ...changes, update_at: clock() })
    if (!row) throw new AppError('app.channel.get.existing.app_error', 404)
    await onMoved(tx, channel.id, changes.team_id)
    tx.changed({ kind: 'channel', channel_id: channel.id })
    tx.emit(channelUpdated(toChannel(row)))
    return row
  }

  return { commonTeams, convertGroup, move }
}
