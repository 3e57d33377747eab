import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { defaultOf } from '@redoubt/wire/config-defaults.ts'
import type { Read } from '@redoubt/wire/config-rule-kinds.ts'
import { configRules } from '@redoubt/wire/config-rules.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { schemaVersion } from '#platform/db/migrate.ts'
import type { StateChange } from '#platform/events/event.ts'
import { mountPathOf } from '#platform/http/mount.ts'
import { newId } from '#platform/ids.ts'
import type { KeySource } from '#platform/keys/root-key.ts'
import { openSigningKey } from '#platform/keys/signing-key.ts'
import { type ServerFacts, toClientConfig, wireVersion } from './client-config.ts'
import { configChanged } from './events.ts'
import { clientLicence } from './licence.ts'
import { configSealer } from './secrets.ts'
import { ensureSystemValue, findActiveConfig, insertConfig, lockConfig } from './store.ts'
import { type ConfigValues, overriddenKeys, resolveConfig } from './values.ts'

export type ConfigService = Awaited<ReturnType<typeof openConfig>>

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  keys: KeySource
  environment: Record<string, string | undefined>
  /** In the transaction that saves: what follows from the values that differ. */
  onSave: (tx: Tx, changedKeys: string[], next: Read) => Promise<void>
}

/** What was set, by `Section.Key`; keys at their default aren't in it. */
export type SavedValues = Readonly<Record<string, unknown>>

/** Reads the workspace's configuration, and holds it until it changes. */
export async function openConfig({ db, transact, clock, keys, environment, onSave }: Deps) {
  const sealer = configSealer(keys)
  const overridden = overriddenKeys(environment)
  let values: ConfigValues = resolveConfig(await readSaved(db), environment)
  const facts: ServerFacts = await readFacts()
  let clientMaps = toClientMaps(values)
  let mountPath = mountPathNow()

  async function readFacts(): Promise<ServerFacts> {
    const [diagnosticId, installedAt] = await transact(async (tx) => [
      await ensureSystemValue(tx, 'DiagnosticId', newId(clock())),
      await ensureSystemValue(tx, 'InstallationDate', String(clock())),
    ])
    const anyone = await db.selectFrom('users').select('id').limit(1).executeTakeFirst()
    return {
      diagnosticId,
      installedAt: Number(installedAt),
      signingPublicKey: openSigningKey(keys).publicKey,
      schemaVersion: await schemaVersion(),
      hasAccounts: anyone !== undefined,
    }
  }

  function toClientMaps(values: ConfigValues) {
    const session = toClientConfig(values, facts, true)
    const hash = createHash('sha256').update(JSON.stringify(session)).digest('hex')
    return {
      anonymous: toClientConfig(values, facts, false),
      session,
      versionId: `${wireVersion}.${wireVersion}.${hash}.true`,
    }
  }

  async function readSaved(at: Db): Promise<SavedValues> {
    return sealer.openAll(await findActiveConfig(at))
  }

  /** Drops what is held and reads it again. */
  async function reload(): Promise<void> {
    take(await readSaved(db))
  }

  function take(saved: SavedValues): void {
    values = resolveConfig(saved, environment)
    clientMaps = toClientMaps(values)
    mountPath = mountPathNow()
  }

  function mountPathNow(): string {
    return mountPathOf(readerOf(values).string('ServiceSettings.SiteURL'))
  }

  /**
   * Saves what `edit` makes of the values that were set; `inSameTransaction` is told the names of
   * those that differ. Throws 400 for a configuration that can't be, and then nothing has changed.
   */
  async function change(
    userId: string,
    edit: (saved: SavedValues) => SavedValues,
    inSameTransaction?: (tx: Tx, changedKeys: string[]) => Promise<void>,
  ): Promise<void> {
    const saved = await transact(async (tx) => {
      await lockConfig(tx)
      const before = await readSaved(tx.db)
      const after = withoutDefaults(edit(before))
      const changedKeys = differences(before, after)
      if (changedKeys.length === 0) return undefined
      const next = resolveConfig(after, environment)
      requireValid(readerOf(next))
      const now = clock()
      const value = sealer.sealAll(after)
      await insertConfig(tx, { id: newId(now), value, changedKeys, now, userId })
      await inSameTransaction?.(tx, changedKeys)
      await onSave(tx, changedKeys, readerOf(next))
      tx.changed({ kind: 'config' })
      tx.emit(configChanged(toClientConfig(next, facts, true)))
      return after
    })
    if (saved) take(saved)
  }

  /** Saves values by their `Section.Key`; those in the environment keep their override. */
  function save(changes: SavedValues, userId: string): Promise<void> {
    return change(userId, (saved) => ({ ...saved, ...changes }))
  }

  /** Another node may have saved; what is held serves until the new values are here. */
  function onChange({ kind }: StateChange): void {
    if (kind === 'config' || kind === 'everything') reload().catch(() => undefined)
  }

  return {
    reload,
    save,
    change,
    onChange,
    /** The keys that the environment decides. */
    overridden,
    /** Every key with its value in force. */
    entries: (): Iterable<readonly [string, unknown]> => values,
    /** The value of a key such as `ServiceSettings.SiteURL`. */
    bool: (name: string): boolean => readerOf(values).bool(name),
    int: (name: string): number => readerOf(values).int(name),
    string: (name: string): string => readerOf(values).string(name),
    list: (name: string): string[] => readerOf(values).list(name),
    /** The path of `ServiceSettings.SiteURL`, such as `/chat`; empty at the root of the host. */
    get mountPath(): string {
      return mountPath
    },
    /** Told once the first account exists. */
    accountsExist(): void {
      if (facts.hasAccounts) return
      facts.hasAccounts = true
      clientMaps = toClientMaps(values)
    },
    /** Told once the last account is gone: the next one is the first again. */
    accountsGone(): void {
      facts.hasAccounts = false
      clientMaps = toClientMaps(values)
    },
    get hasAccounts(): boolean {
      return facts.hasAccounts
    },
    get diagnosticId(): string {
      return facts.diagnosticId
    },
    clientConfig: (isSession: boolean) => (isSession ? clientMaps.session : clientMaps.anonymous),
    clientLicence: (isFull: boolean) => clientLicence(isFull, facts.installedAt),
    /** Changes whenever the client configuration does; clients watch it. */
    get versionId(): string {
      return clientMaps.versionId
    },
  }
}

function readerOf(values: ConfigValues): Read {
  return {
    bool: (name) => values.get(name) === true,
    int: (name) => Number(values.get(name) ?? 0),
    string: (name) => String(values.get(name) ?? ''),
    list: (name) => {
      const value = values.get(name)
      return Array.isArray(value) ? value.map(String) : []
    },
  }
}

function requireValid(read: Read): void {
  const broken = configRules.find((rule) => !rule.holds(read))
  if (broken) throw new AppError(broken.error, 400)
}

function withoutDefaults(saved: SavedValues): SavedValues {
  return Object.fromEntries(
    Object.entries(saved).filter(([name, value]) => !isDeepStrictEqual(value, defaultOf(name))),
  )
}

function differences(before: SavedValues, after: SavedValues): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name])).sort()
}
