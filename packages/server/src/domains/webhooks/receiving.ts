import { HookMessage } from '@redoubt/wire/webhooks.ts'
import { Value } from 'typebox/value'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { actorOf } from '#platform/actor.ts'
import { AppError, errorMessage } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import type { ProgramPosts } from './program-posts.ts'
import { findIncomingHook, type IncomingRow, updateIncomingHook } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  users: Pick<UsersService, 'getRow' | 'getByUsername'>
  channels: Pick<ChannelsService, 'accessToRead' | 'direct'>
  /** The id of a team's channel of this name, whoever may read it. */
  findChannelId: (teamId: string, name: string) => Promise<string | undefined>
  programPosts: ProgramPosts
}

const usedEveryMs = 60_000

/** What programs send to incoming webhooks. Whoever knows a hook's id may write by it. */
export function hookReceiving(deps: Deps) {
  const { db, transact, clock, config, users, channels, findChannelId, programPosts } = deps

  /** Writes the message. Every refusal has the same id, the status and reason of its cause. */
  async function receive(hookId: string, body: unknown): Promise<void> {
    try {
      await deliver(hookId, body)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const params = { Reason: errorMessage(error.id, error.params) }
      const id = 'web.incoming_webhook.general.app_error'
      throw new AppError(id, error.status, { params, cause: error })
    }
  }

  async function deliver(hookId: string, body: unknown): Promise<void> {
    if (!config.bool('ServiceSettings.EnableIncomingWebhooks')) {
      throw new AppError('web.incoming_webhook.disabled.app_error', 501)
    }
    const hook = await findIncomingHook(db, hookId)
    if (!hook) throw new AppError('web.incoming_webhook.invalid.app_error', 400)
    if (!Value.Check(HookMessage, body)) {
      throw new AppError('web.incoming_webhook.parse.app_error', 400)
    }
    if (!programPosts.saysSomething(body))
      throw new AppError('web.incoming_webhook.text.app_error', 400)
    const author = await findOwner(hook)
    const channel = await findTarget(hook, author, body.channel ?? '')
    const message = {
      ...body,
      username: body.username || hook.username,
      icon_url: body.icon_url || hook.icon_url,
    }
    await programPosts.write(
      { author, channel, rootId: '', displayName: hook.display_name },
      message,
    )
    await noteUse(hook)
  }

  async function findOwner(hook: IncomingRow): Promise<UserRow> {
    const owner = await users.getRow(hook.user_id).catch(() => undefined)
    if (owner?.delete_at !== 0) throw new AppError('web.incoming_webhook.user.app_error', 403)
    return owner
  }

  /** Its own channel or the one that the message names; with the rights of its owner. */
  async function findTarget(hook: IncomingRow, owner: UserRow, name: string): Promise<ChannelRow> {
    const actor = actorOf(owner)
    const targetId = name ? await findNamed(hook, owner, name) : hook.channel_id
    if (hook.channel_locked && targetId !== hook.channel_id) {
      throw new AppError('web.incoming_webhook.channel_locked.app_error', 403)
    }
    return channels.accessToRead(actor, targetId).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
      throw new AppError('web.incoming_webhook.permissions.app_error', 403, { cause: error })
    })
  }

  async function findNamed(hook: IncomingRow, owner: UserRow, name: string): Promise<string> {
    const actor = actorOf(owner)
    if (name.startsWith('@')) {
      const user = await users.getByUsername(actor, name.slice(1)).catch(() => undefined)
      if (!user) throw new AppError('web.incoming_webhook.user.app_error', 400)
      if (hook.channel_locked) {
        throw new AppError('web.incoming_webhook.channel_locked.app_error', 403)
      }
      return (await channels.direct(actor, [owner.id, user.id])).id
    }
    const channelId = await findChannelId(hook.team_id, name.replace(/^#/, ''))
    if (!channelId) throw new AppError('web.incoming_webhook.channel.app_error', 404)
    return channelId
  }

  /** Not for each of many messages. */
  async function noteUse(hook: IncomingRow): Promise<void> {
    const now = clock()
    if (now - hook.last_used < usedEveryMs) return
    await transact.single((tx) => updateIncomingHook(tx, hook.id, { last_used: now }))
  }

  return { receive }
}
