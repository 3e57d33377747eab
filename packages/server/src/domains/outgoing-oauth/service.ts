import type { OutgoingConnection, OutgoingConnectionInput } from '@redoubt/wire/outgoing-oauth.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { isId, newId } from '#platform/ids.ts'
import type { Sealer } from '#platform/keys/sealer.ts'
import { Lru } from '#platform/lru.ts'
import type { Outgoing } from '#platform/net/outgoing.ts'
import { bestFor, type Connection, requireValidConnection } from './rules.ts'
import {
  type ConnectionRow,
  deleteConnection,
  findConnection,
  findConnections,
  insertConnection,
  updateConnection,
} from './store.ts'
import { fetchToken } from './token.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  teams: Pick<TeamsService, 'may'>
  outgoing: Pick<Outgoing, 'fetch'>
  sealer: Sealer
  audits: Pick<AuditsService, 'record'>
}

type CachedToken = { header: string; expiresAt: number }

const cachedTokens = 1_000
/** A token is renewed while it is still good. */
const marginMs = 30_000

/** Tokens that the server itself gets for the addresses that hooks and commands call. */
export function outgoingOAuthService(deps: Deps) {
  const { db, transact, clock, config, roles, teams, outgoing, sealer, audits } = deps
  const tokens = new Lru<CachedToken>(cachedTokens)

  /**
   * What a call of this address has to send along: nothing, where no connection is for it. Throws
   * where there is one and its server gives no token.
   */
  async function headersFor(url: string): Promise<Record<string, string>> {
    if (!isOn()) return {}
    const row = bestFor(await findConnections(db), url)
    return row ? { Authorization: await tokenFor(row) } : {}
  }

  async function tokenFor(row: ConnectionRow): Promise<string> {
    const key = `${row.id}/${row.update_at}`
    const known = tokens.get(key)
    if (known && known.expiresAt > clock()) return known.header
    const { header, lifetimeMs } = await fetchToken(outgoing, opened(row), timeoutMs())
    tokens.set(key, { header, expiresAt: clock() + Math.max(lifetimeMs - marginMs, 0) })
    return header
  }

  /** All, or those for one address; also for those who make hooks or commands in the team. */
  async function list(
    actor: Actor,
    query: { team_id?: string; audience?: string },
  ): Promise<OutgoingConnection[]> {
    requireOn()
    const isManager = roles.grants(actor, 'manage_outgoing_oauth_connections')
    if (!isManager && !(await makesIntegrations(actor, query.team_id ?? ''))) throw forbidden()
    const rows = await findConnections(db)
    const fitting = query.audience ? [bestFor(rows, query.audience)] : rows
    return fitting.flatMap((row) => (row ? [isManager ? toWire(row) : toPublic(row)] : []))
  }

  async function makesIntegrations(actor: Actor, teamId: string): Promise<boolean> {
    if (!isId(teamId)) return false
    return (
      (await teams.may(actor, teamId, 'manage_own_outgoing_webhooks')) ||
      (await teams.may(actor, teamId, 'manage_own_slash_commands'))
    )
  }

  async function get(actor: Actor, id: string): Promise<OutgoingConnection> {
    return toWire(await access(actor, id))
  }

  async function create(actor: Actor, input: OutgoingConnectionInput): Promise<OutgoingConnection> {
    requireManager(actor)
    const connection = toConnection(input)
    requireValidConnection(connection)
    const now = clock()
    const about = { id: newId(now), creator_id: actor.userId, create_at: now }
    const row = { ...about, ...sealed(about.id, connection), update_at: now }
    await requireFreeAudiences(row)
    await transact(async (tx) => {
      await insertConnection(tx, row)
      await note(tx, actor, 'createOutgoingOauthConnection', row.id)
    })
    return toWire(row)
  }

  /** Fields that are left out, and secrets that are empty, stay as they are. */
  async function update(
    actor: Actor,
    id: string,
    input: OutgoingConnectionInput,
  ): Promise<OutgoingConnection> {
    const before = await access(actor, id)
    const connection = toConnection(input, opened(before))
    requireValidConnection(connection)
    const update_at = Math.max(clock(), before.update_at + 1)
    const row = { ...before, ...sealed(id, connection), update_at }
    await requireFreeAudiences(row)
    await transact(async (tx) => {
      await updateConnection(tx, row)
      await note(tx, actor, 'updateOutgoingOAuthConnection', id)
    })
    return toWire(row)
  }

  async function remove(actor: Actor, id: string): Promise<void> {
    await access(actor, id)
    await transact(async (tx) => {
      await deleteConnection(tx, id)
      await note(tx, actor, 'deleteOutgoingOAuthConnection', id)
    })
  }

  async function note(tx: Tx, actor: Actor, action: string, id: string): Promise<void> {
    await audits.record(tx, { actor, action, info: `connection=${id}` })
  }

  /** Throws 400 unless the connection's server gives a token for it. */
  async function validate(actor: Actor, input: OutgoingConnectionInput): Promise<void> {
    requireManager(actor)
    const stored = input.id ? opened(await access(actor, input.id)) : undefined
    const connection = toConnection(input, stored)
    requireValidConnection(connection)
    try {
      await fetchToken(outgoing, connection, timeoutMs())
    } catch (cause) {
      const id = 'api.context.outgoing_oauth_connection.validate_connection_credentials.app_error'
      throw new AppError(id, 400, { cause })
    }
  }

  async function access(actor: Actor, id: string): Promise<ConnectionRow> {
    requireManager(actor)
    const row = isId(id) ? await findConnection(db, id) : undefined
    if (row) return row
    throw new AppError('ent.outgoing_oauth_connections.get_connection.not_found.app_error', 404)
  }

  async function requireFreeAudiences({ id, audiences }: ConnectionRow): Promise<void> {
    const others = (await findConnections(db)).filter((row) => row.id !== id)
    const isTaken = others.some((row) => row.audiences.some((taken) => audiences.includes(taken)))
    if (!isTaken) return
    throw new AppError(
      'ent.outgoing_oauth_connections.connection_matching_audience_exists.app_error',
      400,
    )
  }

  function sealed(id: string, connection: Connection) {
    const { client_secret, credentials_password } = connection
    return {
      ...connection,
      client_secret: sealer.seal(client_secret, `${id}/client_secret`),
      credentials_password: sealer.seal(credentials_password, `${id}/credentials_password`),
    }
  }

  function opened(row: ConnectionRow): Connection {
    return {
      ...row,
      client_secret: sealer.open(row.client_secret, `${row.id}/client_secret`),
      credentials_password: sealer.open(row.credentials_password, `${row.id}/credentials_password`),
    }
  }

  function requireManager(actor: Actor): void {
    requireOn()
    if (actor.isOAuth) throw forbidden()
    roles.require(actor, 'manage_outgoing_oauth_connections')
  }

  function requireOn(): void {
    if (isOn()) return
    throw new AppError(
      'api.context.outgoing_oauth_connection.not_available.configuration_disabled',
      501,
    )
  }

  function isOn(): boolean {
    return config.bool('ServiceSettings.EnableOutgoingOAuthConnections')
  }

  function timeoutMs(): number {
    return config.int('ServiceSettings.OutgoingIntegrationRequestsTimeout') * 1000 || 30_000
  }

  return { headersFor, list, get, create, update, remove, validate }
}

/** What was given, over what is stored; stored secrets only for the server that they are of. */
function toConnection(input: OutgoingConnectionInput, stored?: Connection): Connection {
  const isMoved = stored?.oauth_token_url !== (input.oauth_token_url ?? stored?.oauth_token_url)
  const secrets = isMoved ? undefined : stored
  return {
    name: input.name ?? stored?.name ?? '',
    client_id: input.client_id ?? stored?.client_id ?? '',
    client_secret: input.client_secret || secrets?.client_secret || '',
    credentials_username: input.credentials_username ?? stored?.credentials_username ?? '',
    credentials_password: input.credentials_password || secrets?.credentials_password || '',
    oauth_token_url: input.oauth_token_url ?? stored?.oauth_token_url ?? '',
    grant_type: input.grant_type ?? stored?.grant_type ?? '',
    audiences: input.audiences ?? stored?.audiences ?? [],
  }
}

/** The wire's form, without secrets. */
function toWire(row: ConnectionRow): OutgoingConnection {
  return { ...row, client_secret: '', credentials_password: '' }
}

/** For those who only choose a connection. */
function toPublic(row: ConnectionRow): OutgoingConnection {
  return { ...toWire(row), client_id: '', credentials_username: '', oauth_token_url: '' }
}
