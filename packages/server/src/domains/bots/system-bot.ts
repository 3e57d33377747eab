import type { UserRow, UsersService } from '#domains/users/service.ts'
import { AppError } from '#platform/app-error.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { violatedConstraint } from '#platform/db/pg-errors.ts'
import { newToken } from '#platform/ids.ts'
import { type BotRow, findSystemBotId, insertBot } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  users: Pick<UsersService, 'addBot' | 'getRow'>
  toRow: (userId: string, ownerId: string) => BotRow
}

/** Finds the bot that the workspace itself speaks through, making it when it is first needed. */
export function makeSystemBot({ db, transact, users, toRow }: Deps): () => Promise<UserRow> {
  let knownId: string | undefined

  async function make(): Promise<string | undefined> {
    const account = { first_name: 'System', bot_description: '' }
    for (const username of ['system-bot', `system-bot-${newToken()}`]) {
      try {
        return await transact(async (tx) => {
          const user = await users.addBot(tx, { ...account, username })
          await insertBot(tx, { ...toRow(user.id, ''), is_system: true })
          return user.id
        })
      } catch (error) {
        // Somebody has the name, or another request has made the bot.
        const isTaken =
          error instanceof AppError && error.id === 'app.user.save.username_exists.app_error'
        if (!isTaken && violatedConstraint(error) !== 'bots_is_system_idx') throw error
        const found = await findSystemBotId(db)
        if (found) return found
      }
    }
    return undefined
  }

  return async () => {
    knownId ??= (await findSystemBotId(db)) ?? (await make())
    if (!knownId) throw new Error('the system bot could not be made')
    return users.getRow(knownId)
  }
}
