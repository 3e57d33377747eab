import type { Bot, BotPatch, NewBot } from '@redoubt/wire/bots.ts'
import type { User, UserPatch } from '@redoubt/wire/users.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { SessionsService } from '#domains/sessions/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden, invalidBody, invalidUrl } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { botAccess, notFound } from './access.ts'
import {
  type BotRow,
  deleteBot,
  findBot,
  findBotIdsByOwner,
  findBots,
  insertBot,
  updateBot,
} from './store.ts'
import { makeSystemBot } from './system-bot.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<
    UsersService,
    'addBot' | 'change' | 'get' | 'getRow' | 'toPasswordChange' | 'toValidChanges'
  >
  sessions: Pick<SessionsService, 'endAll'>
  audits: Pick<AuditsService, 'record'>
}

const maxDisplayNameRunes = 64
const maxDescriptionRunes = 1024

/** Programs that take part as users. They have no password: tokens let them in. */
export function botsService(deps: Deps) {
  const { db, transact, clock, config, roles, users, sessions, audits } = deps
  const access = botAccess({ db, roles })

  /** Adds a bot of the actor's. Throws 403 without `create_bot` or where there may be none. */
  async function create(actor: Actor, input: NewBot): Promise<Bot> {
    roles.require(actor, 'create_bot')
    if (!config.bool('ServiceSettings.EnableBotAccountCreation')) {
      throw new AppError('api.bot.create_disabled', 403)
    }
    if (!actor.isLocal && (await users.getRow(actor.userId)).is_bot) throw forbidden()
    requireValid(input)
    const { username, display_name = '', description = '' } = input
    return transact(async (tx) => {
      const account = { username, first_name: display_name, bot_description: description }
      const user = await users.addBot(tx, account)
      await insertBot(tx, toRow(user.id, actor.userId))
      await audits.record(tx, { actor, action: 'createBot', info: `bot=${user.id}` })
      return show(tx.db, user.id)
    })
  }

  function toRow(userId: string, ownerId: string): BotRow {
    const now = clock()
    return {
      user_id: userId,
      owner_id: ownerId,
      is_system: false,
      create_at: now,
      update_at: now,
      delete_at: 0,
    }
  }

  async function show(at: Db, id: string): Promise<Bot> {
    const bot = await findBot(at, id)
    if (!bot) throw notFound()
    return bot
  }

  /** Throws 404 also for a disabled bot, unless those are asked for, too. */
  async function get(actor: Actor, id: string, includesDeleted: boolean): Promise<Bot> {
    const bot = await access.accessToRead(actor, id)
    if (bot.delete_at > 0 && !includesDeleted) throw notFound()
    return bot
  }

  /** All bots, or only the actor's own, as the roles allow. */
  async function list(
    actor: Actor,
    flags: { includesDeleted: boolean; isOrphaned: boolean },
    page: Page,
  ): Promise<Bot[]> {
    const seesAll = roles.grants(actor, 'read_others_bots')
    if (!seesAll) roles.require(actor, 'read_bots')
    return findBots(db, { ...flags, ownerId: seesAll ? undefined : actor.userId }, page)
  }

  async function patch(actor: Actor, id: string, input: BotPatch): Promise<Bot> {
    await access.accessToManage(actor, id)
    requireValid(input)
    const { username, display_name, description } = input
    const changes = users.toValidChanges({
      ...(username !== undefined && { username }),
      ...(display_name !== undefined && { first_name: display_name }),
    })
    return transact(async (tx) => {
      await users.change(tx, id, {
        ...changes,
        ...(changes.username && { email: `${changes.username}@localhost` }),
        ...(description !== undefined && { bot_description: description }),
      })
      await updateBot(tx, id, { update_at: clock() })
      await audits.record(tx, { actor, action: 'patchBot', info: `bot=${id}` })
      return show(tx.db, id)
    })
  }

  /** Lets a bot work, or stops it at once. */
  async function setActive(actor: Actor, id: string, isActive: boolean): Promise<Bot> {
    await access.accessToManage(actor, id)
    return transact(async (tx) => {
      await changeActive(tx, id, isActive)
      const info = `bot=${id} active=${isActive}`
      await audits.record(tx, { actor, action: 'updateBotActive', info })
      return show(tx.db, id)
    })
  }

  async function changeActive(tx: Tx, id: string, isActive: boolean): Promise<void> {
    const now = clock()
    const delete_at = isActive ? 0 : now
    await users.change(tx, id, { delete_at })
    await updateBot(tx, id, { delete_at, update_at: now })
    if (!isActive) await sessions.endAll(tx, id)
  }

  /** Gives a bot to another person. */
  async function assign(actor: Actor, id: string, ownerId: string): Promise<Bot> {
    await access.accessToManage(actor, id)
    roles.require(actor, 'assign_bot')
    const owner = await users.getRow(ownerId)
    if (owner.is_bot) throw forbidden()
    return transact(async (tx) => {
      await updateBot(tx, id, { owner_id: owner.id, update_at: clock() })
      const info = `bot=${id} owner=${owner.id}`
      await audits.record(tx, { actor, action: 'assignBot', info })
      return show(tx.db, id)
    })
  }

  /** Makes a person's account a bot's, which owns itself until it is assigned. */
  async function fromUser(actor: Actor, userId: string): Promise<Bot> {
    roles.require(actor, 'manage_system')
    const user = await users.getRow(userId)
    if (user.is_bot) throw invalidUrl('user_id')
    return transact(async (tx) => {
      const bot = { is_bot: true, password: '', mfa_active: false, mfa_secret: '' }
      await users.change(tx, user.id, bot)
      await insertBot(tx, { ...toRow(user.id, user.id), delete_at: user.delete_at })
      await sessions.endAll(tx, user.id)
      await audits.record(tx, { actor, action: 'convertUserToBot', info: `user=${user.id}` })
      return show(tx.db, user.id)
    })
  }

  /** Makes a bot's account a person's, who logs in with the password that is given. */
  async function toUser(
    actor: Actor,
    id: string,
    input: UserPatch,
    isSystemAdmin: boolean,
  ): Promise<User> {
    roles.require(actor, 'manage_system')
    await access.accessToManage(actor, id)
    if (!input.password) throw invalidBody('password')
    const changes = {
      ...users.toValidChanges(input),
      ...(await users.toPasswordChange(input.password)),
      is_bot: false,
      bot_description: '',
      ...(isSystemAdmin && { roles: 'system_user system_admin' }),
    }
    await transact(async (tx) => {
      await users.change(tx, id, changes)
      await deleteBot(tx, id)
      await audits.record(tx, { actor, action: 'convertBotToUser', info: `bot=${id}` })
    })
    return users.get(actor, id)
  }

  /** An account was activated or deactivated: the bot follows, or the bots of the owner stop. */
  async function onActiveChange(tx: Tx, user: UserRow): Promise<void> {
    if (user.is_bot) {
      await updateBot(tx, user.id, { delete_at: user.delete_at, update_at: clock() })
    }
    const stops = config.bool('ServiceSettings.DisableBotsWhenOwnerIsDeactivated')
    if (user.delete_at === 0 || !stops) return
    for (const id of await findBotIdsByOwner(tx.db, user.id)) {
      if (id !== user.id) await changeActive(tx, id, false)
    }
  }

  return {
    create,
    get,
    list,
    patch,
    setActive,
    assign,
    fromUser,
    toUser,
    onActiveChange,
    mayManageAccount: access.mayManageAccount,
    systemBot: makeSystemBot({ ...deps, toRow }),
  }
}

function requireValid({ display_name = '', description = '' }: BotPatch): void {
  if ([...display_name].length > maxDisplayNameRunes) {
    throw new AppError('model.user.is_valid.first_name.app_error', 400)
  }
  if ([...description].length > maxDescriptionRunes) {
    throw new AppError('model.bot.is_valid.description.app_error', 400)
  }
}
