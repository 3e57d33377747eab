import { createECDH, createHash } from 'node:crypto'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { schemaVersion } from '#platform/db/migrate.ts'
import { newId } from '#platform/ids.ts'
import type { KeySource } from '#platform/keys/root-key.ts'
import { type ServerFacts, toClientConfig, wireVersion } from './client-config.ts'
import { clientLicence } from './licence.ts'
import { ensureSystemValue, findActiveConfig, insertConfig } from './store.ts'
import { type ConfigValues, resolveConfig } from './values.ts'

export type ConfigService = Awaited<ReturnType<typeof openConfig>>

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  keys: KeySource
  environment: Record<string, string | undefined>
}

/** Reads the workspace's configuration, and holds it until it changes. */
export async function openConfig({ db, transact, clock, keys, environment }: Deps) {
  let saved = await findActiveConfig(db)
  let values: ConfigValues = resolveConfig(saved, environment)
  const facts: ServerFacts = await readFacts()
  let clientMaps = toClientMaps()

  async function readFacts(): Promise<ServerFacts> {
    const [diagnosticId, installedAt] = await transact(async (tx) => [
      await ensureSystemValue(tx, 'DiagnosticId', newId(clock())),
      await ensureSystemValue(tx, 'InstallationDate', String(clock())),
    ])
    const anyone = await db.selectFrom('users').select('id').limit(1).executeTakeFirst()
    return {
      diagnosticId,
      installedAt: Number(installedAt),
      signingPublicKey: signingPublicKey(keys),
      schemaVersion: await schemaVersion(),
      hasAccounts: anyone !== undefined,
    }
  }

  function toClientMaps() {
    const session = toClientConfig(values, facts, true)
    const hash = createHash('sha256').update(JSON.stringify(session)).digest('hex')
    return {
      anonymous: toClientConfig(values, facts, false),
      session,
      versionId: `${wireVersion}.${wireVersion}.${hash}.true`,
    }
  }

  /** Drops what is held and reads it again. */
  async function reload(): Promise<void> {
    saved = await findActiveConfig(db)
    values = resolveConfig(saved, environment)
    clientMaps = toClientMaps()
  }

  /** Saves values by their `Section.Key`; those in the environment keep their override. */
  async function save(changes: Record<string, unknown>, userId: string): Promise<void> {
    await transact(async (tx) => {
      const value = { ...(await findActiveConfig(tx.db)), ...changes }
      await insertConfig(tx, { id: newId(clock()), value, now: clock(), userId })
      tx.changed({ kind: 'config' })
    })
    await reload()
  }

  return {
    reload,
    save,
    /** The value of a key such as `ServiceSettings.SiteURL`. */
    bool: (name: string): boolean => values.get(name) === true,
    int: (name: string): number => Number(values.get(name) ?? 0),
    string: (name: string): string => String(values.get(name) ?? ''),
    /** Told once the first account exists. */
    accountsExist(): void {
      if (facts.hasAccounts) return
      facts.hasAccounts = true
      clientMaps = toClientMaps()
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

/** The public half of the workspace's P-256 signing key: SPKI DER in base64. */
function signingPublicKey(keys: KeySource): string {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(keys.derive('signing'))
  const spkiHead = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')
  return Buffer.concat([spkiHead, pair.getPublicKey()]).toString('base64')
}
