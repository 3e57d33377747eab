import { ChannelType } from '@redoubt/wire/channels.ts'
import type { Permission } from '@redoubt/wire/permissions.gen.ts'
import type { MemberFlags, RoleNames } from '@redoubt/wire/roles.ts'
import type { ChannelSchemes, RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import type { StateChange } from '#platform/events/event.ts'
import { Lru } from '#platform/lru.ts'
import { findChannelMember } from './member-store.ts'
import { type ChannelRow, findChannel } from './store.ts'

export type ChannelAccess = ReturnType<typeof channelAccess>

type Deps = { db: Db; roles: RolesService; teams: TeamsService }

/** What gives a member their roles, or that there is no membership. */
type Standing = MemberFlags | 'none'

const cachedChannels = 10_000
const cachedStandings = 100_000

/** Who may do what in a channel: the only way to come by one on somebody's behalf. */
export function channelAccess({ db, roles, teams }: Deps) {
  const channelsById = new Lru<ChannelRow>(cachedChannels)
  const standings = new Lru<Standing>(cachedStandings)

  /** From the cache: everything but counters and times of posts is current. */
  function findCached(id: string): Promise<ChannelRow | undefined> {
    return channelsById.fetch(id, () => findChannel(db, id))
  }

  function standingOf(userId: string, channelId: string): Promise<Standing> {
    return standings.fetch(`${userId}:${channelId}`, async (): Promise<Standing> => {
      const row = userId ? await findChannelMember(db, channelId, userId) : undefined
      return row ? toFlags(row) : 'none'
    })
  }

  /** The channel's own scheme and that of its team. */
  async function schemesOf(channel: ChannelRow): Promise<ChannelSchemes> {
    const team = channel.team_id ? await teams.schemeIdOf(channel.team_id) : null
    return { own: channel.scheme_id, team }
  }

  /** What the roles of the channel's members are called. */
  async function roleNamesIn(channelId: string): Promise<RoleNames> {
    const channel = await findCached(channelId)
    return roles.channelRoleNames(channel ? await schemesOf(channel) : noSchemes)
  }

  async function isMember(userId: string, channelId: string): Promise<boolean> {
    return (await standingOf(userId, channelId)) !== 'none'
  }

  /** By the channel's roles, then those of its team, then the system's. */
  async function may(actor: Actor, channel: ChannelRow, need: Permission): Promise<boolean> {
    const standing = await standingOf(actor.userId, channel.id)
    const isMemberThatMay =
      standing !== 'none' && roles.grantsInChannel(standing, await schemesOf(channel), need)
    if (isMemberThatMay) return true
    if (roles.grants(actor, 'manage_system')) return true
    return channel.team_id ? teams.may(actor, channel.team_id, need) : roles.grants(actor, need)
  }

  /** Whether the actor may read: members, and for public channels whoever may in the team. */
  async function mayRead(actor: Actor, channel: ChannelRow): Promise<boolean> {
    if (await may(actor, channel, 'read_channel')) return true
    return (
      channel.type === ChannelType.Open &&
      (await teams.may(actor, channel.team_id, 'read_public_channel'))
    )
  }

  /** The same for what is said in it, which some administrators of channels may not read. */
  async function mayReadContent(actor: Actor, channel: ChannelRow): Promise<boolean> {
    if (await may(actor, channel, 'read_channel_content')) return true
    return (
      channel.type === ChannelType.Open &&
      (await teams.may(actor, channel.team_id, 'read_public_channel'))
    )
  }

  /**
   * The channel, if the actor has the permission in it. Throws 403 where the actor may read it, 404
   * where it doesn't exist or might as well not.
   */
  async function access(actor: Actor, channelId: string, need: Permission): Promise<ChannelRow> {
    const channel = await findCached(channelId)
    if (channel && (await may(actor, channel, need))) return channel
    if (channel && (await mayRead(actor, channel))) throw forbidden()
    throw new AppError('app.channel.get.existing.app_error', 404)
  }

  /** The channel, if the actor may read it. */
  async function accessToRead(actor: Actor, channelId: string): Promise<ChannelRow> {
    const channel = await findCached(channelId)
    if (channel && (await mayRead(actor, channel))) return channel
    throw new AppError('app.channel.get.existing.app_error', 404)
  }

  /** The channel, if the actor may read what is said in it. Refuses as `access` does. */
  async function accessToReadContent(actor: Actor, channelId: string): Promise<ChannelRow> {
    const channel = await accessToRead(actor, channelId)
    if (await mayReadContent(actor, channel)) return channel
    throw forbidden()
  }

  /** The channel, if the actor may change it: which permission that takes depends on its kind. */
  async function accessToChange(
    actor: Actor,
    channelId: string,
    needs: { open: Permission; closed: Permission },
  ): Promise<ChannelRow> {
    const channel = await accessToRead(actor, channelId)
    return access(actor, channelId, channel.type === ChannelType.Open ? needs.open : needs.closed)
  }

  function requireOwn(actor: Actor, idOrMe: string): string {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    return userId
  }

  function onChange(change: StateChange): void {
    if (change.kind === 'everything') {
      channelsById.clear()
      standings.clear()
    }
    if (change.kind === 'channel') channelsById.delete(change.channel_id)
    if (change.kind === 'channel_member') {
      standings.delete(`${change.user_id}:${change.channel_id}`)
    }
  }

  return {
    findCached,
    schemesOf,
    roleNamesIn,
    isMember,
    may,
    mayRead,
    access,
    accessToRead,
    accessToReadContent,
    accessToChange,
    requireOwn,
    onChange,
  }
}

const noSchemes: ChannelSchemes = { own: null, team: null }

/** Without what changes with every post. */
function toFlags(row: MemberFlags): MemberFlags {
  const { roles, scheme_guest, scheme_user, scheme_admin } = row
  return { roles, scheme_guest, scheme_user, scheme_admin }
}
