import type {
  NewSidebarCategory,
  OrderedSidebarCategories,
  SidebarCategory,
  SidebarCategoryChange,
} from '@redoubt/wire/categories.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { FavoritesChange, PreferencesService } from '#domains/preferences/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { forbidden, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import {
  categoriesUpdated,
  categoryCreated,
  categoryDeleted,
  categoryOrderUpdated,
} from './events.ts'
import { defaultCategories, favoritesOf, mutedByChannel, withChannels } from './rules.ts'
import {
  addFavorites,
  type CategoryRow,
  deleteCategory,
  findCategories,
  findPlacements,
  insertCategory,
  insertDefaults,
  type Owner,
  placeChannels,
  removeFavorites,
  updateCategories,
} from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  roles: RolesService
  teams: Pick<TeamsService, 'access' | 'getMember'>
  channels: Pick<ChannelsService, 'setMuted'>
  preferences: Pick<PreferencesService, 'writeFavorites'>
}

/** Whose sidebar, by the path: `me` or a user's id, and the team. */
type Path = { user_id: string; team_id: string }

/** The sections of a sidebar. Each user has their own in each team. */
export function categoriesService(deps: Deps) {
  const { db, transact, clock, roles, teams, channels, preferences } = deps

  /** Throws where the actor may not act for the user, and where the team isn't theirs to see. */
  async function access(actor: Actor, path: Path): Promise<Owner> {
    const userId = resolveMe(actor, path.user_id)
    await teams.access(actor, path.team_id, 'view_team')
    if (userId !== actor.userId) {
      roles.require(actor, 'edit_other_users')
      await teams.getMember(actor, path.team_id, userId)
    }
    return { userId, teamId: path.team_id }
  }

  /** All categories in order; the default ones are made at their first use. */
  async function read(owner: Owner): Promise<SidebarCategory[]> {
    const [rows, placements] = await Promise.all([
      findCategories(db, owner, { isLocked: false }),
      findPlacements(db, owner),
    ])
    if (rows.length > 0) return withChannels(rows, placements)
    return transact((tx) => readLocked(tx, owner))
  }

  /** As `read`, for a change: no other one comes between. */
  async function readLocked(tx: Tx, owner: Owner): Promise<SidebarCategory[]> {
    let rows = await findCategories(tx.db, owner, { isLocked: true })
    if (rows.length === 0) {
      await insertDefaults(tx, owner, defaultCategories(owner))
      rows = await findCategories(tx.db, owner, { isLocked: true })
    }
    return withChannels(rows, await findPlacements(tx.db, owner))
  }

  async function list(actor: Actor, path: Path): Promise<OrderedSidebarCategories> {
    const categories = await read(await access(actor, path))
    return { categories, order: categories.map(({ id }) => id) }
  }

  async function order(actor: Actor, path: Path): Promise<string[]> {
    return (await list(actor, path)).order
  }

  /** Throws 403 for a category that isn't the user's, as for one that isn't there. */
  async function get(actor: Actor, path: Path, id: string): Promise<SidebarCategory> {
    return requireOwn(await read(await access(actor, path)), id)
  }

  /** Adds a category after Favorites; its channels are taken out of others. */
  async function create(
    actor: Actor,
    path: Path,
    input: NewSidebarCategory,
  ): Promise<SidebarCategory> {
    const owner = await access(actor, path)
    if ((input.user_id ?? owner.userId) !== owner.userId) throw invalidBody('user_id')
    if ((input.team_id ?? owner.teamId) !== owner.teamId) throw invalidBody('team_id')
    return transact(async (tx) => {
      const before = await readLocked(tx, owner)
      const row = await addCustom(tx, owner, before, input)
      await place(tx, owner, before, [{ category: row, channelIds: input.channel_ids ?? [] }])
      const after = await follow(tx, owner, before)
      tx.emit(categoryCreated({ ...owner, id: row.id }))
      return requireOwn(after, row.id)
    })
  }

  async function addCustom(
    tx: Tx,
    owner: Owner,
    before: SidebarCategory[],
    input: NewSidebarCategory,
  ): Promise<CategoryRow> {
    const row: CategoryRow = {
      id: newId(clock()),
      user_id: owner.userId,
      team_id: owner.teamId,
      sort_order: 0,
      sorting: input.sorting ?? '',
      type: 'custom',
      display_name: input.display_name,
      muted: input.muted ?? false,
      collapsed: input.collapsed ?? false,
    }
    await insertCategory(tx, row)
    await renumber(tx, insertAfterFavorites(before, row))
    return row
  }

  async function renumber(tx: Tx, rows: CategoryRow[]): Promise<void> {
    await updateCategories(
      tx,
      rows.map((row, index) => ({ ...row, sort_order: index * 10 })),
    )
  }

  /** Puts the user's channels among these into categories; each into the first that names it. */
  async function place(
    tx: Tx,
    owner: Owner,
    before: SidebarCategory[],
    wishes: { category: CategoryRow; channelIds: readonly string[] }[],
  ): Promise<void> {
    const left = new Set(before.flatMap((category) => category.channel_ids))
    const placed = wishes.map(({ category, channelIds }) => ({
      id: category.id,
      channelIds: channelIds.filter((id) => left.delete(id)),
      // The order of direct messages is their activity's: they are only ever left there.
      isDefault: category.type === 'direct_messages',
    }))
    await placeChannels(tx, owner, placed)
  }

  /** What follows from a change: muted channels and favourite preferences. Resolves to the new state. */
  async function follow(
    tx: Tx,
    owner: Owner,
    before: SidebarCategory[],
  ): Promise<SidebarCategory[]> {
    const after = await readLocked(tx, owner)
    const wasMuted = mutedByChannel(before)
    const changed = [...mutedByChannel(after)].filter(
      ([id, isMuted]) => isMuted !== (wasMuted.get(id) ?? false),
    )
    for (const isMuted of [true, false]) {
      const ids = changed.filter(([, value]) => value === isMuted).map(([id]) => id)
      if (ids.length > 0) await channels.setMuted(tx, owner.userId, ids, isMuted)
    }
    const [old, now] = [favoritesOf(before), favoritesOf(after)]
    await preferences.writeFavorites(tx, owner.userId, {
      added: [...now.difference(old)],
      removed: [...old.difference(now)],
    })
    return after
  }

  /** Changes categories. Throws 400 where one of them isn't the user's. */
  async function update(
    actor: Actor,
    path: Path,
    input: SidebarCategoryChange[],
  ): Promise<SidebarCategory[]> {
    const owner = await access(actor, path)
    return transact(async (tx) => {
      const before = await readLocked(tx, owner)
      const changes = new Map(input.map((change) => [change.id, change]))
      const wishes = [...changes.values()].map((change) => {
        const category = before.find(({ id }) => id === change.id)
        if (!category) throw invalidBody('category')
        // Not given is left as it is; null is none.
        const { channel_ids: channelIds = category.channel_ids } = change
        return { category: merge(category, change), channelIds: channelIds ?? [] }
      })
      if (wishes.length === 0) return []
      await updateCategories(
        tx,
        wishes.map(({ category }) => category),
      )
      await place(tx, owner, before, wishes)
      const after = await follow(tx, owner, before)
      const categories = wishes.map(({ category }) => requireOwn(after, category.id))
      tx.emit(categoriesUpdated({ ...owner, categories }))
      return categories
    })
  }

  async function updateOne(
    actor: Actor,
    path: Path,
    id: string,
    input: SidebarCategoryChange,
  ): Promise<SidebarCategory> {
    if (input.id !== id) throw invalidBody('category')
    await get(actor, path, id)
    const [category] = await update(actor, path, [input])
    if (!category) throw forbidden()
    return category
  }

  /** Throws 400 unless the ids are those of all categories, each once. */
  async function reorder(actor: Actor, path: Path, ids: string[]): Promise<string[]> {
    const owner = await access(actor, path)
    return transact(async (tx) => {
      const before = await readLocked(tx, owner)
      const rows = ids.flatMap((id) => before.find((category) => category.id === id) ?? [])
      const isPermutation = new Set(ids).size === before.length && rows.length === before.length
      if (!isPermutation) throw invalidBody('category')
      await renumber(tx, rows)
      tx.emit(categoryOrderUpdated({ ...owner, order: ids }))
      return ids
    })
  }

  /** Deletes a custom category; its channels fall back to the default ones. */
  async function remove(actor: Actor, path: Path, id: string): Promise<void> {
    const owner = await access(actor, path)
    await transact(async (tx) => {
      const before = await readLocked(tx, owner)
      if (requireOwn(before, id).type !== 'custom') throw invalidBody('category_id')
      await deleteCategory(tx, id)
      await follow(tx, owner, before)
      tx.emit(categoryDeleted({ ...owner, id }))
    })
  }

  /** Puts a new member's channel into the category that it wants to be in; made where it lacks. */
  async function sortIn(
    tx: Tx,
    userId: string,
    channel: { id: string; team_id: string; default_category_name: string },
  ): Promise<void> {
    const owner = { userId, teamId: channel.team_id }
    const name = channel.default_category_name
    const before = await readLocked(tx, owner)
    const known = before.find((one) => one.type === 'custom' && one.display_name === name)
    const category = known ?? (await addCustom(tx, owner, before, { display_name: name }))
    const channelIds = [channel.id, ...(known?.channel_ids ?? [])]
    await place(tx, owner, before, [{ category, channelIds }])
    const after = await follow(tx, owner, before)
    if (known) {
      tx.emit(categoriesUpdated({ ...owner, categories: [requireOwn(after, known.id)] }))
    } else tx.emit(categoryCreated({ ...owner, id: category.id }))
  }

  /** Favourites were set as preferences: the categories follow. */
  async function followFavorites(tx: Tx, userId: string, change: FavoritesChange): Promise<void> {
    if (change.added.length > 0) await addFavorites(tx, userId, change.added)
    if (change.removed.length > 0) await removeFavorites(tx, userId, change.removed)
  }

  return { list, order, get, create, update, updateOne, reorder, remove, sortIn, followFavorites }
}

function requireOwn(categories: SidebarCategory[], id: string): SidebarCategory {
  const category = categories.find((candidate) => candidate.id === id)
  if (!category) throw forbidden()
  return category
}

function insertAfterFavorites(before: CategoryRow[], row: CategoryRow): CategoryRow[] {
  const index = before.findIndex(({ type }) => type === 'favorites') + 1
  return before.toSpliced(index, 0, row)
}

/** The row with what the client may change; only custom categories have a name of their own. */
function merge(category: SidebarCategory, change: SidebarCategoryChange): CategoryRow {
  const { channel_ids: _channelIds, ...row } = category
  const isNamed = row.type === 'custom' && change.display_name !== ''
  return {
    ...row,
    display_name: isNamed ? change.display_name : row.display_name,
    sorting: change.sorting ?? row.sorting,
    muted: change.muted ?? row.muted,
    collapsed: change.collapsed ?? row.collapsed,
  }
}
