import {
  type Channel,
  type ChannelMember,
  type ChannelStats,
  ChannelType,
} from '@redoubt/wire/channels.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import type { ChannelAccess } from './access.ts'
import { findDirectByTerm } from './admin-store.ts'
import { headerMentions } from './header-mentions.ts'
import { countMembersByChannel, findMembershipsByUser, type MembershipRow } from './member-store.ts'
import { toChannel, toChannelMember } from './members.ts'
import {
  type ChannelRow,
  countChannel,
  findChannel,
  findChannelByName,
  findChannels,
  findChannelsByIds,
  findChannelsByUser,
} from './store.ts'

export type ChannelDirectory = ReturnType<typeof channelDirectory>

type Deps = {
  db: Db
  roles: RolesService
  teams: TeamsService
  access: ChannelAccess
  /** How many files the posts of a channel hold. */
  countFiles: (channelId: string) => Promise<number>
  findNamedChannels: (text: string) => string[]
}

const streamPageRows = 500
const maxPlaces = 50

/** Finding channels: one, one's own, those that can be joined, and their numbers. */
export function channelDirectory(deps: Deps) {
  const { db, roles, teams, access, countFiles } = deps
  const { findCached, mayRead, accessToRead, requireOwn } = access
  const { withMentions } = headerMentions(deps)

  function showAll(actor: Actor, rows: ChannelRow[]): Promise<Channel[]> {
    return withMentions(actor, rows.map(toChannel))
  }

  async function showOne(actor: Actor, row: ChannelRow): Promise<Channel> {
    const [channel = toChannel(row)] = await showAll(actor, [row])
    return channel
  }

  /** With current counters. */
  async function get(actor: Actor, channelId: string): Promise<Channel> {
    await accessToRead(actor, channelId)
    const row = await findChannel(db, channelId)
    if (!row) throw new AppError('app.channel.get.existing.app_error', 404)
    return showOne(actor, row)
  }

  /** Throws 404 for a name that isn't there and for a channel that the actor may not read. */
  async function getByName(
    actor: Actor,
    teamId: string,
    name: string,
    includeDeleted: boolean,
  ): Promise<Channel> {
    const isTeamless = name.includes('__') || /^[a-f0-9]{40}$/.test(name)
    const row =
      (await findChannelByName(db, teamId, name)) ??
      (isTeamless ? await findChannelByName(db, '', name) : undefined)
    const isThere = row && (includeDeleted || row.delete_at === 0)
    if (!isThere || !(await mayRead(actor, row))) {
      throw new AppError('app.channel.get_by_name.missing.app_error', 404)
    }
    return showOne(actor, row)
  }

  async function getByTeamName(
    actor: Actor,
    names: { team: string; channel: string },
    includeDeleted: boolean,
  ): Promise<Channel> {
    const team = await teams.getByName(actor, names.team)
    return getByName(actor, team.id, names.channel, includeDeleted)
  }

  async function listOfUser(
    actor: Actor,
    idOrMe: string,
    filter: { teamId?: string; includeDeleted: boolean; deletedSince: number },
  ): Promise<Channel[]> {
    const userId = requireOwn(actor, idOrMe)
    if (filter.teamId) await teams.access(actor, filter.teamId, 'view_team')
    return showAll(actor, await findChannelsByUser(db, userId, filter))
  }

  async function listMembershipsOfUser(
    actor: Actor,
    idOrMe: string,
    teamId: string,
  ): Promise<ChannelMember[]> {
    const userId = requireOwn(actor, idOrMe)
    await teams.access(actor, teamId, 'view_team')
    const rows = await findMembershipsByUser(db, userId, { teamId })
    return rows.map((row) => show(row, actor))
  }

  function show(row: MembershipRow, actor: Actor): ChannelMember {
    const schemes = { own: row.channel_scheme_id, team: row.team_scheme_id }
    return toChannelMember(row, actor.userId, roles.channelRoleNames(schemes))
  }

  /** All memberships of the user, in pieces: there may be tens of thousands. */
  async function* streamMemberships(actor: Actor, idOrMe: string) {
    const userId = requireOwn(actor, idOrMe)
    for (let after = ''; ; ) {
      const rows = await findMembershipsByUser(db, userId, { after, limit: streamPageRows })
      yield rows.map((row) => ({
        ...show(row, actor),
        team_display_name: row.team_display_name,
        team_name: row.team_name,
        team_update_at: row.team_update_at,
      }))
      const last = rows.at(-1)
      if (!last || rows.length < streamPageRows) return
      after = last.channel_id
    }
  }

  /** Public channels of a team that can be joined. */
  async function listPublic(actor: Actor, teamId: string, page: Page): Promise<Channel[]> {
    await teams.access(actor, teamId, 'list_team_channels')
    return showAll(actor, await findChannels(db, { teamId }, page))
  }

  async function listPublicByIds(actor: Actor, teamId: string, ids: string[]): Promise<Channel[]> {
    if (ids.length === 0) throw invalidBody('channel_ids')
    await teams.access(actor, teamId, 'view_team')
    return showAll(actor, await findChannelsByIds(db, teamId, ids))
  }

  async function listPrivate(actor: Actor, teamId: string, page: Page): Promise<Channel[]> {
    await teams.access(actor, teamId, 'view_team')
    roles.require(actor, 'manage_system')
    return showAll(actor, await findChannels(db, { teamId, types: ['P'] }, page))
  }

  /** Archived channels: public ones, and private ones that the actor was in. */
  async function listDeleted(actor: Actor, teamId: string, page: Page): Promise<Channel[]> {
    await teams.access(actor, teamId, 'list_team_channels')
    const filter = { teamId, deleted: 'only' as const, memberId: actor.userId }
    return showAll(actor, await findChannels(db, filter, page))
  }

  /** Channels whose name, display name or purpose holds the term: public ones and one's own. */
  async function search(
    actor: Actor,
    teamId: string,
    term: string,
    limit: number,
  ): Promise<Channel[]> {
    await teams.access(actor, teamId, 'list_team_channels')
    const filter = { teamId, term: term.trim(), memberId: actor.userId }
    return showAll(actor, await findChannels(db, filter, { limit, offset: 0 }))
  }

  /** What can be searched in: as above, and for those who may not list the team one's own. */
  async function searchReadable(
    actor: Actor,
    teamId: string,
    term: string,
    { deleted, limit }: { deleted: 'not' | 'too' | 'only'; limit: number },
  ): Promise<Channel[]> {
    await teams.access(actor, teamId, 'view_team')
    const types = (await teams.may(actor, teamId, 'list_team_channels')) ? [ChannelType.Open] : []
    const filter = { teamId, term: term.trim(), types, deleted, memberId: actor.userId }
    return showAll(actor, await findChannels(db, filter, { limit, offset: 0 }))
  }

  /** Everywhere that one may search in: in a team, and in direct and group channels. */
  async function searchPlaces(actor: Actor, teamId: string, term: string): Promise<Channel[]> {
    const [inTeam, direct] = await Promise.all([
      searchReadable(actor, teamId, term, { deleted: 'too', limit: maxPlaces }),
      findDirectByTerm(db, actor.userId, term.trim(), maxPlaces),
    ])
    const found = [...inTeam, ...direct.map(toChannel)]
    return found.sort((one, other) => one.display_name.localeCompare(other.display_name, 'en'))
  }

  async function stats(
    actor: Actor,
    channelId: string,
    countsFiles: boolean,
  ): Promise<ChannelStats> {
    await accessToRead(actor, channelId)
    const counts = await countChannel(db, channelId)
    return {
      channel_id: channelId,
      member_count: counts.members ?? 0,
      guest_count: counts.guests ?? 0,
      pinnedpost_count: counts.pinned ?? 0,
      files_count: countsFiles ? await countFiles(channelId) : -1,
    }
  }

  /** Member counts of the channels that the actor may read. */
  async function memberCounts(actor: Actor, channelIds: string[]): Promise<Record<string, number>> {
    const readable: string[] = []
    for (const id of channelIds) {
      const channel = await findCached(id)
      if (channel && (await mayRead(actor, channel))) readable.push(id)
    }
    if (readable.length === 0) return {}
    const rows = await countMembersByChannel(db, readable)
    return Object.fromEntries(rows.map((row) => [row.channel_id, row.count]))
  }

  return {
    get,
    getByName,
    getByTeamName,
    listOfUser,
    listMembershipsOfUser,
    streamMemberships,
    listPublic,
    listPublicByIds,
    listPrivate,
    listDeleted,
    search,
    searchReadable,
    searchPlaces,
    stats,
    memberCounts,
  }
}
