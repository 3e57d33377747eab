import type { Audit } from '@redoubt/wire/audits.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { newId } from '#platform/ids.ts'
import { findAudits, insertAudit } from './store.ts'

export type AuditsService = ReturnType<typeof auditsService>

/** What is noted. `info` names objects and outcomes: no message text, no secret. */
export type AuditEntry = { actor: Actor; action: string; info?: string }

type Deps = { db: Db; clock: Clock; roles: RolesService }

const maxInfoLength = 1024

/** The trail of what matters to the workspace's safety. */
export function auditsService({ db, clock, roles }: Deps) {
  /** Notes an action in the transaction that does it: neither is there without the other. */
  async function record(tx: Tx, { actor, action, info = '' }: AuditEntry): Promise<void> {
    const now = clock()
    await insertAudit(tx, {
      id: newId(now),
      create_at: now,
      user_id: actor.userId,
      action,
      extra_info: info.slice(0, maxInfoLength).toWellFormed(),
      ip_address: actor.ipAddress ?? '',
      session_id: actor.sessionId,
    })
  }

  /** Everybody's, newest first. */
  async function list(actor: Actor, page: Page): Promise<Audit[]> {
    roles.require(actor, 'read_audits')
    return findAudits(db, undefined, page)
  }

  /** One's own, or with `edit_other_users` somebody else's. */
  async function listOfUser(actor: Actor, idOrMe: string, page: Page): Promise<Audit[]> {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    return findAudits(db, userId, page)
  }

  return { record, list, listOfUser }
}
