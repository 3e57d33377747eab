import type {
  ClientRegistration,
  OAuthApp,
  OAuthAppInput,
  RegisteredClient,
  ServerMetadata,
} from '@redoubt/wire/oauth.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { SessionsService } from '#domains/sessions/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { newId, newToken } from '#platform/ids.ts'
import { fitsPattern, isCallback, isHttpUrl, requireValidApp } from './rules.ts'
import {
  type AppRow,
  deleteApp,
  findApp,
  findApps,
  insertApp,
  lockApp,
  updateApp,
} from './store.ts'
import { deleteChains } from './token-store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  sessions: Pick<SessionsService, 'endByTokens'>
  hashToken: (token: string) => Buffer
  audits: Pick<AuditsService, 'record'>
}

const maxClientName = 64

/** The programs that people may let act for them. */
export function oauthService(deps: Deps) {
  const { db, transact, clock, config, roles, sessions, hashToken, audits } = deps

  /** Adds an app of the actor's; the answer alone tells its secret. */
  async function create(actor: Actor, input: OAuthAppInput): Promise<OAuthApp> {
    requireManager(actor, 'api.oauth.register_oauth_app.turn_off.app_error')
    requireValidApp(input)
    const is_trusted = input.is_trusted === true && roles.grants(actor, 'manage_system')
    const row = { ...toNewRow(actor.userId), ...toColumns(input), is_trusted }
    return insert(actor, row, input.is_public === true)
  }

  async function insert(actor: Actor, row: AppRow, isPublic: boolean): Promise<OAuthApp> {
    const secret = isPublic ? '' : newToken()
    const app = { ...row, secret_hash: isPublic ? null : hashToken(secret) }
    const action = row.is_dynamically_registered ? 'registerOAuthClient' : 'createOAuthApp'
    await transact(async (tx) => {
      await insertApp(tx, app)
      await note(tx, actor, action, app.id)
    })
    return { ...toApp(app), client_secret: secret }
  }

  function toNewRow(creatorId: string): AppRow {
    const now = clock()
    return {
      id: newId(now),
      creator_id: creatorId,
      create_at: now,
      update_at: now,
      secret_hash: null,
      name: '',
      description: '',
      icon_url: '',
      callback_urls: [],
      homepage: '',
      is_trusted: false,
      is_dynamically_registered: false,
    }
  }

  /** Everybody's apps, or only the actor's own, as the roles allow. */
  async function list(actor: Actor, page: Page): Promise<OAuthApp[]> {
    requireManager(actor)
    const seesAll = roles.grants(actor, 'manage_system_wide_oauth')
    return (await findApps(db, seesAll ? undefined : actor.userId, page)).map(toApp)
  }

  async function get(actor: Actor, id: string): Promise<OAuthApp> {
    return toApp(await access(actor, id))
  }

  /** What everybody may know of an app, for example before agreeing to it. */
  async function info(id: string): Promise<OAuthApp> {
    requireOn()
    const row = await findApp(db, id)
    if (!row) throw notFound()
    return toApp(row)
  }

  async function update(actor: Actor, id: string, input: OAuthAppInput): Promise<OAuthApp> {
    const before = await access(actor, id)
    if (input.id && input.id !== id) throw invalidBody('app_id')
    requireValidApp(input)
    const maySetTrust = input.is_trusted !== undefined && roles.grants(actor, 'manage_system')
    const changes = {
      ...toColumns(input),
      is_trusted: maySetTrust ? input.is_trusted === true : before.is_trusted,
      update_at: clock(),
    }
    await save(actor, id, changes, 'updateOAuthApp')
    return toApp({ ...before, ...changes })
  }

  /** Removes an app; what it had been let in with ends at once. */
  async function remove(actor: Actor, id: string): Promise<void> {
    await access(actor, id)
    await transact(async (tx) => {
      await lockApp(tx, id)
      const tokens = await deleteChains(tx, { appId: id })
      await deleteApp(tx, id)
      await sessions.endByTokens(tx, tokens)
      await note(tx, actor, 'deleteOAuthApp', id)
    })
  }

  /** A new secret in place of the old one. Throws 400 for a public client. */
  async function regenerateSecret(actor: Actor, id: string): Promise<OAuthApp> {
    const before = await access(actor, id)
    if (!before.secret_hash) {
      throw new AppError('api.oauth.regenerate_secret.public_client.app_error', 400)
    }
    const secret = newToken()
    const changes = { secret_hash: hashToken(secret), update_at: clock() }
    await save(actor, id, changes, 'regenerateOAuthAppSecret')
    return { ...toApp({ ...before, ...changes }), client_secret: secret }
  }

  /** Registration by the program itself (RFC 7591), where the workspace allows it. */
  async function register(actor: Actor, input: ClientRegistration): Promise<RegisteredClient> {
    const isAllowed = isOn() && config.bool('ServiceSettings.EnableDynamicClientRegistration')
    if (!isAllowed) throw new AppError('api.oauth.register_oauth_app.turn_off.app_error', 501)
    const { redirect_uris, client_uri, client_name = 'Registered client' } = input
    const method = input.token_endpoint_auth_method ?? 'client_secret_post'
    if (!['client_secret_post', 'none'].includes(method)) {
      throw invalidBody('token_endpoint_auth_method')
    }
    if (client_name.length > maxClientName) throw invalidBody('client_name')
    if (client_uri !== undefined && !isHttpUrl(client_uri)) throw invalidBody('client_uri')
    if (!redirect_uris.every(isAllowedCallback)) throw invalidBody('redirect_uris')
    const row = {
      ...toNewRow(''),
      name: client_name,
      callback_urls: redirect_uris,
      homepage: client_uri ?? '',
      is_dynamically_registered: true,
    }
    // The same limits hold as for apps that people add.
    requireValidApp({ ...row, homepage: row.homepage || redirect_uris[0] || '' })
    const app = await insert(actor, row, method === 'none')
    return {
      client_id: app.id,
      ...(app.client_secret && { client_secret: app.client_secret }),
      redirect_uris,
      token_endpoint_auth_method: method,
      grant_types: ['authorization_code', ...(app.is_public ? [] : ['refresh_token'])],
      response_types: ['code'],
      scope: 'user',
      client_name,
      ...(client_uri !== undefined && { client_uri }),
    }
  }

  async function save(
    actor: Actor,
    id: string,
    changes: Partial<AppRow>,
    action: string,
  ): Promise<void> {
    await transact(async (tx) => {
      await updateApp(tx, id, changes)
      await note(tx, actor, action, id)
    })
  }

  async function note(tx: Tx, actor: Actor, action: string, id: string): Promise<void> {
    await audits.record(tx, { actor, action, info: `app=${id}` })
  }

  function isAllowedCallback(address: string): boolean {
    const patterns = config.list('ServiceSettings.DCRRedirectURIAllowlist')
    if (!isCallback(address)) return false
    return patterns.length === 0 || patterns.some((pattern) => fitsPattern(address, pattern))
  }

  /** What programs have to know to ask for tokens here (RFC 8414). */
  function metadata(requestOrigin: string): ServerMetadata {
    if (!isOn()) {
      throw new AppError('api.oauth.authorization_server_metadata.disabled.app_error', 501)
    }
    const configured = config.string('ServiceSettings.SiteURL').replace(/\/+$/, '')
    const issuer = configured || requestOrigin
    const registers = config.bool('ServiceSettings.EnableDynamicClientRegistration')
    return {
      issuer,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      token_endpoint: `${issuer}/oauth/access_token`,
      ...(registers && { registration_endpoint: `${issuer}/api/v4/oauth/apps/register` }),
      response_types_supported: ['code'],
      scopes_supported: ['user'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'none'],
      code_challenge_methods_supported: ['S256'],
    }
  }

  /** The app, if the actor may manage it. Not there and not yours are answered alike. */
  async function access(actor: Actor, id: string): Promise<AppRow> {
    requireManager(actor)
    const row = await findApp(db, id)
    const isOwn = row?.creator_id === actor.userId && actor.userId !== ''
    const mayManage = isOwn || roles.grants(actor, 'manage_system_wide_oauth')
    if (!row || !mayManage) throw notFound()
    return row
  }

  function requireManager(
    actor: Actor,
    whenOff: TurnedOff = 'api.oauth.allow_oauth.turn_off.app_error',
  ): void {
    requireOn(whenOff)
    // A program that acts for somebody lets no others in.
    if (actor.isOAuth) throw forbidden()
    roles.require(actor, 'manage_oauth')
  }

  function requireOn(id: TurnedOff = 'api.oauth.allow_oauth.turn_off.app_error'): void {
    if (!isOn()) throw new AppError(id, 501)
  }

  function isOn(): boolean {
    return config.bool('ServiceSettings.EnableOAuthServiceProvider')
  }

  return {
    create,
    list,
    get,
    info,
    update,
    remove,
    regenerateSecret,
    register,
    metadata,
  }
}

type TurnedOff =
  | 'api.oauth.allow_oauth.turn_off.app_error'
  | 'api.oauth.register_oauth_app.turn_off.app_error'

/** The one answer for an app that isn't there, or that the actor may not know of. */
export function notFound(): AppError {
  return new AppError('app.oauth.get_app.find.app_error', 404)
}

function toColumns(input: OAuthAppInput) {
  return {
    name: input.name ?? '',
    description: input.description ?? '',
    icon_url: input.icon_url ?? '',
    callback_urls: input.callback_urls ?? [],
    homepage: input.homepage ?? '',
  }
}

/** The wire's form, without the secret. */
export function toApp({ secret_hash, ...row }: AppRow): OAuthApp {
  return { ...row, client_secret: '', is_public: secret_hash === null, mattermost_app_id: '' }
}
