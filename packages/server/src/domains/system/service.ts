import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Permission } from '@redoubt/wire/permissions.gen.ts'
import type {
  AppliedMigration,
  ClusterInfo,
  IntegrityResult,
  Onboarding,
  ReleaseInfo,
  ServerLimits,
  SystemValue,
} from '@redoubt/wire/system.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import type { Outgoing } from '#platform/net/outgoing.ts'
import {
  findMigrations,
  findOrphans,
  findSystemValue,
  type Relation,
  upsertSystemValue,
} from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'stats'>
  audits: Pick<AuditsService, 'record'>
  blobs: BlobStore
  outgoing: Pick<Outgoing, 'fetch'>
  /** The nodes that the workspace lives on, with what each says of it. */
  describeNodes: () => Promise<Record<string, string>[]>
  /** Throws 403 for those who see nothing of the console. */
  requireConsole: (actor: Actor) => void
  /** Closes idle connections, so that later ones are new. */
  recycleConnections: () => Promise<void>
}

const setupComplete = 'FirstAdminSetupComplete'
const marketplaceVisited = 'FirstAdminVisitMarketplace'
const siteTestTimeoutMs = 10_000
const maxPingBytes = 64 * 1024
const probe = 'health/probe'

const relations: readonly Relation[] = [
  { parent: 'teams', child: 'channels', attribute: 'team_id' },
  { parent: 'teams', child: 'team_members', attribute: 'team_id' },
  { parent: 'channels', child: 'channel_members', attribute: 'channel_id' },
  { parent: 'channels', child: 'posts', attribute: 'channel_id' },
  { parent: 'posts', child: 'posts', attribute: 'root_id' },
  { parent: 'posts', child: 'reactions', attribute: 'post_id' },
  { parent: 'users', child: 'channel_members', attribute: 'user_id' },
  { parent: 'users', child: 'preferences', attribute: 'user_id' },
  { parent: 'users', child: 'sessions', attribute: 'user_id' },
  { parent: 'users', child: 'team_members', attribute: 'user_id' },
]

