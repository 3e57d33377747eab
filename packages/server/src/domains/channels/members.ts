import type { Channel, ChannelMember } from '@redoubt/wire/channels.ts'
import { withoutInvisible } from '@redoubt/wire/invisible.ts'
import { effectiveRoles, type RoleNames } from '@redoubt/wire/roles.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { SystemPosts } from '#domains/posts/service.ts'
import type { UserRow } from '#domains/users/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { userAdded, userAddedSelf, userRemoved, userRemovedSelf } from './events.ts'
import {
  type ChannelMemberRow,
  deleteChannelMember,
  deleteMembersOfTeam,
  insertChannelMember,
} from './member-store.ts'
import { defaultChannelNames, defaultChannelNotifyProps, townSquare } from './rules.ts'
import { type ChannelRow, findChannelByName, insertChannel } from './store.ts'

export type Memberships = ReturnType<typeof channelMemberships>
export type DefaultChannels = ReturnType<typeof makeDefaultChannels>

type Deps = {
  clock: Clock
  config: ConfigService
  systemPosts: SystemPosts
  /** Puts a channel that wants to be in a category into that of a new member. */
  sortIn: (tx: Tx, userId: string, channel: ChannelRow) => Promise<void>
}

/** The post in whose thread something is said; undefined for the channel itself. */
type ThreadRoot = Awaited<ReturnType<SystemPosts['rootIn']>>

/** Joining and leaving channels: rows, system posts and events together. Checks no permission. */
export function channelMemberships({ clock, config, systemPosts, sortIn }: Deps) {
  /** Adds a member; false where the user is one already. */
  async function add(
    tx: Tx,
    channel: ChannelRow,
    user: UserRow,
    options: { isAdmin?: boolean } = {},
  ): Promise<boolean> {
    if (!(await addSilently(tx, channel, user, options))) return false
    const membership = { channel_id: channel.id, user_id: user.id, team_id: channel.team_id }
    tx.emit(userAdded(membership))
    tx.emit(userAddedSelf(membership))
    return true
  }

  /** The same where another event tells of it, as for direct channels. */
  async function addSilently(
    tx: Tx,
    channel: ChannelRow,
    user: UserRow,
    options: { isAdmin?: boolean } = {},
  ): Promise<boolean> {
    const isGuest = user.roles.split(' ').includes('system_guest')
    const isNew = await insertChannelMember(tx, {
      channel_id: channel.id,
      user_id: user.id,
      scheme_guest: isGuest,
      scheme_user: !isGuest,
      scheme_admin: options.isAdmin ?? false,
      notify_props: defaultChannelNotifyProps,
      now: clock(),
    })
    if (!isNew) return false
    tx.changed({ kind: 'channel_member', channel_id: channel.id, user_id: user.id, isMember: true })
    if (channel.default_category_name) await sortIn(tx, user.id, channel)
    return true
  }

  /** Says it in the channel, unless that is archived, or the town square where it is to be quiet. */
  async function say(...[tx, channel, ...said]: Parameters<SystemPosts['write']>): Promise<void> {
    if (channel.delete_at > 0) return
    const key = 'ServiceSettings.ExperimentalEnableDefaultChannelLeaveJoinMessages'
    if (channel.name === townSquare && !config.bool(key)) return
    await systemPosts.write(tx, channel, ...said)
  }

  /** The member joined by their own act. */
  function postJoined(
    tx: Tx,
    channel: ChannelRow,
    user: UserRow,
    root?: ThreadRoot,
  ): Promise<void> {
    const isGuest = user.roles.split(' ').includes('system_guest')
    const post = {
      type: isGuest ? 'system_guest_join_channel' : 'system_join_channel',
      message: `${user.username} joined the channel.`,
      props: { username: user.username },
    }
    return say(tx, channel, user, post, { root })
  }

  /** Somebody else added the member. */
  function postAdded(
    tx: Tx,
    channel: ChannelRow,
    { added, by, root }: { added: UserRow; by: UserRow; root?: ThreadRoot },
  ): Promise<void> {
    const isGuest = added.roles.split(' ').includes('system_guest')
    const post = {
      type: isGuest ? 'system_add_guest_to_chan' : 'system_add_to_channel',
      message: `${added.username} was added to the channel by ${by.username}.`,
      props: {
        userId: by.id,
        username: by.username,
        addedUserId: added.id,
        addedUsername: added.username,
      },
    }
    return say(tx, channel, by, post, { root })
  }

  /** Removes a member with what is said about it; false where the user isn't one. */
  async function remove(
    tx: Tx,
    channel: ChannelRow,
    user: UserRow,
    remover: UserRow,
  ): Promise<boolean> {
    const wasMember = await deleteChannelMember(tx, channel.id, user.id)
    if (!wasMember) return false
    const isLeaving = user.id === remover.id
    await say(
      tx,
      channel,
      remover,
      isLeaving
        ? {
            type: 'system_leave_channel',
            message: `${user.username} left the channel.`,
            props: { username: user.username },
          }
        : {
            type: 'system_remove_from_channel',
            message: `${user.username} was removed from the channel.`,
            props: { removedUserId: user.id, removedUsername: user.username },
          },
    )
    announceRemoval(tx, channel.id, user.id, remover.id)
    return true
  }

  return { add, addSilently, say, postJoined, postAdded, remove }
}

