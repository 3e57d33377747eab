import type { TermsOfService, UserTermsOfService } from '@redoubt/wire/system.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import {
  deleteAgreement,
  findAgreement,
  findLatestTerms,
  findTerms,
  insertTerms,
  upsertAgreement,
} from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
}

const maxRunes = 16_383

/** The terms of service of the workspace's own, and who agreed to them. */
export function termsService({ db, transact, clock, config, roles, audits }: Deps) {
  /** Those in force. Throws 404 where there are none. */
  async function latest(): Promise<TermsOfService> {
    const terms = await findLatestTerms(db)
    if (!terms) throw new AppError('app.terms_of_service.get.no_rows.app_error', 404)
    return terms
  }

  /** Puts new terms in force; the same text again is no new one. */
  async function create(actor: Actor, text: string): Promise<TermsOfService> {
    roles.require(actor, 'manage_system')
    if (!config.bool('SupportSettings.CustomTermsOfServiceEnabled')) {
      const id = 'api.create_terms_of_service.custom_terms_of_service_disabled.app_error'
      throw new AppError(id, 400)
    }
    if (text === '') throw new AppError('api.create_terms_of_service.empty_text.app_error', 400)
    if ([...text].length > maxRunes) {
      throw new AppError('model.terms_of_service.is_valid.text.app_error', 400)
    }
    const before = await findLatestTerms(db)
    if (before?.text === text) return before
    const now = clock()
    const terms = { id: newId(now), create_at: now, user_id: actor.userId, text }
    await transact(async (tx) => {
      await insertTerms(tx, terms)
      await audits.record(tx, { actor, action: 'createTermsOfService', info: `id=${terms.id}` })
    })
    return terms
  }

  /** Agrees for oneself, or takes that back. Throws 404 for terms that there are not. */
  async function answer(
    actor: Actor,
    idOrMe: string,
    { termsId, isAccepted }: { termsId: string; isAccepted: boolean },
  ): Promise<void> {
    const userId = requireOwn(actor, idOrMe)
    if (!(await findTerms(db, termsId))) {
      throw new AppError('app.terms_of_service.get.no_rows.app_error', 404)
    }
    await transact(async (tx) => {
      if (isAccepted) {
        const agreement = { user_id: userId, terms_of_service_id: termsId, create_at: clock() }
        await upsertAgreement(tx, agreement)
      } else {
        await deleteAgreement(tx, userId, termsId)
      }
      const info = `id=${termsId} accepted=${isAccepted}`
      await audits.record(tx, { actor, action: 'saveUserTermsOfService', info })
      tx.changed({ kind: 'user', user_id: userId })
    })
  }

  /** What one agreed to. Throws 404 where that is nothing. */
  async function ofUser(actor: Actor, idOrMe: string): Promise<UserTermsOfService> {
    const agreement = await findAgreement(db, requireOwn(actor, idOrMe))
    if (!agreement) {
      throw new AppError('app.user_terms_of_service.get_by_user.no_rows.app_error', 404)
    }
    return agreement
  }

  /** What clients read of it in the actor's own account; nothing where there are no terms. */
  async function asFields(
    actor: Actor,
    userId: string,
  ): Promise<{ terms_of_service_id?: string; terms_of_service_create_at?: number }> {
    if (userId !== actor.userId) return {}
    if (!config.bool('SupportSettings.CustomTermsOfServiceEnabled')) return {}
    const agreement = await findAgreement(db, actor.userId)
    if (!agreement) return {}
    const { terms_of_service_id, create_at } = agreement
    return { terms_of_service_id, terms_of_service_create_at: create_at }
  }

  return { latest, create, answer, ofUser, asFields }
}

function requireOwn(actor: Actor, idOrMe: string): string {
  const userId = resolveMe(actor, idOrMe)
  if (userId !== actor.userId) throw forbidden()
  return userId
}
