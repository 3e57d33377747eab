import type { Preference } from '@redoubt/wire/preferences.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, forbidden, invalidBody } from '#platform/app-error.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { preferencesChanged, preferencesDeleted, sidebarTouched } from './events.ts'
import { deletePreferences, findPreferences, upsertPreferences } from './store.ts'

export type PreferencesService = ReturnType<typeof preferencesService>

/** Ids of channels that became favourites, and of those that are none any more. */
export type FavoritesChange = { added: string[]; removed: string[] }

type Deps = {
  db: Db
  transact: Transact
  roles: RolesService
  /** Lets the sidebar follow what was written here. */
  followFavorites: (tx: Tx, userId: string, change: FavoritesChange) => Promise<void>
  /** Those of the posts that the actor may read. */
  readablePosts: (actor: Actor, postIds: string[]) => Promise<{ id: string }[]>
}

const favoriteChannel = 'favorite_channel'
const savedPost = 'flagged_post'

const colour = /^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/
const otherThemeKeys = new Set(['image', 'type', 'codeTheme'])

export function preferencesService(deps: Deps) {
  const { db, transact, roles, followFavorites, readablePosts } = deps

  async function list(actor: Actor, idOrMe: string): Promise<Preference[]> {
    return findPreferences(db, requireOwn(actor, idOrMe))
  }

  /** Throws 404 for a category that holds nothing. */
  async function listCategory(
    actor: Actor,
    idOrMe: string,
    category: string,
  ): Promise<Preference[]> {
    const all = await list(actor, idOrMe)
    const found = all.filter((preference) => preference.category === category)
    if (found.length === 0) throw new AppError('app.preference.get.app_error', 404)
    return found
  }

  async function get(
    actor: Actor,
    idOrMe: string,
    key: { category: string; name: string },
  ): Promise<Preference> {
    const all = await list(actor, idOrMe)
    const found = all.find(({ category, name }) => category === key.category && name === key.name)
    if (!found) throw new AppError('app.preference.get.app_error', 404)
    return found
  }

  /** Sets preferences, all of them the path's user's. Throws 403 for anybody else's. */
  async function update(actor: Actor, idOrMe: string, preferences: Preference[]): Promise<void> {
    const userId = requireAllOwn(actor, idOrMe, preferences)
    // Of a key that is named twice, the last value counts.
    const byKey = new Map(
      preferences.map((item) => [`${item.category}/${item.name}`, toValid(item)]),
    )
    const checked = [...byKey.values()]
    await requireReadable(actor, checked)
    await transact(async (tx) => {
      await upsertPreferences(tx, checked)
      const favorites = checked.filter(({ category }) => category === favoriteChannel)
      const isSet = ({ value }: Preference) => value === 'true'
      await followFavorites(tx, userId, {
        added: favorites.filter(isSet).map(({ name }) => name),
        removed: favorites.filter((item) => !isSet(item)).map(({ name }) => name),
      })
      tx.emit(sidebarTouched(userId))
      tx.emit(preferencesChanged({ userId, preferences: checked }))
    })
  }

  /** Throws 403 for a saved post that the actor can't read. */
  async function requireReadable(actor: Actor, preferences: Preference[]): Promise<void> {
    const saved = preferences.filter(({ category }) => category === savedPost)
    if (saved.length === 0) return
    const ids = saved.map(({ name }) => name)
    if ((await readablePosts(actor, ids)).length < ids.length) throw forbidden()
  }

  /** What clients find of a new account: its tour is to come. */
  async function begin(tx: Tx, userId: string): Promise<void> {
    await upsertPreferences(tx, [
      { user_id: userId, category: 'recommended_next_steps', name: 'hide', value: 'false' },
      { user_id: userId, category: 'tutorial_step', name: userId, value: '0' },
      { user_id: userId, category: 'system_notice', name: 'GMasDM', value: 'true' },
    ])
  }

  async function remove(actor: Actor, idOrMe: string, preferences: Preference[]): Promise<void> {
    const userId = requireAllOwn(actor, idOrMe, preferences)
    await transact(async (tx) => {
      await deletePreferences(tx, preferences)
      const favorites = preferences.filter(({ category }) => category === favoriteChannel)
      await followFavorites(tx, userId, { added: [], removed: favorites.map(({ name }) => name) })
      tx.emit(sidebarTouched(userId))
      tx.emit(preferencesDeleted({ userId, preferences }))
    })
  }

  /** Follows the sidebar: what it holds as favourites, preferences do too. */
  async function writeFavorites(
    tx: Tx,
    userId: string,
    { added, removed }: FavoritesChange,
  ): Promise<void> {
    const toPreferences = (ids: string[]) =>
      ids.map((name) => ({ user_id: userId, category: favoriteChannel, name, value: 'true' }))
    if (added.length > 0) {
      await upsertPreferences(tx, toPreferences(added))
      tx.emit(preferencesChanged({ userId, preferences: toPreferences(added) }))
    }
    if (removed.length > 0) {
      await deletePreferences(tx, toPreferences(removed))
      tx.emit(preferencesDeleted({ userId, preferences: toPreferences(removed) }))
    }
  }

  function requireOwn(actor: Actor, idOrMe: string): string {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    return userId
  }

  function requireAllOwn(actor: Actor, idOrMe: string, preferences: Preference[]): string {
    const userId = requireOwn(actor, idOrMe)
    if (preferences.some((preference) => preference.user_id !== userId)) throw forbidden()
    return userId
  }

  return { list, listCategory, get, update, begin, remove, writeFavorites }
}

function toValid(preference: Preference): Preference {
  const { category, name, value } = preference
  if (category === 'sidebar_settings' && name === 'limit_visible_dms_gms') {
    const count = Number(value)
    if (!Number.isInteger(count) || count < 1 || count > 40) throw invalidBody('value')
  }
  return category === 'theme' ? { ...preference, value: toTheme(value) } : preference
}

/** Themes are written by clients into style sheets: what isn't a colour becomes white. */
function toTheme(value: string): string {
  const theme = parseObject(value)
  if (!theme) throw new AppError('model.preference.is_valid.theme.app_error', 400)
  const safe = Object.entries(theme).map(([key, entry]) => {
    const isFine = otherThemeKeys.has(key) || (typeof entry === 'string' && colour.test(entry))
    return [key, isFine ? entry : '#ffffff']
  })
  return JSON.stringify(Object.fromEntries(safe))
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined
  } catch {
    return undefined
  }
}