/** What administrators ask of the server itself. */
export function systemService(deps: Deps) {
  const { db, transact, config, roles, users, audits, blobs, outgoing } = deps
  const { requireConsole, recycleConnections, describeNodes } = deps

  /** Whether stored files can be got at. */
  function isStoreUp(): Promise<boolean> {
    return blobs.find(probe).then(
      () => true,
      () => false,
    )
  }

  /** How many people there are is told to administrators only; nothing is limited. */
  async function limits(actor: Actor): Promise<ServerLimits> {
    const isAdmin = roles.grants(actor, 'sysconsole_read_user_management_users')
    return {
      activeUserCount: isAdmin ? (await users.stats(actor)).total_users_count : 0,
      maxUsersLimit: 0,
      maxUsersHardLimit: 0,
      singleChannelGuestCount: 0,
      singleChannelGuestLimit: 0,
      postHistoryLimit: 0,
      lastAccessiblePostTime: 0,
    }
  }

  /** Drops what is held in memory and reads it again, on every node. */
  async function refresh(actor: Actor, permission: Permission, action: string): Promise<void> {
    roles.require(actor, permission)
    await transact(async (tx) => {
      await audits.record(tx, { actor, action })
      tx.changed({ kind: 'everything' })
    })
    await config.reload()
  }

  async function recycleDatabase(actor: Actor): Promise<void> {
    roles.require(actor, 'recycle_database_connections')
    await recycleConnections()
    await transact((tx) => audits.record(tx, { actor, action: 'databaseRecycle' }))
  }

  /** Whether a server answers at the address. Throws 400 where none does. */
  async function testSiteUrl(actor: Actor, siteUrl: string): Promise<void> {
    roles.require(actor, 'test_site_url')
    if (siteUrl === '') throw invalidBody('site_url')
    try {
      const url = `${siteUrl.replace(/\/+$/, '')}/api/v4/system/ping`
      const answer = await outgoing.fetch(url, {
        timeoutMs: siteTestTimeoutMs,
        maxBytes: maxPingBytes,
      })
      const { status } = JSON.parse(answer.body.toString('utf8'))
      if (answer.status !== 200 || status !== 'OK') throw new Error('not one of ours')
    } catch (cause) {
      throw new AppError('app.admin.test_site_url.failure', 400, { cause })
    }
  }

  /** Writes a blob, reads it and removes it. Throws 400 for settings that can't be right. */
  async function testFileStore(actor: Actor, settings: FileSettings | undefined): Promise<void> {
    roles.require(actor, 'test_s3')
    if (!settings) {
      throw new AppError('api.file.test_connection_s3_settings_nil.app_error', 400)
    }
    if (settings.DriverName === 'amazons3') {
      if (!settings.AmazonS3Bucket) throw new AppError('api.admin.test_s3.missing_s3_bucket', 400)
      throw new AppError('api.not_implemented.app_error', 501, { params: { Path: 'amazons3' } })
    }
    const bytes = Buffer.from('probe')
    await blobs.write(probe, Readable.from([bytes]))
    const stored = await blobs.find(probe)
    const isSame = stored && (await buffer(stored.read())).equals(bytes)
    await blobs.remove(probe)
    if (!isSame) throw new Error('the file store gave back something else')
  }

  /** Whether the first administrator has finished setting up. */
  function onboarding(actor: Actor): Promise<SystemValue> {
    return flag(actor, setupComplete)
  }

  async function flag(actor: Actor, name: string): Promise<SystemValue> {
    roles.require(actor, 'manage_system')
    return { name, value: (await findSystemValue(db, name)) ?? 'false' }
  }

  /** Throws 400 without the organisation's name. */
  async function completeOnboarding(actor: Actor, { organization }: Onboarding): Promise<void> {
    roles.require(actor, 'manage_system')
    if (!organization?.trim()) {
      const id = 'api.error_no_organization_name_provided_for_self_hosted_onboarding'
      throw new AppError(id, 400)
    }
    await transact(async (tx) => {
      await upsertSystemValue(tx, 'OrganizationName', organization.trim().slice(0, 256))
      await upsertSystemValue(tx, setupComplete, 'true')
      await audits.record(tx, { actor, action: 'completeOnboarding' })
    })
  }

  async function noteMarketplaceVisit(actor: Actor): Promise<void> {
    roles.require(actor, 'manage_system')
    await transact((tx) => upsertSystemValue(tx, marketplaceVisited, 'true'))
  }

  async function migrations(actor: Actor): Promise<AppliedMigration[]> {
    requireConsole(actor)
    return findMigrations(db)
  }

  /** The nodes that the workspace lives on, the one that answers first. */
  async function cluster(actor: Actor): Promise<ClusterInfo[]> {
    roles.require(actor, 'sysconsole_read_environment_high_availability')
    const nodes = await describeNodes()
    return nodes.map((node) => ({
      id: node.id ?? '',
      version: node.version ?? '',
      schema_version: node.schema_version ?? '',
      config_hash: node.config_hash ?? '',
      ipaddress: node.address ?? '',
      hostname: node.hostname ?? '',
    }))
  }

  /** The server asks nobody for news: the newest release that it knows is its own. */
  function latestVersion(actor: Actor, version: string): ReleaseInfo {
    roles.require(actor, 'manage_system')
    const name = `v${version}`
    return {
      id: 0,
      tag_name: name,
      name,
      created_at: '',
      published_at: '',
      body: '',
      html_url: '',
    }
  }

  /** Rows that name others that aren't there. For the machine's owner. */
  async function integrity(): Promise<IntegrityResult[]> {
    const results: IntegrityResult[] = []
    for (const relation of relations) {
      const data = {
        parent_name: relation.parent,
        child_name: relation.child,
        parent_id_attr: relation.attribute,
        child_id_attr: '',
        records: await findOrphans(db, relation),
      }
      results.push({ data, err: null })
    }
    return results
  }

  return {
    isStoreUp,
    limits,
    refresh,
    recycleDatabase,
    testSiteUrl,
    testFileStore,
    onboarding,
    completeOnboarding,
    marketplaceVisit: (actor: Actor) => flag(actor, marketplaceVisited),
    noteMarketplaceVisit,
    migrations,
    cluster,
    latestVersion,
    integrity,
  }
}

/** The part of the file settings that is looked at. */
export type FileSettings = { DriverName?: string; AmazonS3Bucket?: string }
