import type { NewScheme, Scheme, SchemePatch } from '@redoubt/wire/schemes.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, invalidUrl } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { newId } from '#platform/ids.ts'
import { onlyModerated, requireValidScheme, roleTemplates } from './rules.ts'
import {
  clearScheme,
  findSchemePage,
  insertScheme,
  insertSchemeRoles,
  updateScheme,
} from './store.ts'

export type SchemesService = ReturnType<typeof schemesService>

type Deps = { db: Db; transact: Transact; clock: Clock; roles: RolesService }

/** Sets of roles that teams and channels use instead of the built-in ones. */
export function schemesService({ db, transact, clock, roles }: Deps) {
  /** Makes a scheme whose roles begin as the built-in ones are. */
  async function create(actor: Actor, input: NewScheme): Promise<Scheme> {
    roles.require(actor, 'sysconsole_write_user_management_permissions')
    requireValidScheme(input)
    return transact((tx) => make(tx, input))
  }

  /**
   * Part of another change: a scheme with its roles. `from` names the roles that those of a channel
   * begin as, where it isn't the built-in ones.
   */
  async function make(
    tx: Tx,
    input: NewScheme,
    from: Readonly<Record<string, string>> = {},
  ): Promise<Scheme> {
    const now = clock()
    const scheme: Scheme = {
      ...noRoles,
      id: newId(now),
      name: input.name || newId(now),
      display_name: input.display_name,
      description: input.description ?? '',
      scope: input.scope,
      create_at: now,
      update_at: now,
      delete_at: 0,
    }
    const added = roleTemplates[input.scope].map(({ field, label, from: builtIn }) => {
      const like = roles.byNames([from[builtIn] ?? builtIn])[0]?.permissions ?? []
      const name = newId(now)
      scheme[field] = name
      return {
        id: newId(now),
        name,
        display_name: `${label} Role for Scheme ${scheme.name}`,
        description: '',
        create_at: now,
        update_at: now,
        delete_at: 0,
        permissions: input.scope === 'channel' ? onlyModerated(like) : [...like],
        scheme_managed: true,
        built_in: false,
      }
    })
    await insertScheme(tx, scheme)
    await insertSchemeRoles(tx, added)
    for (const role of added) tx.changed({ kind: 'role', role })
    tx.changed({ kind: 'scheme', scheme })
    return scheme
  }

  /** Throws 404 where there is no such scheme. */
  async function get(actor: Actor, schemeId: string): Promise<Scheme> {
    roles.require(actor, 'sysconsole_read_user_management_permissions')
    return mustFind(schemeId)
  }

  function mustFind(schemeId: string): Scheme {
    const scheme = roles.findScheme(schemeId)
    if (!scheme) throw notThere()
    return scheme
  }

  async function list(actor: Actor, scope: string, page: Page): Promise<Scheme[]> {
    roles.require(actor, 'sysconsole_read_user_management_permissions')
    if (!['', 'team', 'channel'].includes(scope)) throw invalidUrl('scope')
    return findSchemePage(db, scope, page)
  }

  async function patch(actor: Actor, schemeId: string, input: SchemePatch): Promise<Scheme> {
    roles.require(actor, 'sysconsole_write_user_management_permissions')
    mustFind(schemeId)
    requireValidScheme(input)
    const { name, display_name, description } = input
    return transact(async (tx) => {
      const scheme = await updateScheme(tx, schemeId, {
        ...(name && { name }),
        ...(display_name && { display_name }),
        ...(description != null && { description }),
        now: clock(),
      })
      if (!scheme) throw notThere()
      tx.changed({ kind: 'scheme', scheme })
      return scheme
    })
  }

  /** Deletes a scheme; the teams and channels that used it go back to the built-in roles. */
  async function remove(actor: Actor, schemeId: string): Promise<void> {
    roles.require(actor, 'sysconsole_write_user_management_permissions')
    mustFind(schemeId)
    await transact((tx) => drop(tx, schemeId))
  }

  /** Part of another change. */
  async function drop(tx: Tx, schemeId: string): Promise<void> {
    const now = clock()
    const scheme = await updateScheme(tx, schemeId, { delete_at: now, now })
    if (!scheme) throw notThere()
    const { teamIds, channelIds } = await clearScheme(tx, schemeId)
    for (const team_id of teamIds) tx.changed({ kind: 'team', team_id })
    for (const channel_id of channelIds) tx.changed({ kind: 'channel', channel_id })
    tx.changed({ kind: 'scheme', scheme })
  }

  return { create, make, get, list, patch, remove, drop }
}

const noRoles = {
  default_team_admin_role: '',
  default_team_user_role: '',
  default_team_guest_role: '',
  default_channel_admin_role: '',
  default_channel_user_role: '',
  default_channel_guest_role: '',
  default_playbook_admin_role: '',
  default_playbook_member_role: '',
  default_run_admin_role: '',
  default_run_member_role: '',
}

function notThere(): AppError {
  return new AppError('app.scheme.get.app_error', 404)
}
