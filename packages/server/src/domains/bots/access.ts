import type { Bot } from '@redoubt/wire/bots.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import { findBot } from './store.ts'

/** Who may see and change which bot: the only way to come by one on somebody's behalf. */
export function botAccess({ db, roles }: { db: Db; roles: RolesService }) {
  function maySee(actor: Actor, bot: Bot): boolean {
    const isOwn = bot.owner_id === actor.userId && actor.userId !== ''
    return roles.grants(actor, 'read_others_bots') || (isOwn && roles.grants(actor, 'read_bots'))
  }

  function mayManage(actor: Actor, bot: Bot): boolean {
    const isOwn = bot.owner_id === actor.userId && actor.userId !== ''
    return roles.grants(actor, isOwn ? 'manage_bots' : 'manage_others_bots')
  }

  /** Throws 404 for a bot that isn't there or might as well not be. */
  async function accessToRead(actor: Actor, botId: string): Promise<Bot> {
    const bot = await findBot(db, botId)
    if (!bot || !maySee(actor, bot)) throw notFound()
    return bot
  }

  /** Throws 403 where the actor may only see the bot, 404 where not even that. */
  async function accessToManage(actor: Actor, botId: string): Promise<Bot> {
    const bot = await findBot(db, botId)
    if (!bot) throw notFound()
    if (mayManage(actor, bot)) return bot
    throw maySee(actor, bot) ? forbidden() : notFound()
  }

  /** Whether the account is a bot's that the actor may manage. */
  async function mayManageAccount(actor: Actor, userId: string): Promise<boolean> {
    const mayAny = roles.grants(actor, 'manage_bots') || roles.grants(actor, 'manage_others_bots')
    const bot = mayAny ? await findBot(db, userId) : undefined
    return bot !== undefined && mayManage(actor, bot)
  }

  return { accessToRead, accessToManage, mayManageAccount }
}

/** The one answer for a bot that isn't there, or that the actor may not know of. */
export function notFound(): AppError {
  return new AppError('store.sql_bot.get.missing.app_error', 404)
}
