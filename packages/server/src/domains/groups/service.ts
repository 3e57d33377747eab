import type { Group, GroupMember, GroupPatch, NewGroup } from '@redoubt/wire/groups.ts'
import type { Permission } from '@redoubt/wire/permissions.gen.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { newId } from '#platform/ids.ts'
import { type AssociationDeps, groupAssociations } from './associations.ts'
import { groupMemberAdded, groupMemberDeleted, groupReceived } from './events.ts'
import { deleteMembers, findAccounts, findMemberIds, upsertMembers } from './member-store.ts'
import { requireValidGroup } from './rules.ts'
import {
  countGroups,
  findGroups,
  type GroupFilter,
  type GroupRow,
  insertGroup,
  isUsername,
  type ListedGroup,
  updateGroup,
} from './store.ts'
import { toGroup } from './wire-form.ts'

type Deps = AssociationDeps & {
  transact: Transact
  clock: Clock
  config: ConfigService
  users: Pick<UsersService, 'byIds'>
}

type Shows = { counts: boolean; memberIds: boolean }
/** With `channelId` also how many of each group are in that channel, and in how many time zones. */
type ListShows = Shows & { channelId: string; timezones: boolean }

const one = { limit: 1, offset: 0 }
const custom = 'custom'
const nobody = { channel_member_count: 0, channel_member_timezones_count: 0 }

