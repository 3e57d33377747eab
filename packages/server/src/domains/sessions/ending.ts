import type { Session } from '@redoubt/wire/sessions.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, unauthorized } from '#platform/app-error.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { toSession } from './forms.ts'
import {
  deleteAllSessions,
  deleteSessions,
  deleteSessionsByToken,
  findSessionsByUser,
  type SessionKey,
} from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
}

/** Lists of sessions, and their end. Sockets of an ended session close. */
export function sessionEnding({ db, transact, roles, audits }: Deps) {
  /** The sessions of one's own account, or of another with `edit_other_users`; without tokens. */
  async function list(actor: Actor, idOrMe: string): Promise<Session[]> {
    const userId = requireOwn(actor, idOrMe)
    return (await findSessionsByUser(db, userId)).map(toSession)
  }

  /** Ends one session. Throws 400 where the user has no such session. */
  async function revoke(actor: Actor, idOrMe: string, sessionId: string): Promise<void> {
    const userId = requireOwn(actor, idOrMe)
    const ended = await transact(async (tx) => {
      const info = `user=${userId} session=${sessionId}`
      await audits.record(tx, { actor, action: 'revokeSession', info })
      return end(tx, userId, [sessionId])
    })
    if (ended.length === 0) throw new AppError('app.session.get.app_error', 400)
  }

  async function revokeAll(actor: Actor, idOrMe: string): Promise<void> {
    const userId = requireOwn(actor, idOrMe)
    await transact(async (tx) => {
      await audits.record(tx, { actor, action: 'revokeAllSessionsForUser', info: `user=${userId}` })
      await endAll(tx, userId)
    })
  }

  /** Ends the sessions of everybody, the actor's own included. */
  async function revokeOfEverybody(actor: Actor): Promise<void> {
    roles.require(actor, 'manage_system')
    await transact(async (tx) => {
      await audits.record(tx, { actor, action: 'revokeAllSessionsAllUsers' })
      tell(tx, await deleteAllSessions(tx))
    })
  }

  /** Ends the actor's own session; without one there is nothing to do. */
  async function logout(actor: Actor): Promise<void> {
    if (!actor.sessionId) return
    await transact(async (tx) => {
      await audits.record(tx, { actor, action: 'logout' })
      await end(tx, actor.userId, [actor.sessionId])
    })
  }

  /** Ends every session of an account but this one. Checks no permission. */
  async function endAllBut(userId: string, sessionId: string): Promise<void> {
    await transact((tx) => endAll(tx, userId, sessionId))
  }

  /** Ends every session of an account, perhaps but one. Checks no permission. */
  async function endAll(tx: Tx, userId: string, exceptId = ''): Promise<void> {
    const ids = (await findSessionsByUser(tx.db, userId)).map((row) => row.id)
    await end(
      tx,
      userId,
      ids.filter((id) => id !== exceptId),
    )
  }

  /** Ends the sessions that these tokens opened. Checks no permission. */
  async function endByTokens(tx: Tx, tokenHashes: Buffer[]): Promise<void> {
    tell(tx, await deleteSessionsByToken(tx, tokenHashes))
  }

  /** Ends these sessions of an account; resolves to those that there were. */
  async function end(tx: Tx, userId: string, ids: string[]): Promise<SessionKey[]> {
    return tell(tx, await deleteSessions(tx, userId, ids))
  }

  function tell(tx: Tx, ended: SessionKey[]): SessionKey[] {
    for (const { id, user_id } of ended) tx.changed({ kind: 'session', session_id: id, user_id })
    return ended
  }

  function requireOwn(actor: Actor, idOrMe: string): string {
    const userId = resolveMe(actor, idOrMe)
    if (!userId) throw unauthorized()
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    return userId
  }

  return {
    list,
    revoke,
    revokeAll,
    revokeOfEverybody,
    logout,
    endAllBut,
    endAll,
    endByTokens,
    end,
  }
}
