import { ChannelType } from '@redoubt/wire/channels.ts'
import type { Group, UsersWithGroups } from '@redoubt/wire/groups.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { countChannelMembersByGroup, findMemberIds, findMembersOutside } from './member-store.ts'
import {
  countGroups,
  findChannelLinks,
  findGroups,
  findTeamLinks,
  type GroupFilter,
  type ListedGroup,
} from './store.ts'
import { toGroup } from './wire-form.ts'

export type AssociationDeps = {
  db: Db
  roles: RolesService
  teams: Pick<TeamsService, 'access' | 'may'>
  channels: Pick<ChannelsService, 'access' | 'accessToRead'>
  users: Pick<UsersService, 'byIds'>
}

export type AssociationQuery = { term: string; onlyReferenced: boolean; page: Page | undefined }
type GroupsWithCount = { groups: Group[]; total_group_count: number }

const unpaged: Page = { limit: 1_000, offset: 0 }

/** Groups and the teams and channels that they have to do with. */
export function groupAssociations({ db, roles, teams, channels, users }: AssociationDeps) {
  /** The groups that are linked to a channel. */
  async function listOfChannel(
    actor: Actor,
    channelId: string,
    query: AssociationQuery,
  ): Promise<GroupsWithCount> {
    const channel = await channels.accessToRead(actor, channelId)
    const isOpen = channel.type === ChannelType.Open
    await channels.access(
      actor,
      channelId,
      isOpen ? 'read_public_channel_groups' : 'read_private_channel_groups',
    )
    const links = await findChannelLinks(db, { channelId })
    const adminIds = new Set(links.flatMap((link) => (link.scheme_admin ? [link.group_id] : [])))
    return show({ channelId }, query, adminIds)
  }

  /** The groups that are linked to a team. */
  async function listOfTeam(
    actor: Actor,
    teamId: string,
    query: AssociationQuery,
  ): Promise<GroupsWithCount> {
    await requireListing(actor, teamId)
    const links = await findTeamLinks(db, teamId)
    const adminIds = new Set(links.flatMap((link) => (link.scheme_admin ? [link.group_id] : [])))
    return show({ teamId }, query, adminIds)
  }

  /** Members of the team list its groups, and so does the console. */
  async function requireListing(actor: Actor, teamId: string): Promise<void> {
    if (roles.grants(actor, 'sysconsole_read_user_management_groups')) return
    await teams.access(actor, teamId, 'list_team_channels')
  }

  async function show(
    place: { teamId: string } | { channelId: string },
    { term, onlyReferenced, page = unpaged }: AssociationQuery,
    adminIds: ReadonlySet<string>,
  ): Promise<GroupsWithCount> {
    const filter: GroupFilter = { ...place, term, onlyReferenced, archived: 'not' }
    const [rows, total] = await Promise.all([findGroups(db, filter, page), countGroups(db, filter)])
    const groups = rows.map((row) => {
      const { member_count } = row
      return toGroup(row, { member_count, scheme_admin: adminIds.has(row.id) })
    })
    return { groups, total_group_count: total }
  }

  /** The groups of each channel of a team that has any. */
  async function listByChannels(
    actor: Actor,
    teamId: string,
    { onlyReferenced }: { onlyReferenced: boolean },
  ): Promise<{ groups: Record<string, Group[]> }> {
    await requireListing(actor, teamId)
    const links = await findChannelLinks(db, { teamId })
    if (links.length === 0) return { groups: {} }
    const ids = [...new Set(links.map((link) => link.group_id))]
    const rows = await findGroups(db, { ids, onlyReferenced, archived: 'not' }, unpaged)
    const byId = new Map(rows.map((row) => [row.id, row]))
    const byChannel = Map.groupBy(links, (link) => link.channel_id)
    const entries: [string, Group[]][] = []
    for (const [channelId, linked] of byChannel) {
      const isReadable = await channels.accessToRead(actor, channelId).catch(() => undefined)
      if (isReadable) entries.push([channelId, linked.flatMap((link) => toLinked(byId, link))])
    }
    return { groups: Object.fromEntries(entries) }
  }

  /** How many members of a channel are in each group. */
  async function countByGroup(actor: Actor, channelId: string, withTimezones: boolean) {
    await channels.access(actor, channelId, 'read_channel')
    const rows = await countChannelMembersByGroup(db, channelId)
    return rows.map((row) => ({
      ...row,
      channel_member_timezones_count: withTimezones ? row.channel_member_timezones_count : 0,
    }))
  }

  /** Members of a channel who would have to go if it were for these groups alone. */
  async function channelMembersOutside(
    actor: Actor,
    channelId: string,
    groupIds: string[],
    page: Page,
  ): Promise<UsersWithGroups> {
    roles.require(actor, 'sysconsole_read_user_management_channels')
    const channel = await channels.accessToRead(actor, channelId)
    return showOutside(actor, { table: 'channel_members', id: channel.id }, groupIds, page)
  }

  async function teamMembersOutside(
    actor: Actor,
    teamId: string,
    groupIds: string[],
    page: Page,
  ): Promise<UsersWithGroups> {
    roles.require(actor, 'sysconsole_read_user_management_groups')
    if (!(await teams.may(actor, teamId, 'view_team'))) {
      throw new AppError('app.team.get.find.app_error', 404)
    }
    return showOutside(actor, { table: 'team_members', id: teamId }, groupIds, page)
  }

  async function showOutside(
    actor: Actor,
    place: Parameters<typeof findMembersOutside>[1],
    groupIds: string[],
    page: Page,
  ): Promise<UsersWithGroups> {
    const { members, total } = await findMembersOutside(db, place, groupIds, page)
    if (members.length === 0) return { users: [], total_count: total }
    const flagsById = new Map(members.map(({ user_id, ...flags }) => [user_id, flags]))
    const profiles = await users.byIds(actor, [...flagsById.keys()], 0)
    const groupsByUser = await findGroupsByUser([...flagsById.keys()])
    return {
      users: profiles.map((user) => ({
        ...user,
        groups: groupsByUser.get(user.id) ?? [],
        ...(flagsById.get(user.id) ?? noFlags),
      })),
      total_count: total,
    }
  }

  async function findGroupsByUser(userIds: string[]): Promise<Map<string, Group[]>> {
    const filter = { onlyReferenced: false, archived: 'not' } as const
    const rows = await findGroups(db, filter, unpaged)
    if (rows.length === 0) return new Map()
    const byId = new Map(rows.map((row) => [row.id, toGroup(row, {})]))
    const members = await findMemberIds(db, [...byId.keys()])
    const wanted = members.filter((member) => userIds.includes(member.user_id))
    const byUser = Map.groupBy(wanted, (member) => member.user_id)
    return new Map(
      [...byUser].map(([id, mine]) => [id, mine.flatMap((each) => byId.get(each.group_id) ?? [])]),
    )
  }

  return {
    listOfChannel,
    listOfTeam,
    listByChannels,
    countByGroup,
    channelMembersOutside,
    teamMembersOutside,
  }
}

const noFlags = { scheme_guest: false, scheme_user: false, scheme_admin: false }

function toLinked(
  byId: ReadonlyMap<string, ListedGroup>,
  link: { group_id: string; scheme_admin: boolean },
): Group[] {
  const row = byId.get(link.group_id)
  return row ? [toGroup(row, { scheme_admin: link.scheme_admin })] : []
}
