import {
  type ChannelModeration,
  type ChannelModerationPatch,
  ChannelType,
} from '@redoubt/wire/channels.ts'
import { moderatedPermissions, type Permission } from '@redoubt/wire/permissions.gen.ts'
import type { RoleNames } from '@redoubt/wire/roles.ts'
import type { Scheme } from '@redoubt/wire/schemes.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { SchemesService } from '#domains/schemes/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import type { ChannelAccess } from './access.ts'
import { channelSchemeUpdated, channelUpdated } from './events.ts'
import { toChannel } from './members.ts'
import { type ChannelRow, lockChannel, updateChannel } from './store.ts'

type Deps = {
  transact: Transact
  clock: Clock
  roles: RolesService
  schemes: SchemesService
  access: ChannelAccess
}

/** Whom the switches are for, and the kind of member that this is. */
const sides = { members: 'user', guests: 'guest' } as const
type Side = keyof typeof sides

const switchNames = [
  'create_post',
  'create_reactions',
  'manage_members',
  'use_channel_mentions',
  'manage_bookmarks',
]

/** Guests never have these, so there is nothing to switch. */
const onlyForMembers = new Set(['manage_members', 'manage_bookmarks'])

/** What members and guests of one channel may do, of what the team allows. */
export function channelModeration({ transact, clock, roles, schemes, access }: Deps) {
  async function moderations(actor: Actor, channelId: string): Promise<ChannelModeration[]> {
    roles.require(actor, 'sysconsole_read_user_management_channels')
    return show(await accessToModerate(channelId))
  }

  /** Only channels of teams have something to moderate. */
  async function accessToModerate(channelId: string): Promise<ChannelRow> {
    const channel = await access.findCached(channelId)
    if (!channel?.team_id) throw new AppError('app.channel.get.existing.app_error', 404)
    return channel
  }

  async function show(channel: ChannelRow): Promise<ChannelModeration[]> {
    const names = await roleNames(channel)
    return switchNames.map((name) => {
      const role = (side: Side) => ({
        value:
          has(names.own[sides[side]], name, channel) &&
          has(names.higher[sides[side]], name, channel),
        enabled: has(names.higher[sides[side]], name, channel),
      })
      return {
        name,
        roles: {
          members: role('members'),
          guests: onlyForMembers.has(name) ? null : role('guests'),
        },
      }
    })
  }

  async function roleNames(channel: ChannelRow): Promise<{ own: RoleNames; higher: RoleNames }> {
    const { own, team } = await access.schemesOf(channel)
    return { own: roles.channelRoleNames({ own, team }), higher: roles.higherRoleNames(team) }
  }

  /** Whether a role grants what a switch is about. */
  function has(roleName: string, name: string, channel: ChannelRow): boolean {
    const permissions = new Set(roles.byNames([roleName])[0]?.permissions)
    return permissionsOf(name, channel).some((permission) => permissions.has(permission))
  }

  /**
   * Sets switches. The channel has a scheme of its own for as long as it differs from its team.
   * Throws 403 where the team doesn't grant what is to be granted.
   */
  async function patchModerations(
    actor: Actor,
    channelId: string,
    patch: ChannelModerationPatch,
  ): Promise<ChannelModeration[]> {
    roles.require(actor, 'sysconsole_write_user_management_channels')
    const channel = await accessToModerate(channelId)
    if (patch.some(({ name }) => !switchNames.includes(name))) throw invalidBody('name')
    requireGranted(patch, await show(channel))
    const row = await transact(async (tx) => {
      const locked = await lockChannel(tx, channelId)
      if (!locked) throw new AppError('app.channel.get.existing.app_error', 404)
      return applyTo(tx, locked, patch)
    })
    return show(row)
  }

  /** The row after the change. */
  async function applyTo(
    tx: Tx,
    channel: ChannelRow,
    patch: ChannelModerationPatch,
  ): Promise<ChannelRow> {
    const { own, higher } = await roleNames(channel)
    const wanted = {
      user: apply(patch, 'members', channel, moderatedOf(own.user, higher.user)).intersection(
        moderatedOf(higher.user),
      ),
      guest: apply(patch, 'guests', channel, moderatedOf(own.guest, higher.guest)).intersection(
        moderatedOf(higher.guest),
      ),
    }
    const isAsTeam =
      isSame(wanted.user, moderatedOf(higher.user)) &&
      isSame(wanted.guest, moderatedOf(higher.guest))
    const scheme = roles.findScheme(channel.scheme_id ?? '')
    if (!scheme) return isAsTeam ? channel : addScheme(tx, channel, { higher, wanted })
    if (isAsTeam) {
      await schemes.drop(tx, scheme.id)
      return changeScheme(tx, channel, null)
    }
    const rows = await setBoth(tx, scheme, wanted)
    await roles.announce(tx, rows)
    tx.emit(channelSchemeUpdated(channel.id))
    return channel
  }

  type Wanted = Record<'user' | 'guest', ReadonlySet<string>>

  async function addScheme(
    tx: Tx,
    channel: ChannelRow,
    { higher, wanted }: { higher: RoleNames; wanted: Wanted },
  ): Promise<ChannelRow> {
    const scheme = await schemes.make(
      tx,
      { display_name: `Moderation of ${channel.name}`, scope: 'channel' },
      { channel_user: higher.user, channel_guest: higher.guest },
    )
    await setBoth(tx, scheme, wanted)
    return changeScheme(tx, channel, scheme.id)
  }

  async function changeScheme(
    tx: Tx,
    channel: ChannelRow,
    schemeId: string | null,
  ): Promise<ChannelRow> {
    const row = await updateChannel(tx, channel.id, { scheme_id: schemeId, update_at: clock() })
    if (!row) throw new AppError('app.channel.get.existing.app_error', 404)
    tx.changed({ kind: 'channel', channel_id: channel.id })
    tx.emit(channelSchemeUpdated(channel.id))
    tx.emit(channelUpdated(toChannel(row)))
    return row
  }

  async function setBoth(tx: Tx, scheme: Scheme, wanted: Wanted) {
    const { default_channel_user_role: user, default_channel_guest_role: guest } = scheme
    return [
      ...(await roles.setPermissions(tx, user, [...wanted.user])),
      ...(await roles.setPermissions(tx, guest, [...wanted.guest])),
    ]
  }

  /** The moderated permissions that all of these roles grant. */
  function moderatedOf(...names: string[]): Set<string> {
    const sets = names.map((name) => {
      const permissions = roles.byNames([name])[0]?.permissions ?? []
      return new Set(permissions.filter((each) => moderatedPermissions[each as Permission]))
    })
    return sets.reduce((all, next) => all.intersection(next))
  }

  return { moderations, patchModerations }
}

