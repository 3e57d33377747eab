import { isDeepStrictEqual } from 'node:util'
import type { ConfigVersion } from '@redoubt/wire/config.ts'
import { defaultOf } from '@redoubt/wire/config-defaults.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { fixedKeys, readableKeys, requireAny, writableKeys } from './access.ts'
import { isMask, isSecret, masked } from './secrets.ts'
import type { ConfigService, SavedValues } from './service.ts'
import { findConfigHistory } from './store.ts'
import { type ConfigTree, fromTree, toTree } from './tree.ts'

type Deps = {
  db: Db
  transact: Transact
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
}

/** What is left out of an answer. */
type Omissions = { secrets: boolean; defaults: boolean }

/** What a request wants: single keys, or a whole configuration. */
type Wish = { wanted: Map<string, unknown>; isWhole: boolean }

const everything: Omissions = { secrets: false, defaults: false }
const siteUrl = 'ServiceSettings.SiteURL'
const marketplaceUrl = 'PluginSettings.MarketplaceURL'

/** Reading and changing the configuration, each administrator's part of it. */
export function configAdministration({ db, transact, config, roles, audits }: Deps) {
  /** The sections that the actor may see; secrets are masked. */
  function read(actor: Actor, omit: Omissions = everything): ConfigTree {
    requireAny(roles.grants, actor, 'read')
    return show(actor, omit)
  }

  function show(actor: Actor, omit: Omissions): ConfigTree {
    const mayRead = readableKeys(roles.grants, actor)
    const shown = [...config.entries()]
      .filter(([name]) => mayRead(name))
      .filter(([name, value]) => !omit.defaults || !isDeepStrictEqual(value, defaultOf(name)))
      .filter(([name]) => !omit.secrets || !isSecret(name))
    return toTree(
      shown.map(([name, value]) => [name, isSecret(name) ? masked(value) : value] as const),
    )
  }

  /** Replaces the configuration; keys that are left out go back to their default. */
  function replace(actor: Actor, tree: ConfigTree): Promise<ConfigTree> {
    return write(actor, 'updateConfig', tree, true)
  }

  /** Changes the keys that are named. Throws 403 for one that is never changed from outside. */
  function patch(actor: Actor, tree: ConfigTree): Promise<ConfigTree> {
    return write(actor, 'patchConfig', tree, false)
  }

  async function write(
    actor: Actor,
    action: string,
    tree: ConfigTree,
    isWhole: boolean,
  ): Promise<ConfigTree> {
    requireAny(roles.grants, actor, 'write')
    const wanted = fromTree(tree)
    if (!wanted) throw invalidBody('config')
    const wish = { wanted, isWhole }
    if (!actor.isLocal) requireAllowed(wish)
    const isRestricted = config.bool('ExperimentalSettings.RestrictSystemAdmin')
    const mayWrite = writableKeys(roles.grants, actor, isRestricted)
    await config.change(
      actor.userId,
      (saved) => merge(saved, wish, (name) => mayWrite(name) && !config.overridden.has(name)),
      (tx, changedKeys) =>
        audits.record(tx, { actor, action, info: `keys=${changedKeys.join(',')}` }),
    )
    // Whoever may change something may still see nothing of it.
    return show(actor, everything)
  }

  function requireAllowed({ wanted, isWhole }: Wish): void {
    const current = new Map(config.entries())
    const differs = (name: string) =>
      wanted.has(name) && !isDeepStrictEqual(wanted.get(name), current.get(name))
    // A whole configuration is what was read before; the fixed keys in it are simply kept.
    const refused = isWhole ? undefined : [...fixedKeys].find(differs)
    const isMarketplaceFixed =
      !config.bool('PluginSettings.EnableUploads') && differs(marketplaceUrl)
    const name = refused ?? (isMarketplaceFixed ? marketplaceUrl : undefined)
    if (name === undefined) return
    throw new AppError('api.config.update_config.not_allowed_security.app_error', 403, {
      params: { Name: name },
    })
  }

  /** What is saved afterwards. A masked secret stands for the one that is there. */
  function merge(
    saved: SavedValues,
    { wanted, isWhole }: Wish,
    mayChange: (name: string) => boolean,
  ): SavedValues {
    const next: Record<string, unknown> = { ...saved }
    for (const [name] of config.entries()) {
      if (!mayChange(name)) continue
      if (!wanted.has(name)) {
        if (isWhole) delete next[name]
        continue
      }
      const value = wanted.get(name)
      if (isSecret(name) && isMask(value, saved[name] ?? defaultOf(name))) continue
      next[name] = value
    }
    if (saved[siteUrl] && !next[siteUrl]) {
      throw new AppError('api.config.update_config.clear_siteurl.app_error', 400)
    }
    return next
  }

  /** Reads what is stored again, on every node. */
  async function reload(actor: Actor): Promise<void> {
    roles.require(actor, 'reload_config')
    await config.reload()
    await transact(async (tx) => {
      await audits.record(tx, { actor, action: 'configReload' })
      tx.changed({ kind: 'config' })
    })
  }

  /** `true` for each key that the environment decides, as far as the actor sees it. */
  function environment(actor: Actor): ConfigTree {
    const mayRead = readableKeys(roles.grants, actor)
    return toTree([...config.overridden].filter(mayRead).map((name) => [name, true] as const))
  }

  /** Who changed which keys and when, newest first; never the values. */
  function history(actor: Actor, page: Page): Promise<ConfigVersion[]> {
    roles.require(actor, 'manage_system')
    return findConfigHistory(db, page)
  }

  return {
    read,
    replace,
    patch,
    reload,
    environment,
    history,
    /** Throws 403 for those who see nothing of the console. */
    requireReader: (actor: Actor): void => requireAny(roles.grants, actor, 'read'),
  }
}
