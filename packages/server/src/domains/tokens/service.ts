import type { AccessToken, NewAccessToken } from '@redoubt/wire/tokens.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Letters } from '#domains/mail/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { SessionsService } from '#domains/sessions/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { newId, newToken } from '#platform/ids.ts'
import {
  deleteToken,
  findToken,
  findTokens,
  findTokensByUser,
  holdToken,
  insertToken,
  searchTokens,
  type TokenRow,
  updateTokenActive,
} from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'accessForEdit'>
  sessions: Pick<SessionsService, 'endByTokens'>
  hashToken: (token: string) => Buffer
  audits: Pick<AuditsService, 'record'>
  letters: Pick<Letters, 'tokenAdded'>
}

type TokenPermission =
  | 'create_user_access_token'
  | 'read_user_access_token'
  | 'revoke_user_access_token'

const maxDescriptionRunes = 255
const maxFound = 200

/** Personal access tokens: programs use them in place of a login. */
export function tokensService(deps: Deps) {
  const { db, transact, clock, config, roles, users, sessions, hashToken, audits, letters } = deps

  /** Makes a token; the answer alone tells it. Throws 501 where people may have none. */
  async function create(actor: Actor, idOrMe: string, input: NewAccessToken): Promise<AccessToken> {
    const user = await access(actor, idOrMe, 'create_user_access_token')
    requireEnabledFor(user)
    requireValid(input)
    const now = clock()
    if (input.expires_at && input.expires_at <= now) throw invalidBody('expires_at')
    const token = newToken()
    const row: TokenRow = {
      id: newId(now),
      token_hash: hashToken(token),
      user_id: user.id,
      description: input.description,
      is_active: true,
      create_at: now,
      expires_at: input.expires_at ?? 0,
    }
    await transact(async (tx) => {
      await insertToken(tx, row)
      if (!user.is_bot) await letters.tokenAdded(tx, user)
      await note(tx, actor, 'createUserAccessToken', row)
    })
    return { ...toAccessToken(row), token }
  }

  /** The tokens of one account, without what they open. */
  async function listOfUser(actor: Actor, idOrMe: string, page: Page): Promise<AccessToken[]> {
    const user = await access(actor, idOrMe, 'read_user_access_token')
    return (await findTokensByUser(db, user.id, page)).map(toAccessToken)
  }

  async function list(actor: Actor, page: Page): Promise<AccessToken[]> {
    roles.require(actor, 'manage_system')
    return (await findTokens(db, page)).map(toAccessToken)
  }

  /** Those whose id, or whose user's id or name, begins with the term. */
  async function search(actor: Actor, term: string): Promise<AccessToken[]> {
    roles.require(actor, 'manage_system')
    const word = term.trim().toLowerCase()
    if (!word) throw invalidBody('term')
    return (await searchTokens(db, word, maxFound)).map(toAccessToken)
  }

  async function get(actor: Actor, id: string): Promise<AccessToken> {
    return toAccessToken((await accessToken(actor, id, 'read_user_access_token')).row)
  }

  /** Deletes a token; what it opened ends at once. */
  async function revoke(actor: Actor, id: string): Promise<void> {
    const { row } = await accessToken(actor, id, 'revoke_user_access_token')
    await transact(async (tx) => {
      await deleteToken(tx, row.id)
      await sessions.endByTokens(tx, [row.token_hash])
      await note(tx, actor, 'revokeUserAccessToken', row)
    })
  }

  /** Stops a token until it is enabled again; what it opened ends at once. */
  async function disable(actor: Actor, id: string): Promise<void> {
    const { row } = await accessToken(actor, id, 'revoke_user_access_token')
    await transact(async (tx) => {
      await updateTokenActive(tx, row.id, false)
      await sessions.endByTokens(tx, [row.token_hash])
      await note(tx, actor, 'disableUserAccessToken', row)
    })
  }

  async function enable(actor: Actor, id: string): Promise<void> {
    const { row, user } = await accessToken(actor, id, 'create_user_access_token')
    requireEnabledFor(user)
    await transact(async (tx) => {
      await updateTokenActive(tx, row.id, true)
      await note(tx, actor, 'enableUserAccessToken', row)
    })
  }

  async function note(tx: Tx, actor: Actor, action: string, row: TokenRow): Promise<void> {
    await audits.record(tx, { actor, action, info: `token=${row.id} user=${row.user_id}` })
  }

  /** The account whose tokens the actor may deal with. Programs that act for people may not. */
  async function access(actor: Actor, idOrMe: string, need: TokenPermission): Promise<UserRow> {
    if (actor.isOAuth) throw forbidden()
    roles.require(actor, need)
    return users.accessForEdit(actor, idOrMe)
  }

  /** The token with its account. Not there and not yours are answered alike. */
  async function accessToken(actor: Actor, id: string, need: TokenPermission) {
    if (actor.isOAuth) throw forbidden()
    roles.require(actor, need)
    const row = await findToken(db, id)
    const user = row && (await users.accessForEdit(actor, row.user_id).catch(orForbidden))
    if (!row || !user) throw new AppError('app.user_access_token.get_by_user.app_error', 404)
    return { row, user }
  }

  /** Bots have nothing else to come in with. */
  function requireEnabledFor(user: UserRow): void {
    if (user.is_bot || config.bool('ServiceSettings.EnableUserAccessTokens')) return
    throw new AppError('app.user_access_token.disabled', 501)
  }

  /** For sessions: see there. */
  function hold(tx: Tx, tokenHash: Buffer) {
    return holdToken(tx, tokenHash, clock())
  }

  return { create, listOfUser, list, search, get, revoke, disable, enable, hold }
}

function orForbidden(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error
}

function requireValid({ description }: NewAccessToken): void {
  const runes = [...description].length
  if (runes > 0 && runes <= maxDescriptionRunes) return
  throw new AppError('model.user_access_token.is_valid.description.app_error', 400)
}

function toAccessToken(row: TokenRow): AccessToken {
  return {
    id: row.id,
    user_id: row.user_id,
    description: row.description,
    is_active: row.is_active,
    ...(row.expires_at > 0 && { expires_at: row.expires_at }),
  }
}