function announceRemoval(tx: Tx, channelId: string, userId: string, removerId: string): void {
  const gone = { channel_id: channelId, user_id: userId, team_id: '', remover_id: removerId }
  tx.changed({ kind: 'channel_member', channel_id: channelId, user_id: userId, isMember: false })
  tx.emit(userRemoved(gone))
  tx.emit(userRemovedSelf(gone))
}

/** The channels that every team has and every member of it is in. */
export function makeDefaultChannels(deps: { clock: Clock; memberships: Memberships }) {
  const { clock, memberships } = deps

  async function create(tx: Tx, teamId: string): Promise<void> {
    for (const { name, display_name } of defaultChannelNames) {
      await insertChannel(
        tx,
        newChannelRow({ teamId, type: 'O', name, display_name, now: clock() }),
      )
    }
  }

  async function join(
    tx: Tx,
    { teamId, user, addedBy }: { teamId: string; user: UserRow; addedBy?: UserRow | undefined },
  ): Promise<void> {
    for (const { name } of defaultChannelNames) {
      const channel = await findChannelByName(tx.db, teamId, name)
      if (!channel || channel.delete_at > 0) continue
      const isNew = await memberships.add(tx, channel, user)
      if (!isNew || name !== townSquare) continue
      await memberships.say(
        tx,
        channel,
        addedBy ?? user,
        addedBy
          ? {
              type: 'system_add_to_team',
              message: `${user.username} was added to the team by ${addedBy.username}.`,
              props: {
                userId: addedBy.id,
                username: addedBy.username,
                addedUserId: user.id,
                addedUsername: user.username,
              },
            }
          : {
              type: 'system_join_team',
              message: `${user.username} joined the team.`,
              props: { username: user.username },
            },
      )
    }
  }

  /** Leaves every channel of the team; said once, in the town square. */
  async function leaveAll(
    tx: Tx,
    teamId: string,
    user: UserRow,
    { isOwnAct }: { isOwnAct: boolean },
  ): Promise<void> {
    const channel = await findChannelByName(tx.db, teamId, townSquare)
    const leftIds = await deleteMembersOfTeam(tx, teamId, user.id)
    for (const channelId of leftIds) announceRemoval(tx, channelId, user.id, user.id)
    if (!channel) return
    await memberships.say(tx, channel, user, {
      type: isOwnAct ? 'system_leave_team' : 'system_remove_from_team',
      message: `${user.username} ${isOwnAct ? 'left' : 'was removed from'} the team.`,
      props: { username: user.username },
    })
  }

  return { create, join, leaveAll }
}

type NewChannelValues = {
  teamId: string
  type: string
  name: string
  display_name: string
  now: number
  creatorId?: string
  purpose?: string | undefined
  header?: string | undefined
  default_category_name?: string | undefined
}

export function newChannelRow(values: NewChannelValues): ChannelRow {
  return {
    id: newId(values.now),
    create_at: values.now,
    update_at: values.now,
    delete_at: 0,
    team_id: values.teamId,
    type: values.type,
    display_name: withoutInvisible(values.display_name),
    name: values.name,
    header: values.header ?? '',
    purpose: values.purpose ?? '',
    last_post_at: 0,
    last_root_post_at: 0,
    total_msg_count: 0,
    total_msg_count_root: 0,
    creator_id: values.creatorId ?? '',
    scheme_id: null,
    group_constrained: null,
    banner_info: {},
    autotranslation: false,
    default_category_name: values.default_category_name ?? '',
  }
}

/** The wire's form; the times of other people's rows are hidden. `names`: the channel's roles. */
export function toChannelMember(
  row: ChannelMemberRow,
  viewerId: string,
  names: RoleNames,
): ChannelMember {
  const isOwn = row.user_id === viewerId
  return {
    channel_id: row.channel_id,
    user_id: row.user_id,
    roles: effectiveRoles(row, names).join(' '),
    last_viewed_at: isOwn ? row.last_viewed_at : -1,
    msg_count: row.msg_count,
    mention_count: row.mention_count,
    mention_count_root: row.mention_count_root,
    urgent_mention_count: row.urgent_mention_count,
    msg_count_root: row.msg_count_root,
    notify_props: row.notify_props,
    last_update_at: isOwn ? row.last_update_at : -1,
    scheme_guest: row.scheme_guest,
    scheme_user: row.scheme_user,
    scheme_admin: row.scheme_admin,
    explicit_roles: row.roles,
    autotranslation_disabled: row.autotranslation_disabled,
  }
}

export function toChannel(row: ChannelRow): Channel {
  return {
    ...row,
    type: row.type as Channel['type'],
    extra_update_at: 0,
    props: null,
    shared: null,
    policy_id: null,
    banner_info: Object.keys(row.banner_info).length > 0 ? row.banner_info : null,
    policy_enforced: false,
    policy_is_active: false,
  }
}
