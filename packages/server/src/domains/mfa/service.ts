import type { MfaChange, MfaSecret } from '@redoubt/wire/mfa.ts'
import { toDataURL } from 'qrcode'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Letters } from '#domains/mail/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import type { Sealer } from '#platform/keys/sealer.ts'
import { isCode, newSecret, stepOf, toUri } from './codes.ts'
import { deleteCandidate, findCandidate, upsertCandidate, useStep } from './store.ts'

export type MfaService = ReturnType<typeof mfaService>

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'accessForEdit' | 'change' | 'findForLogin' | 'getRow'>
  sealer: Sealer
  audits: Pick<AuditsService, 'record'>
  letters: Pick<Letters, 'mfaChanged'>
}

/** Who has to have a second factor, and has. */
type Factors = Pick<UserRow, 'mfa_active' | 'is_bot' | 'auth_service' | 'roles'>

/** The second factor of people who log in with a password: codes of an authenticator app. */
export function mfaService(deps: Deps) {
  const { transact, clock, config, roles, users, sealer, audits, letters } = deps

  /** A new secret. It counts once its owner has switched it on with a code. */
  async function generate(actor: Actor, idOrMe: string): Promise<MfaSecret> {
    const user = await access(actor, idOrMe)
    const secret = newSecret()
    const sealed = sealer.seal(secret, placeOf(user.id))
    await transact.single((tx) => upsertCandidate(tx, user.id, sealed))
    const picture = await toDataURL(toUri(secret, { issuer: issuer(), label: user.email }))
    return { secret, qr_code: picture.slice(picture.indexOf(',') + 1) }
  }

  /** Switches the second factor on, with a code of the new secret, or off. */
  async function update(actor: Actor, idOrMe: string, input: MfaChange): Promise<void> {
    const user = await access(actor, idOrMe)
    if (user.id !== actor.userId) await requireOwnFactor(actor)
    await transact(async (tx) => {
      if (input.activate) await activate(tx, user, input.code ?? '')
      else await users.change(tx, user.id, { mfa_active: false, mfa_secret: '' })
      await deleteCandidate(tx, user.id)
      await letters.mfaChanged(tx, user, { isOn: input.activate })
      const info = `user=${user.id} activate=${input.activate}`
      await audits.record(tx, { actor, action: 'updateUserMfa', info })
    })
  }

  async function activate(tx: Tx, user: UserRow, code: string): Promise<void> {
    const sealed = await findCandidate(tx.db, user.id)
    const secret = sealed && sealer.open(sealed, placeOf(user.id))
    const isRight = secret !== undefined && (await isFresh(tx, user.id, secret, code))
    if (!isRight) throw new AppError('mfa.activate.bad_token.app_error', 401)
    const mfa_secret = sealed?.toString('base64') ?? ''
    await users.change(tx, user.id, { mfa_active: true, mfa_secret })
  }

  /** The account, if the actor may change its second factor. */
  async function access(actor: Actor, idOrMe: string): Promise<UserRow> {
    if (!isOn()) throw new AppError('mfa.mfa_disabled.app_error', 501)
    if (actor.isOAuth) throw forbidden()
    const user = await users.accessForEdit(actor, idOrMe)
    if (!hasPassword(user)) {
      throw new AppError('api.user.activate_mfa.email_and_ldap_only.app_error', 400)
    }
    return user
  }

  /** Whoever switches the factors of others has an own one where all must. */
  async function requireOwnFactor(actor: Actor): Promise<void> {
    if (actor.isLocal || !isMissing(await users.getRow(actor.userId))) return
    throw new AppError('api.context.mfa_required.app_error', 403)
  }

  /**
   * Throws 401 unless the code is right and used for the first time. Accounts without a second
   * factor need none.
   */
  async function requireCode(user: UserRow, code: string): Promise<void> {
    if (!isOn() || !user.mfa_active) return
    if (!isCode(code)) throw new AppError('mfa.validate_token.authenticate.app_error', 401)
    const sealed = Buffer.from(user.mfa_secret, 'base64')
    const secret = sealer.open(sealed, placeOf(user.id))
    const isRight = await transact((tx) => isFresh(tx, user.id, secret, code))
    if (!isRight) throw new AppError('api.user.check_user_mfa.bad_code.app_error', 401)
  }

  async function isFresh(tx: Tx, userId: string, secret: string, code: string): Promise<boolean> {
    const step = isCode(code) ? stepOf(secret, code, clock()) : undefined
    return step !== undefined && useStep(tx, userId, step)
  }

  /** Whether a login of this name will need a code, for oneself and those who may know. */
  async function isNeeded(actor: Actor, loginId: string): Promise<boolean> {
    const user = isOn() ? await users.findForLogin(loginId) : undefined
    const mayKnow = user?.id === actor.userId || roles.grants(actor, 'edit_other_users')
    return mayKnow && user?.mfa_active === true
  }

  /** Whether the workspace demands a second factor of the account, and it has none. */
  function isMissing(user: Factors): boolean {
    const isDemanded = isOn() && config.bool('ServiceSettings.EnforceMultifactorAuthentication')
    if (!isDemanded || user.mfa_active || user.is_bot || !hasPassword(user)) return false
    const isGuest = user.roles.split(' ').includes('system_guest')
    return !isGuest || config.bool('GuestAccountsSettings.EnforceMultifactorAuthentication')
  }

  function isOn(): boolean {
    return config.bool('ServiceSettings.EnableMultifactorAuthentication')
  }

  /** The site as authenticator apps name it. */
  function issuer(): string {
    const site = config.string('ServiceSettings.SiteURL') || 'Redoubt'
    return site.replace(/^https?:\/\/(www\.)?/, '').replace(/\/+$/, '')
  }

  return { generate, update, requireCode, isNeeded, isMissing }
}

/** With single sign-on, the second factor is the provider's. */
function hasPassword(user: Pick<UserRow, 'auth_service'>): boolean {
  return user.auth_service === '' || user.auth_service === 'ldap'
}

function placeOf(userId: string): string {
  return `users/${userId}/mfa_secret`
}
