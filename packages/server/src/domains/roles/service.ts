import {
  ancillaryPermissions,
  builtInRoles,
  type Permission,
  permissionScopes,
} from '@redoubt/wire/permissions.gen.ts'
import type { Role } from '@redoubt/wire/roles.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Audience, StateChange } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'
import { roleUpdated } from './events.ts'
import { roleRegistry } from './registry.ts'
import { permissionsToPatch, ungrantable } from './rules.ts'
import {
  findHigherSchemes,
  findRoles,
  findSchemes,
  findUsers,
  insertMissingRoles,
  type RoleRow,
  updateRoles,
} from './store.ts'

export type RolesService = Awaited<ReturnType<typeof openRoles>>
export type { ChannelSchemes } from './registry.ts'
export type { RoleRow } from './store.ts'

type Deps = { db: Db; transact: Transact; clock: Clock }

const maxNames = 100

/** Who may do what: the workspace's roles, and what each of them grants. */
export async function openRoles({ db, transact, clock }: Deps) {
  await transact((tx) => insertMissingRoles(tx, toRows(clock())))
  const registry = roleRegistry(await findRoles(db), await findSchemes(db))
  const { anyGrants, find } = registry

  /** Keeps what changed; where anything may have, reads all, and what is held serves meanwhile. */
  function onChange(change: StateChange): void {
    registry.onChange(change)
    if (change.kind === 'everything') void readAll().catch(() => undefined)
  }

  async function readAll(): Promise<void> {
    for (const role of await findRoles(db)) registry.onChange({ kind: 'role', role })
    for (const scheme of await findSchemes(db)) registry.onChange({ kind: 'scheme', scheme })
  }

  /** Whether the actor has the permission in the whole system. */
  function grants(actor: Actor, permission: Permission): boolean {
    return actor.isLocal || anyGrants(actor.roles, permission)
  }

  /** Throws 403 unless the actor has the permission in the whole system. */
  function require(actor: Actor, permission: Permission): void {
    if (!grants(actor, permission)) throw forbidden()
  }

  /** The roles of these names that exist, as they are stored. */
  function byNames(names: string[]): RoleRow[] {
    return names.flatMap((name) => find(name) ?? [])
  }

  /** The roles of these names that exist. Throws 400 for more than 100 names. */
  async function listByNames(names: string[]): Promise<Role[]> {
    if (names.length > maxNames) {
      throw new AppError('api.roles.get_multiple_by_name_too_many.request_error', 400, {
        params: { MaxNames: maxNames },
      })
    }
    return showAll(byNames(names))
  }

  /** Throws 404 where there is no role of this name. */
  async function getByName(name: string): Promise<Role> {
    return show(mustFind((role) => role.name === name))
  }

  async function get(id: string): Promise<Role> {
    return show(mustFind((role) => role.id === id))
  }

  function mustFind(isWanted: (role: RoleRow) => boolean): RoleRow {
    const role = registry.all().find(isWanted)
    if (!role) throw new AppError('app.role.get_by_name.app_error', 404)
    return role
  }

  /** Every role. */
  async function list(actor: Actor): Promise<Role[]> {
    require(actor, 'manage_system')
    return showAll(registry.all())
  }

  async function show(role: RoleRow): Promise<Role> {
    const [shown] = await showAll([role])
    if (!shown) throw new AppError('app.role.get_by_name.app_error', 404)
    return shown
  }

  /** A role of a channel's scheme is shown as what it amounts to where it is used. */
  async function showAll(roles: RoleRow[]): Promise<Role[]> {
    const channelSchemeIds = roles.flatMap(({ name }) => {
      const scheme = registry.schemeOfRole(name)
      return scheme?.scope === 'channel' ? [scheme.id] : []
    })
    const higher = await findHigherSchemes(db, [...new Set(channelSchemeIds)])
    return roles.map((role) => {
      const scheme = registry.schemeOfRole(role.name)
      const teamSchemeId = higher.get(scheme?.id ?? '') ?? null
      return {
        ...role,
        permissions: registry.mergedPermissions(role, teamSchemeId),
        scheme_id: scheme?.id ?? null,
      }
    })
  }

  /**
   * Sets what a role grants. Throws 403 without the permissions that changing this role takes, 501
   * for permissions that can't be given or taken away, 400 for unknown ones.
   */
  async function patch(
    actor: Actor,
    roleId: string,
    wanted: string[] | null | undefined,
  ): Promise<Role> {
    const role = mustFind(({ id }) => id === roleId)
    for (const need of permissionsToPatch(role.name)) require(actor, need)
    if (!wanted) return show(role)
    const permissions = [...new Set(wanted)]
    if (!permissions.every((permission) => Object.hasOwn(permissionScopes, permission))) {
      throw new AppError('app.role.save.invalid_role.app_error', 400)
    }
    const changed = new Set(permissions).symmetricDifference(new Set(role.permissions))
    if (ungrantable.some((permission) => changed.has(permission))) {
      throw new AppError('api.roles.patch_roles.not_allowed_permission.error', 501)
    }
    const [updated] = await transact(async (tx) => {
      const rows = await setPermissions(tx, role.name, permissions)
      await announce(tx, rows)
      return rows
    })
    return show(updated ?? role)
  }

  /** Part of another change; the caller announces it. */
  async function setPermissions(tx: Tx, name: string, permissions: string[]): Promise<RoleRow[]> {
    const rows = await updateRoles(tx, [name], { permissions, now: clock() })
    for (const role of rows) tx.changed({ kind: 'role', role })
    return rows
  }

  /** Tells everybody, or those who are where the scheme of the role is used. */
  async function announce(tx: Tx, rows: RoleRow[]): Promise<void> {
    for (const row of rows) {
      const scheme = registry.schemeOfRole(row.name)
      const role = { ...(await show(row)), update_at: row.update_at }
      const places = scheme ? await findUsers(tx.db, scheme) : []
      const audiences: Audience[] = scheme
        ? places.map((id) => (scheme.scope === 'team' ? { team_id: id } : { channel_id: id }))
        : [{}]
      for (const audience of audiences) tx.emit(roleUpdated({ role, audience }))
    }
  }

  /** The permissions of the console's sections, and those that come with them. */
  function withAncillary(permissions: string[]): string[] {
    if (permissions.length === 0) throw invalidBody('subsection_permissions')
    const all = new Set(permissions)
    for (const permission of permissions) {
      if (!Object.hasOwn(ancillaryPermissions, permission)) continue
      for (const more of ancillaryPermissions[permission as Permission] ?? []) all.add(more)
    }
    return [...all]
  }

  return {
    ...registry,
    onChange,
    grants,
    require,
    byNames,
    listByNames,
    getByName,
    get,
    list,
    patch,
    setPermissions,
    announce,
    withAncillary,
  }
}

/** What the table of built-in roles leaves out: people may add and take back emoji of their own. */
const furtherPermissions: Readonly<Record<string, readonly Permission[]>> = {
  system_user: ['create_emojis', 'delete_emojis'],
}

function toRows(now: number): RoleRow[] {
  return builtInRoles.map((role) => ({
    id: newId(now),
    name: role.name,
    display_name: `authentication.roles.${role.name}.name`,
    description: `authentication.roles.${role.name}.description`,
    create_at: now,
    update_at: now,
    delete_at: 0,
    permissions: [...role.permissions, ...(furtherPermissions[role.name] ?? [])],
    scheme_managed: role.scheme_managed,
    built_in: role.built_in,
  }))
}