/** What a switch grants in a channel of this kind. */
function permissionsOf(name: string, channel: ChannelRow): string[] {
  const other = channel.type === ChannelType.Open ? '_private_channel' : '_public_channel'
  return Object.entries(moderatedPermissions).flatMap(([permission, switchName]) =>
    switchName === name && !permission.includes(other) ? [permission] : [],
  )
}

function apply(
  patch: ChannelModerationPatch,
  side: Side,
  channel: ChannelRow,
  before: ReadonlySet<string>,
): Set<string> {
  const after = new Set(before)
  for (const { name, roles } of patch) {
    if (roles[side] == null || (side === 'guests' && onlyForMembers.has(name))) continue
    for (const permission of permissionsOf(name, channel)) {
      if (roles[side]) after.add(permission)
      else after.delete(permission)
    }
  }
  return after
}

function requireGranted(patch: ChannelModerationPatch, now: ChannelModeration[]): void {
  for (const { name, roles } of patch) {
    const shown = now.find((each) => each.name === name)?.roles
    const isGranted =
      (!roles.members || shown?.members.enabled) &&
      (!roles.guests || onlyForMembers.has(name) || shown?.guests?.enabled)
    if (isGranted) continue
    throw new AppError(
      'api.channel.patch_channel_moderations_for_channel.restricted_permission.app_error',
      403,
    )
  }
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && one.isSubsetOf(other)
}
