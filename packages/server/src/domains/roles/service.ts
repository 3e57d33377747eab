import { builtInRoles, type Permission } from '@redoubt/wire/permissions.gen.ts'
import type { Role } from '@redoubt/wire/roles.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { findRoles, insertMissingRoles } from './store.ts'

export type RolesService = Awaited<ReturnType<typeof openRoles>>

type Deps = { db: Db; transact: Transact; clock: Clock }

const maxNames = 100

/** Holds the workspace's roles in memory: every access asks for them. */
export async function openRoles({ db, transact, clock }: Deps) {
  let rolesByName = new Map<string, Role>()
  let grantsByName = new Map<string, ReadonlySet<string>>()
  await transact((tx) => insertMissingRoles(tx, toRows(clock())))
  await reload()

  async function reload(): Promise<void> {
    const roles = await findRoles(db)
    rolesByName = new Map(roles.map((role) => [role.name, role]))
    grantsByName = new Map(
      roles
        .filter((role) => role.delete_at === 0)
        .map((role) => [role.name, new Set(role.permissions)]),
    )
  }

  /** Whether any of the roles lists the permission. */
  function anyGrants(names: Iterable<string>, permission: Permission): boolean {
    for (const name of names) if (grantsByName.get(name)?.has(permission)) return true
    return false
  }

  /** Whether the actor has the permission in the whole system. */
  function grants(actor: Actor, permission: Permission): boolean {
    return actor.isLocal || anyGrants(actor.roles, permission)
  }

  /** Throws 403 unless the actor has the permission in the whole system. */
  function require(actor: Actor, permission: Permission): void {
    if (!grants(actor, permission)) throw forbidden()
  }

  /** The roles of these names that exist. Throws 400 for more than 100 names. */
  function byNames(names: string[]): Role[] {
    if (names.length > maxNames) {
      throw new AppError('api.roles.get_multiple_by_name_too_many.request_error', 400, {
        params: { MaxNames: maxNames },
      })
    }
    return names.flatMap((name) => rolesByName.get(name) ?? [])
  }

  /** Throws 404 where there is no role of this name. */
  function getByName(name: string): Role {
    const role = rolesByName.get(name)
    if (!role) throw new AppError('app.role.get_by_name.app_error', 404)
    return role
  }

  function get(id: string): Role {
    const role = [...rolesByName.values()].find((candidate) => candidate.id === id)
    if (!role) throw new AppError('app.role.get_by_name.app_error', 404)
    return role
  }

  /** Every role, for those who may see the console's role pages. */
  function list(actor: Actor): Role[] {
    require(actor, 'sysconsole_read_user_management_permissions')
    return [...rolesByName.values()]
  }

  return { reload, anyGrants, grants, require, byNames, getByName, get, list }
}

/** What the table of built-in roles leaves out: people may add and take back emoji of their own. */
const furtherPermissions: Readonly<Record<string, readonly Permission[]>> = {
  system_user: ['create_emojis', 'delete_emojis'],
}

function toRows(now: number): Role[] {
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