/** Groups of people: made by hand, or (of other sources) kept in step with a directory. */
export function groupsService(deps: Deps) {
  const { db, transact, clock, config, roles, users } = deps
  const associations = groupAssociations(deps)

  function requireEnabled(): void {
    if (config.bool('ServiceSettings.EnableCustomGroups')) return
    throw new AppError('api.custom_groups.feature_disabled', 400)
  }

  /** Whether the actor sees groups that nobody can mention. */
  function seesAll(actor: Actor): boolean {
    return roles.grants(actor, 'sysconsole_read_user_management_groups')
  }

  /** Those that the filter admits and the actor may know of. */
  async function list(
    actor: Actor,
    filter: GroupFilter,
    page: Page,
    { channelId, timezones, ...shows }: ListShows,
  ): Promise<{ groups: Group[]; total_count: number }> {
    const seen = { ...filter, onlyReferenced: filter.onlyReferenced || !seesAll(actor) }
    const counts = channelId
      ? await associations.countByGroup(actor, channelId, timezones)
      : undefined
    const countOf = new Map(counts?.map(({ group_id, ...count }) => [group_id, count]))
    const [rows, total] = await Promise.all([findGroups(db, seen, page), countGroups(db, seen)])
    const groups = (await showAll(rows, shows)).map((group) => ({
      ...group,
      ...(counts && (countOf.get(group.id) ?? nobody)),
    }))
    return { groups, total_count: total }
  }

  async function showAll(rows: ListedGroup[], shows: Shows): Promise<Group[]> {
    const ids = rows.map((row) => row.id)
    const members = shows.memberIds && ids.length > 0 ? await findMemberIds(db, ids) : []
    const byGroup = Map.groupBy(members, (member) => member.group_id)
    return rows.map((row) => {
      const memberIds = byGroup.get(row.id)?.map((member) => member.user_id) ?? []
      return toGroup(row, {
        ...(shows.counts && { member_count: row.member_count }),
        ...(shows.memberIds && { member_ids: memberIds }),
      })
    })
  }

  /** Throws 404 for a group that isn't there and for one that the actor may not know of. */
  async function get(actor: Actor, groupId: string, shows: Shows): Promise<Group> {
    const [group] = await showAll([await find(actor, groupId)], shows)
    if (!group) throw notThere()
    return group
  }

  async function find(actor: Actor, groupId: string): Promise<ListedGroup> {
    const filter: GroupFilter = {
      ids: [groupId],
      onlyReferenced: !seesAll(actor),
      archived: 'too',
    }
    const [row] = await findGroups(db, filter, one)
    if (!row) throw notThere()
    return row
  }

  /** The group, if it was made by hand and the actor may do this with it. */
  async function access(
    actor: Actor,
    groupId: string,
    need: Permission,
    options: { isArchived?: boolean } = {},
  ): Promise<ListedGroup> {
    requireEnabled()
    const row = await find(actor, groupId)
    if (row.source !== custom) throw new AppError('app.group.crud_permission', 400)
    if (!roles.grants(actor, need) && !(await mayAsMember(actor, groupId, need))) throw forbidden()
    if (row.delete_at > 0 !== (options.isArchived ?? false)) throw notThere()
    return row
  }

  async function mayAsMember(actor: Actor, groupId: string, need: Permission): Promise<boolean> {
    if (!roles.anyGrants(['custom_group_user'], need)) return false
    const members = await findMemberIds(db, [groupId])
    return members.some((member) => member.user_id === actor.userId)
  }

  async function create(actor: Actor, input: NewGroup): Promise<Group> {
    requireEnabled()
    roles.require(actor, 'create_custom_group')
    if (input.source !== custom) throw new AppError('app.group.crud_permission', 400)
    if (!input.allow_reference) throw new AppError('api.custom_groups.must_be_referenceable', 400)
    if (input.remote_id) throw new AppError('api.custom_groups.no_remote_id', 400)
    const name = input.name.toLowerCase()
    requireValidGroup({ ...input, name })
    await requireFreeName(name)
    const now = clock()
    const row: GroupRow = {
      id: newId(now),
      name,
      display_name: input.display_name,
      description: input.description ?? '',
      source: custom,
      remote_id: null,
      create_at: now,
      update_at: now,
      delete_at: 0,
      allow_reference: true,
    }
    return transact(async (tx) => {
      await insertGroup(tx, row)
      const members = await putMembers(tx, row.id, input.user_ids ?? [])
      const listed = { ...row, has_syncables: false, member_count: members.length }
      return announce(tx, listed)
    })
  }

  async function requireFreeName(name: string): Promise<void> {
    if (await isUsername(db, name)) throw new AppError('app.group.username_conflict', 400)
  }

  /** Tells everybody of a group; resolves to what was told. */
  function announce(tx: Tx, row: ListedGroup): Group {
    const group = toGroup(row, { member_count: row.member_count })
    tx.emit(groupReceived(group))
    return group
  }

  async function patch(actor: Actor, groupId: string, input: GroupPatch): Promise<Group> {
    const before = await access(actor, groupId, 'edit_custom_group')
    if (input.allow_reference === false) {
      throw new AppError('api.custom_groups.must_be_referenceable', 400)
    }
    const name = input.name?.toLowerCase()
    requireValidGroup({ ...input, name: name ?? null })
    if (name !== undefined && name !== before.name) await requireFreeName(name)
    return save(before, {
      ...(name !== undefined && { name }),
      ...(input.display_name != null && { display_name: input.display_name }),
      ...(input.description != null && { description: input.description }),
    })
  }

  async function archive(actor: Actor, groupId: string): Promise<void> {
    const before = await access(actor, groupId, 'delete_custom_group')
    await save(before, { delete_at: clock() })
  }

  async function restore(actor: Actor, groupId: string): Promise<Group> {
    const before = await access(actor, groupId, 'restore_custom_group', { isArchived: true })
    return save(before, { delete_at: 0 })
  }

  function save(before: ListedGroup, changes: Partial<GroupRow>): Promise<Group> {
    return transact(async (tx) => {
      const row = await updateGroup(tx, before.id, { ...changes, update_at: clock() })
      if (!row) throw notThere()
      return announce(tx, { ...before, ...row })
    })
  }

  /** Adds members; resolves to those who weren't members already. */
  async function addMembers(
    actor: Actor,
    groupId: string,
    userIds: string[],
  ): Promise<GroupMember[]> {
    await access(actor, groupId, 'manage_custom_group_members')
    return transact((tx) => putMembers(tx, groupId, userIds))
  }

  async function putMembers(tx: Tx, groupId: string, ids: string[]): Promise<GroupMember[]> {
    const userIds = [...new Set(ids)]
    if (userIds.length === 0) return []
    if ((await findAccounts(tx.db, userIds)).length < userIds.length) {
      throw new AppError('app.group.user_not_found', 400)
    }
    const members = await upsertMembers(tx, groupId, userIds, clock())
    for (const member of members) tx.emit(groupMemberAdded(member))
    return members
  }

  async function removeMembers(
    actor: Actor,
    groupId: string,
    userIds: string[],
  ): Promise<GroupMember[]> {
    await access(actor, groupId, 'manage_custom_group_members')
    return transact(async (tx) => {
      const members = await deleteMembers(tx, groupId, [...new Set(userIds)], clock())
      for (const member of members) tx.emit(groupMemberDeleted(member))
      return members
    })
  }

  /** The members whom the actor may see, by user name. */
  async function listMembers(actor: Actor, groupId: string, page: Page) {
    const { id } = await find(actor, groupId)
    const ids = (await findMemberIds(db, [id])).map((member) => member.user_id)
    const wanted = ids.slice(page.offset, page.offset + page.limit)
    const members = wanted.length > 0 ? await users.byIds(actor, wanted, 0) : []
    return { members, total_member_count: ids.length }
  }

  async function stats(actor: Actor, groupId: string) {
    roles.require(actor, 'sysconsole_read_user_management_groups')
    const row = await find(actor, groupId)
    return { group_id: row.id, total_member_count: row.member_count }
  }

  /** The live groups of these names. */
  async function listByNames(actor: Actor, names: string[]): Promise<Group[]> {
    if (names.length === 0) return []
    const filter = { names, onlyReferenced: !seesAll(actor), archived: 'not' } as const
    const rows = await findGroups(db, filter, { limit: names.length, offset: 0 })
    return showAll(rows, { counts: false, memberIds: false })
  }

  /** The live groups that a user is in. */
  async function listOfUser(actor: Actor, idOrMe: string): Promise<Group[]> {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) roles.require(actor, 'manage_system')
    const filter = { memberId: userId, onlyReferenced: !seesAll(actor), archived: 'not' } as const
    const rows = await findGroups(db, filter, { limit: 1_000, offset: 0 })
    return showAll(rows, { counts: false, memberIds: false })
  }

  return {
    list,
    get,
    create,
    patch,
    archive,
    restore,
    addMembers,
    removeMembers,
    listMembers,
    stats,
    listByNames,
    listOfUser,
    ...associations,
  }
}

function notThere(): AppError {
  return new AppError('app.group.no_rows', 404)
}
