import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Tx } from '#platform/db/database.ts'
import { placeErasure } from './places.ts'
import {
  deleteFiles,
  deleteRowsOf,
  deleteUsers,
  findFileIdsOf,
  findPersonalTables,
  findPostIdsOf,
  findUserIds,
} from './store.ts'

type Deps = Parameters<typeof placeErasure>[0] & {
  users: Pick<UsersService, 'accessForEdit' | 'requireOtherAdministrator'>
  endSessions: (tx: Tx, userId: string) => Promise<void>
}

const postsAtOnce = 50
const usersAtOnce = 100

/** People deleted for good, with what they wrote and whatever belongs to them; places likewise. */
export function erasureService(deps: Deps) {
  const { db, transact, config, roles, audits, users } = deps
  const { erasePosts, eraseContent, endSessions } = deps

  /** Throws 401 unless the configuration allows it. */
  async function erase(actor: Actor, idOrMe: string): Promise<void> {
    const user = await users.accessForEdit(actor, idOrMe)
    if (!actor.isLocal && !config.bool('ServiceSettings.EnableAPIUserDeletion')) {
      throw new AppError(
        roles.grants(actor, 'manage_system')
          ? 'api.user.delete_user.not_enabled.for_admin.app_error'
          : 'api.user.delete_user.not_enabled.app_error',
        401,
      )
    }
    await users.requireOtherAdministrator(user)
    await eraseAll(actor, [user.id])
  }

  /** Leaves a workspace without a single account; only for the machine's owner. */
  async function eraseEverybody(actor: Actor): Promise<void> {
    for (;;) {
      const ids = await findUserIds(db, usersAtOnce)
      if (ids.length === 0) break
      await eraseAll(actor, ids)
    }
    config.accountsGone()
  }

  /** In pieces, so that no transaction is long; the accounts go last, so it can be repeated. */
  async function eraseAll(actor: Actor, userIds: string[]): Promise<void> {
    for (;;) {
      const postIds = await findPostIdsOf(db, userIds, postsAtOnce)
      if (postIds.length === 0) break
      await transact((tx) => erasePosts(tx, postIds))
    }
    const tables = await findPersonalTables(db)
    const fileIds = await findFileIdsOf(db, userIds)
    await transact(async (tx) => {
      if (fileIds.length > 0) {
        await eraseContent(tx, fileIds)
        await deleteFiles(tx, fileIds)
      }
      for (const userId of userIds) await endSessions(tx, userId)
      for (const table of tables) await deleteRowsOf(tx, table, userIds)
      await deleteUsers(tx, userIds)
      const info = `users=${userIds.join(',')}`
      await audits.record(tx, { actor, action: 'deleteUser', info })
      for (const userId of userIds) tx.changed({ kind: 'user', user_id: userId })
    })
  }

  return { erase, eraseEverybody, ...placeErasure(deps) }
}
